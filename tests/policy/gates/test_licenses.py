"""Gate `licenses`: names, parameters and messages as Anchore Engine has them; what is ours is tested in tests/policy/licensing."""

import pytest

from mooring.policy.gate import parameters_of, trigger_id
from mooring.policy.gates.licenses import GATE
from policy.gate_rules import ids, messages
from policy.matched import judged, licensed

BASH = licensed("bash", ("GPL-3+ GFDL-1.3", ""))
CURL = licensed("curl", ("curl", "curl"), ("GPL-3+", "GPL-3.0-or-later"))
MIT = licensed("mit", "MIT", kind="npm")
REPORT = judged(packages=(BASH, CURL, MIT))


def test_the_first_parameter_is_anchores():
    assert [["licenses", "package_type"]] * 2 == [list(parameters_of(trigger)) for trigger in GATE.triggers[:2]]


@pytest.mark.parametrize("name", ["blacklist_exact_match", "denylist_exact_match"])
def test_words_of_declared_licenses_are_compared_whole(name):
    expected = (
        "LICFULLMATCH Packages are installed that have blacklisted licenses: bash(GPL-3+), curl(GPL-3+), mit(MIT)"
    )

    assert [expected] == messages(GATE, name, REPORT, licenses="GPL-3+,MIT,GPL")
    assert [trigger_id("licenses", "blacklist_exact_match", expected)] == ids(GATE, name, REPORT, licenses="GPL-3+,MIT")
    assert [] == messages(GATE, name, REPORT, licenses="GPL,gpl-3+")


@pytest.mark.parametrize("name", ["blacklist_partial_match", "denylist_partial_match"])
def test_words_of_declared_licenses_are_compared_in_part(name):
    expected = (
        "LICSUBMATCH Packages are installed that have blacklisted licenses: bash(GPL-3+), bash(GFDL-1.3), curl(GPL-3+)"
    )

    assert [expected] == messages(GATE, name, REPORT, licenses="GPL,GFDL")
    assert [trigger_id("licenses", "blacklist_partial_match", expected)] == ids(GATE, name, REPORT, licenses="GPL,GFDL")
    assert [] == messages(GATE, name, REPORT, licenses="gpl,3+ GFDL")


@pytest.mark.parametrize(("types", "expected"), [("npm", "mit(MIT)"), ("os", ""), ("non-os,deb", "mit(MIT)")])
def test_packages_are_chosen_by_type(types, expected):
    found = messages(GATE, "blacklist_exact_match", REPORT, licenses="MIT", package_type=types)

    assert expected == (found[0].rpartition(": ")[2] if found else "")
