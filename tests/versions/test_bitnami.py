"""Bitnami's versions: SemVer in all but the revision."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.versions.bitnami import SCHEME, key
from mooring.versions.scheme import InvalidVersion, scheme_for
from mooring.versions.semver import key as semver_key


def test_a_revision_is_no_pre_release():
    assert {key("17.0.3")} == {key(text) for text in ("17.0.3-0", "17.0.3-1", "17.0.3-12", "v17.0.3")}
    assert key("17.0.3-12") < key("17.0.4-0")


def test_pre_releases_are_below_the_release_with_and_without_revision():
    in_order = "2.6.0-beta.1 2.6.0-rc1-3 2.6.0-rc2 2.6.0-1 2.6.1"

    keys = [key(version) for version in in_order.split(" ")]

    assert keys == sorted(set(keys))


def test_an_installed_version_is_matched_without_its_revision():
    assert [SCHEME.for_matching(text) for text in ("1.2.3-4", "1.2.3", "2.6.0-rc1-0")] == [
        "1.2.3",
        "1.2.3",
        "2.6.0-rc1",
    ]


def test_packages_of_bitnami_are_compared_this_way():
    assert scheme_for("bitnami") == SCHEME


@pytest.mark.parametrize("text", ["", "-1", "nightly.2026-03-10.0", "1" * 2_000, "1.0" + "-1" * 900])
def test_what_is_no_version_is_refused(text):
    with pytest.raises(InvalidVersion):
        key(text)


@given(st.text())
def test_any_text_gives_a_key_or_is_refused(text):
    assert SCHEME.is_valid(text) in (True, False)


numbers = st.lists(st.integers(0, 12), min_size=1, max_size=4).map(lambda parts: ".".join(map(str, parts)))


@given(numbers, numbers, st.integers(0, 99))
def test_apart_from_the_revision_the_order_is_that_of_semver(left, right, revision):
    assert (key(f"{left}-{revision}") < key(right)) == (semver_key(left) < semver_key(right))
