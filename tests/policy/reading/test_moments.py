"""Dates with times."""

from datetime import UTC, datetime

import pytest

from mooring.policy.reading.moments import moment_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2027-01-31T10:00:00Z", datetime(2027, 1, 31, 10, tzinfo=UTC)),
        ("2027-01-31t10:00:00z", datetime(2027, 1, 31, 10, tzinfo=UTC)),
        ("2027-01-31T10:00:00.5Z", datetime(2027, 1, 31, 10, 0, 0, 500_000, tzinfo=UTC)),
        ("2027-01-31T10:00:00.123456789Z", datetime(2027, 1, 31, 10, 0, 0, 123_456, tzinfo=UTC)),
        ("2027-01-31T11:00:00+01:00", datetime(2027, 1, 31, 10, tzinfo=UTC)),
        ("2016-12-31T23:59:60Z", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("2027-01-31", None),
        ("2027-01-31T10:00:00", None),
        ("2027-13-31T10:00:00Z", None),
        ("2027-01-31T25:00:00Z", None),
        ("2027-01-31T10:00:00+99:00", None),
        ("tomorrow", None),
        ("", None),
        ("٢٠٢٧-01-31T10:00:00Z", None),
    ],
)
def test_only_rfc_3339_is_a_moment(text, expected):
    assert expected == moment_of(text)
