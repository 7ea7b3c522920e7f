"""Which mapping holds for an image."""

import pytest

from mooring.model.policy import ImageSelector, Mapping
from mooring.policy.evidence import JudgedName
from mooring.policy.mapping import Identity, choose, compile_mapping, identity_of, judged_name, why_not
from policy.bundles import DIGEST, IMAGE_ID, evidence


def mapping(registry="*", repository="*", value="*", kind="tag"):
    selector = ImageSelector(registry=registry, repository=repository, kind=kind, value=value)
    compiled, _ = compile_mapping(Mapping(name="m", image=selector, path="mappings[0]"))
    return compiled


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nginx", ("docker.io", "nginx", "latest")),
        ("nginx:1.27", ("docker.io", "nginx", "1.27")),
        ("library/nginx", ("docker.io", "library/nginx", "latest")),
        ("dockerhub/nginx:1", ("docker.io", "nginx", "1")),
        ("registry.example/team/app:v1", ("registry.example", "team/app", "v1")),
        ("localhost:5000/app", ("localhost:5000", "app", "latest")),
        ("localhost/app:1", ("localhost", "app", "1")),
        ("registry.example/app:v1@sha256:" + "1" * 64, ("registry.example", "app", "v1")),
        ("registry.example/app@sha256:" + "1" * 64, ("registry.example", "app", "*")),
        ("*/*:*", ("*", "*", "*")),
        ("", ("*", "*", "*")),
    ],
)
def test_a_name_is_read_as_anchore_reads_it(text, expected):
    name = judged_name(text)

    assert expected == (name.registry, name.repository, name.tag)


@pytest.mark.parametrize(
    ("parts", "matches"),
    [
        (("*", "*", "*"), True),
        (("docker.io", "library/nginx", "1.27"), True),
        (("docker.*", "library/*", "1.*"), True),
        (("*.io", "*/nginx", "*27"), True),
        (("docker.io", "nginx", "1.27"), False),
        (("docker", "*", "*"), False),
        (("dockerXio", "*", "*"), False),
        (("regexp:docker", "regexp:lib", "regexp:1"), True),
        (("regexp:ocker", "*", "*"), False),
        (("*", "regexp:(library|team)/nginx$", "*"), True),
        (("*", "*", "1.2"), False),
    ],
)
def test_wildcards_hold_for_the_whole_text_and_expressions_for_its_start(parts, matches):
    identity = Identity(name=judged_name("docker.io/library/nginx:1.27"))

    assert matches is not bool(why_not(mapping(*parts), identity))


def test_an_image_without_a_tag_is_matched_by_wildcards_only():
    identity = Identity(name=JudgedName())

    assert [bool(why_not(mapping(*parts), identity)) for parts in [("*", "*", "*"), ("docker*", "*", "*")]] == [
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("registry", "kind", "value", "matches"),
    [
        ("*", "digest", DIGEST, True),
        ("registry.example", "digest", DIGEST, True),
        ("other.example", "digest", DIGEST, False),
        ("*", "digest", "sha256:" + "9" * 64, False),
        ("*", "digest", "*", False),
        ("*", "id", IMAGE_ID, True),
        ("*", "id", f"sha256:{IMAGE_ID}", True),
        ("*", "id", DIGEST, False),
    ],
)
def test_a_digest_or_id_must_be_the_images_own(registry, kind, value, matches):
    assert matches is not bool(why_not(mapping(registry, "*", value, kind), identity_of(evidence())))


def test_every_mapping_that_was_looked_at_says_why_it_does_not_match():
    identity = Identity(name=judged_name("registry.example/app:1"))

    choice = choose([mapping("other.example"), mapping("*", "*", "2"), mapping(), mapping()], identity)

    assert (choice.index, len(choice.attempts)) == (2, 3)
    assert [attempt.reason for attempt in choice.attempts] == [
        "the registry 'registry.example' does not match 'other.example'",
        "the tag '1' does not match '2'",
        "",
    ]


def test_a_pattern_that_is_none_matches_nothing_and_is_told_with_its_path():
    broken = ImageSelector(registry="regexp:(", repository="x" * 20_000, value="*")

    compiled, problems = compile_mapping(Mapping(name="m", image=broken, path="mappings[3]"))

    assert compiled.selector is None
    assert [problem.path for problem in problems] == ["mappings[3].registry", "mappings[3].repository"]


def test_the_old_name_of_docker_hub_is_told_to_match_nothing():
    old = ImageSelector(registry="dockerhub", repository="*", value="*")

    _, problems = compile_mapping(Mapping(name="m", image=old, path="mappings[0]"))

    assert [(problem.kind, problem.is_error) for problem in problems] == [("never-matches", False)]
