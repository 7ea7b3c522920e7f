"""Policies know the checks by every name, and only those that exist."""

import pytest

from mooring.content.dockerfile.checks.all import CHECKS
from mooring.policy.dockerfile.names import ALIASES, ONLY_ACTUAL, identifiers_of


def test_the_names_are_those_of_the_checks():
    assert dict(ALIASES) == {check.id: check.aliases for check in CHECKS}
    assert {check.id for check in CHECKS if not check.on_guess} == ONLY_ACTUAL


@pytest.mark.parametrize("name", ["MD002", "md002", "DS-0002", "ds002", "AVD-DS-0002", "DL3002"])
def test_a_check_is_found_by_whatever_it_is_called(name):
    assert identifiers_of(name) == ("MD002",)


def test_a_name_of_several_checks_means_all_of_them():
    assert identifiers_of("JSONArgsRecommended") == ("MD042", "MD057")


@pytest.mark.parametrize("name", ["", "DS", "DS-9999", "MD999", "root"])
def test_what_is_no_check_is_not_found(name):
    assert identifiers_of(name) == ()
