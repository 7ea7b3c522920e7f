"""The kind as scans use it: facts of layers in, secrets of an image out."""

import random
import string
from pathlib import Path

import pytest

from images.build import Entry, image, layer
from mooring.base.config import SecretText
from mooring.base.errors import BadConfig
from mooring.base.limits import DEFAULT_LIMITS
from mooring.content.kind import Assembly
from mooring.content.kinds.secrets import KIND
from mooring.content.options import ContentOptions
from mooring.content.secrets.baseline import baseline_bytes
from mooring.image.squash import squash
from mooring.model.evidence.content import Content, Need, Secret, Surface
from mooring.model.inventory import Inventory
from mooring.model.severity import Severity
from mooring.scan.dispatch import Dispatch
from mooring.scan.read import read_layer
from mooring.scan.records import decode_record, encode_record

CACHE: list[str] = []


@pytest.fixture(scope="module", autouse=True)
def _pattern_cache(tmp_path_factory):
    """Compiled patterns of this module's tests: compiling takes a second."""
    CACHE[:] = [str(tmp_path_factory.mktemp("patterns"))]


def options(**given) -> ContentOptions:
    """Options that look for secrets."""
    return ContentOptions(secrets=True, pattern_cache=CACHE[0], **({"fingerprint_key": SecretText("key")} | given))


def token(seed: int = 1) -> str:
    """A GitHub token that nobody has."""
    return "ghp_" + "".join(random.Random(seed).choices(string.ascii_letters + string.digits, k=36))


def line(seed: int = 1) -> bytes:
    """A line of a file with a token."""
    return f"TOKEN = '{token(seed)}'\n".encode()


def records_of(built, given: ContentOptions):
    """The records of an image's layers, read by this kind alone, once through the cache's form."""
    reader = KIND.reader(given)
    assert reader is not None
    dispatch = Dispatch([reader], DEFAULT_LIMITS.max_file_bytes)
    read = [
        read_layer(iter([one.stored]), "layer", dispatch, DEFAULT_LIMITS, with_digests=False) for one in built.layers
    ]
    return [decode_record(*encode_record(record)) for record in read]


def content_of(built, given: ContentOptions | None = None) -> Content:
    """What the kind makes of an image."""
    given = given or options()
    records = records_of(built, given)
    assembly = Assembly(records=records, contents=squash(records), inventory=Inventory(), options=given)
    return KIND.assemble(assembly, Content())


def secrets_of(*layers, **given) -> list[Secret]:
    """The secrets of an image of these layers."""
    return list(content_of(image(*layers), options(**given)).secrets)


def test_a_secret_is_told_with_its_place_and_never_with_its_value():
    built = image(layer({"app/config.py": b"import os\n" + line()}))

    content = content_of(built)

    (secret,) = content.secrets
    assert (secret.place, secret.line, secret.column, secret.rule) == ("/app/config.py", 2, 10, "github-pat")
    assert (secret.category, secret.severity, secret.surface) == ("github", Severity.CRITICAL, Surface.PRESENT)
    assert (len(secret.fingerprint), secret.is_valid, secret.layer) == (32, False, built.layers[0].diff_id)
    assert token() not in repr(content) + repr(records_of(built, options()))


def test_a_secret_in_a_lower_layer_is_told_with_the_layer_that_hides_it():
    lower = layer({"a/x": line(1), "b/x": line(2), "c/x": line(3), "d/x": line(4), "e/x": line(5), "k/x": line(6)})
    upper = layer(
        {"a/x": b"something else", "d": Entry(content=b"a file now"), "e/y": b"other"},
        whiteouts=("b/x",),
        opaque=("c", "e"),
    )

    found = {secret.place: secret for secret in secrets_of(lower, upper)}

    assert {place: secret.surface.value for place, secret in found.items()} == {
        "/a/x": "shadowed",
        "/b/x": "deleted",
        "/c/x": "deleted",
        "/d/x": "deleted",
        "/e/x": "deleted",
        "/k/x": "present",
    }
    assert {secret.layer for secret in found.values()} == {lower.diff_id}
    assert {secret.hidden_by for place, secret in found.items() if place != "/k/x"} == {upper.diff_id}


def test_the_same_secret_in_two_layers_is_told_for_both():
    found = secrets_of(layer({"x": line()}), layer({"x": line()}))

    assert sorted(secret.surface.value for secret in found) == ["present", "shadowed"]
    assert len({secret.fingerprint for secret in found}) == 1


def test_a_file_that_was_not_searched_makes_the_search_incomplete():
    built = image(layer({"a": line(1), "b": f"TOKEN={token(2)} and more\n".encode("utf-32")}))

    content = content_of(built)

    assert "b: begins like text in UTF-32" in content.searches[0].problem
    assert not content.has(Need.SECRETS)
    assert [secret.place for secret in content.secrets] == ["/a"]


def test_dependencies_are_searched_when_everything_is_asked_for():
    built = layer({"app/node_modules/x/i.js": line(1), "usr/share/doc/y": line(2), "usr/lib/x/.env": line(3)})

    assert [secret.place for secret in secrets_of(built)] == ["/usr/lib/x/.env"]
    assert len(secrets_of(built, secrets_everywhere=True)) == 3


def test_a_key_store_is_told_by_its_name():
    (secret,) = secrets_of(layer({"usr/lib/app/server.p12": b"0\x82\x0a\x0b\0\0\0\0\0\0\0\0"}))

    assert (secret.place, secret.line, secret.fingerprint) == ("/usr/lib/app/server.p12", 0, "")


def test_a_baseline_and_a_comment_accept_and_keep(tmp_path):
    first = layer({"a": line(1), "b": line(2), "c": b"x = " + token(3).encode() + b" # mooring:allow\n"})
    known = [secret for secret in secrets_of(first) if secret.place == "/a"]
    (tmp_path / "known").write_bytes(baseline_bytes(known))

    found = secrets_of(first, secret_baselines=(f"{tmp_path}/known",))

    assert [secret.accepted_by for secret in found] == [f"baseline {tmp_path}/known", "", "a comment on its line"]


def test_the_search_tells_its_rules():
    (search,) = content_of(image(layer({"x": b"nothing here at all"}))).searches

    assert (search.need, search.problem) == (Need.SECRETS, "")
    assert "github-pat" in search.subjects
    assert "rules (digest " in search.settings


def test_rules_of_the_user_are_searched(tmp_path):
    rules = tmp_path / "house.toml"
    rules.write_text("[[rules]]\nid = 'house'\nregex = 'house_[a-z]{8}'\n[[rules]]\nid = 'db'\npath = '[.]house$'\n")
    built = layer({"x": b"a house_abcdefgh", "usr/lib/y.house": b"\0" * 20})

    assert [secret.rule for secret in secrets_of(built, secret_rules=(str(rules),))] == ["db", "house"]


def test_rules_that_cannot_be_used_are_named(tmp_path: Path):
    rules = tmp_path / "house.toml"
    rules.write_text("[[rules]]\nid = 'house'\nregex = '('\n")

    with pytest.raises(BadConfig, match="rule 'house'"):
        KIND.reader(options(secret_rules=(str(rules),)))


def test_paths_that_are_no_utf_8_are_told():
    (secret,) = secrets_of(layer({"app/\udcff/x": line()}))

    assert secret.place.startswith("/app/")


def test_the_variant_changes_with_what_changes_facts_and_holds_no_key():
    variants = {
        KIND.variant(given)
        for given in (
            options(),
            options(secrets_everywhere=True),
            options(max_secret_file_bytes=5),
            options(fingerprint_key=SecretText("other")),
            options(fingerprint_key=SecretText("")),
        )
    }

    assert len(variants) == 5
    assert not any("other" in variant for variant in variants)


def test_secrets_are_looked_for_only_when_asked():
    assert (KIND.is_wanted(ContentOptions()), KIND.is_wanted(options())) == (False, True)
