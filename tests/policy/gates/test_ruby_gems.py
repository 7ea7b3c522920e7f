"""Gate `ruby_gems`: names, messages and ids as Anchore Engine has them."""

import pytest

from mooring.policy.gate import trigger_id
from mooring.policy.gates.ruby_gems import GATE
from policy.gate_rules import ids, messages
from policy.matched import judged
from policy.packages.registries import registry_report

REPORT = registry_report("gem")


def test_what_is_not_the_latest_version_fires():
    expected = [
        f"Package ({name}) version ({have}) installed but is not the latest version ({latest})"
        for name, have, latest in (("known", "1.0.0", "1.1.0"), ("known", "0.9.0", "1.1.0"), ("odd", "?", "2.0.0"))
    ]
    assert expected == messages(GATE, "newer_version_found_in_feed", REPORT)


def test_what_the_registry_does_not_know_fires():
    assert ["GEMNOTOFFICIAL Package (nobody) in container but not in official GEM feed."] == messages(
        GATE, "not_found_in_feed", REPORT
    )


def test_a_version_that_the_registry_does_not_offer_fires():
    expected = [
        f"GEMBADVERSION Package ({name}) version ({have}) installed but version is not in the official feed for this package ({offered})"
        for name, have, offered in (("known", "0.9.0", "['1.0.0', '1.1.0']"), ("odd", "?", "['2.0.0']"))
    ]
    assert expected == messages(GATE, "version_not_found_in_feed", REPORT)


@pytest.mark.parametrize("name", ["blacklist", "denylist"])
def test_a_denied_package_fires_by_name_and_version(name):
    assert ["Gem Package is blacklisted: known"] * 4 == messages(GATE, name, REPORT, name="known")
    assert ["Gem Package is blacklisted: known-1.0.0"] == messages(GATE, name, REPORT, name="known", version="1.0.0")
    assert [] == messages(GATE, name, REPORT, name="other")
    assert [trigger_id("ruby_gems", "blacklist", "Gem Package is blacklisted: known-1.0.0")] == ids(
        GATE, name, REPORT, name="known", version="1.0.0"
    )


def test_without_data_only_the_trigger_for_that_fires():
    blind = registry_report("gem", has_index=False)

    expected = "Gem packages are present but the anchore gem feed is not available"
    expected += " - will be unable to perform checks that require feed data"
    assert [expected] == messages(GATE, "feed_data_unavailable", blind)
    assert [] == messages(GATE, "feed_data_unavailable", REPORT)
    for silent in ("newer_version_found_in_feed", "not_found_in_feed", "version_not_found_in_feed"):
        assert [] == messages(GATE, silent, blind)


def test_without_packages_nobody_misses_the_data():
    assert [] == messages(GATE, "feed_data_unavailable", judged(packages=()))
