"""The rules that come with Mooring are ready to use."""

from mooring.content.secrets.shipped import (
    PACKED,
    built_rules,
    digest_of_sources,
    packed_rules,
    rule_sources,
    shipped_rules,
)


def test_the_packed_rules_are_those_of_the_toml_files():
    """Where this fails: `python scripts/secret_rules.py`."""
    assert PACKED.read_bytes() == packed_rules()


def test_rules_that_were_just_changed_count(monkeypatch, tmp_path):
    monkeypatch.setattr("mooring.content.secrets.shipped.PACKED", tmp_path / "nothing.json")

    assert shipped_rules() == built_rules(rule_sources())


def test_the_digest_changes_with_name_and_content():
    digests = {digest_of_sources(sources) for sources in ((("a", b"b"),), (("a", b"c"),), (("b", b"b"),), ())}

    assert len(digests) == 4
