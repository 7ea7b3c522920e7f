"""Every parser case of the shared inputs is read as its upstream test expects, or the difference is argued in a table."""

import pytest

from quality.cases import cases, missing, read_case, tables

CASES = cases()


@pytest.mark.skipif(not CASES, reason="the shared inputs are not beside the project")
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.format}:{case.id}")
def test_the_expected_packages_are_found_or_the_difference_is_argued(case):
    table = tables()
    if case.format in table["not_read"]:
        assert table["not_read"][case.format]
        return

    facts = read_case(case, table)

    reason = table["differences"].get(case.id)
    assert bool(reason) == bool(missing(case, facts)), (
        reason or "argue the difference in tests/quality/*.toml, or mend the reader"
    )
