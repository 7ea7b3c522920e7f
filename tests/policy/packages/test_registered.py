"""Packages compared with a registry."""

from mooring.policy.package_index import ReadIndex
from mooring.policy.packages.registered import has_no_data, not_latest
from policy.matched import judged, package


def test_a_version_above_the_latest_is_not_old():
    report = judged(packages=(package("npm", "a", "2.0.0-rc.1"),), index=ReadIndex(npm={"a": ("1.0.0",)}))

    assert [] == list(not_latest(report, "npm"))


def test_a_package_of_which_nothing_is_offered_is_not_old():
    report = judged(packages=(package("npm", "a", "1.0.0"),), index=ReadIndex(npm={"a": ()}))

    assert [] == list(not_latest(report, "npm"))


def test_an_index_of_another_kind_of_package_is_no_data():
    report = judged(packages=(package("gem", "a"),), index=ReadIndex(npm={}))

    assert has_no_data(report, "gem")
