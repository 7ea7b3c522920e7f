"""Days of reports."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from mooring.policy.dates import day_of, days_since, moment_of


@pytest.mark.parametrize("text", ["2026-11-23", "2026-11-23T23:59:59Z", "2026-11-23 01:02"])
def test_the_day_of_a_date_or_time_is_its_first_part(text):
    assert date(2026, 11, 23) == day_of(text)


@pytest.mark.parametrize("text", ["", "today", "2026-02-30", "2026-1-1", "\udcff"])
def test_what_is_no_date_has_no_day(text):
    assert day_of(text) is None
    assert moment_of(text) is None


def test_days_are_counted_in_utc():
    late = datetime(2026, 11, 24, 1, tzinfo=timezone(timedelta(hours=2)))

    assert 0 == days_since(date(2026, 11, 23), late)
    assert -1 == days_since(date(2026, 11, 24), late)


def test_a_moment_without_a_zone_is_utc():
    assert datetime(2026, 11, 23, 5, tzinfo=UTC) == moment_of("2026-11-23T05:00:00")
    assert datetime(2026, 11, 23, 3, tzinfo=UTC) == moment_of("2026-11-23T05:00:00+02:00")
