"""SLSA provenance, as builders write it."""

import json

import pytest

from mooring.policy.signing.provenance import SLSA_02, SLSA_1, Provenance, Source, provenance_of
from mooring.policy.signing.statements import Statement


def read(kind: str, predicate) -> Provenance | None:
    content = predicate if isinstance(predicate, bytes) else json.dumps(predicate).encode()
    return provenance_of(Statement(predicate_type=kind, digest="sha256:x", predicate=content))


def test_version_1_of_a_workflow():
    found = read(
        SLSA_1,
        {
            "buildDefinition": {
                "buildType": "https://actions.github.io/buildtypes/workflow/v1",
                "externalParameters": {
                    "workflow": {"ref": "refs/heads/main", "repository": "https://github.com/example/app", "path": "x"}
                },
                "resolvedDependencies": [
                    {"uri": "git+https://github.com/example/app@refs/heads/main", "digest": {"gitCommit": "1"}},
                    {"uri": "docker://debian", "digest": {"sha256": "ab"}},
                ],
            },
            "runDetails": {"builder": {"id": "https://github.com/actions/runner/github-hosted"}},
        },
    )

    assert (
        Provenance(
            builder="https://github.com/actions/runner/github-hosted",
            build_type="https://actions.github.io/buildtypes/workflow/v1",
            sources=(Source(repository="https://github.com/example/app", ref="refs/heads/main"),),
            materials=(("git+https://github.com/example/app@refs/heads/main", ""), ("docker://debian", "sha256:ab")),
        )
        == found
    )


def test_version_0_2_of_a_generator():
    found = read(
        SLSA_02,
        {
            "builder": {"id": "https://builder.example"},
            "buildType": "container",
            "invocation": {"configSource": {"uri": "git+https://github.com/example/app@refs/tags/v1"}},
            "materials": [{"uri": "pkg:docker/debian", "digest": {"sha256": "cd"}}],
        },
    )

    assert ("https://builder.example", "container", (("pkg:docker/debian", "sha256:cd"),)) == (
        found.builder,
        found.build_type,
        found.materials,
    )
    assert (Source(repository="https://github.com/example/app", ref="refs/tags/v1"),) == found.sources


@pytest.mark.parametrize(
    ("uri", "repository", "ref"),
    [
        ("git+https://host/a/b.git@refs/heads/x", "https://host/a/b", "refs/heads/x"),
        ("https://host/a/b", "https://host/a/b", ""),
        ("git+ssh://git@host/a/b", "ssh://git@host/a/b", ""),
        ("git+ssh://git@host/a/b@v1", "ssh://git@host/a/b", "v1"),
        ("git+https://host/a/b@v1#sub/folder", "https://host/a/b", "v1"),
        ("@", "@", ""),
    ],
)
def test_repository_and_ref_of_a_source(uri, repository, ref):
    found = read(SLSA_1, {"buildDefinition": {"externalParameters": {"source": uri}}})

    assert (Source(repository=repository, ref=ref),) == found.sources


def test_a_source_may_be_an_object_and_else_the_repositories_that_went_in_are_taken():
    dependencies = [{"uri": "git+https://host/a@v1"}, {"uri": "docker://x"}]
    given = {"externalParameters": {"source": {"uri": "git+https://host/b@v2"}}, "resolvedDependencies": dependencies}

    assert ["https://host/b"] == [one.repository for one in read(SLSA_1, {"buildDefinition": given}).sources]
    given["externalParameters"] = {}
    assert ["https://host/a"] == [one.repository for one in read(SLSA_1, {"buildDefinition": given}).sources]


@pytest.mark.parametrize("kind", [SLSA_1, SLSA_02])
@pytest.mark.parametrize(
    "predicate",
    [
        b"",
        b"[]",
        b"[" * 100_000,
        {"buildDefinition": [], "runDetails": 1, "builder": "x", "materials": {}, "invocation": {"configSource": 7}},
        {"buildDefinition": {"buildType": 1, "resolvedDependencies": [1, {"uri": 2, "digest": []}]}, "materials": [[]]},
    ],
)
def test_what_makes_no_sense_names_nobody(kind, predicate):
    found = read(kind, predicate)

    assert ("", "", ()) == (found.builder, found.build_type, found.sources)


def test_another_type_of_statement_is_no_provenance():
    assert read("https://spdx.dev/Document", {}) is None
