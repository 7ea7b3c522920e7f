"""Fingerprints name secrets and tell nothing of them."""

from mooring.base.config import NO_SECRET, SecretText
from mooring.content.secrets.fingerprints import Fingerprints


def test_a_fingerprint_depends_on_key_rule_and_value():
    one = Fingerprints(SecretText("key"))

    known = {one.of("a", b"x"), one.of("b", b"x"), one.of("a", b"y"), Fingerprints(SecretText("k2")).of("a", b"x")}

    assert len(known) == 4
    assert one.of("a", b"x") == Fingerprints(SecretText("key")).of("a", b"x")
    assert all(len(value) == 32 and int(value, 16) >= 0 for value in known)


def test_rule_and_value_are_kept_apart():
    one = Fingerprints(SecretText("key"))

    assert one.of("a", b"bc") != one.of("ab", b"c")


def test_without_a_key_there_is_none():
    none = Fingerprints(NO_SECRET)

    assert (none.of("a", b"x"), none.key_name) == ("", "")


def test_the_name_of_the_key_changes_with_it():
    assert Fingerprints(SecretText("a")).key_name != Fingerprints(SecretText("b")).key_name
