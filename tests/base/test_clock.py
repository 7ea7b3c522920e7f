"""The time, and a time that is fixed."""

from datetime import UTC, datetime, timedelta

import pytest

from mooring.base.clock import monotonic_seconds, now


def test_the_present_moment_is_in_utc():
    assert abs(now() - datetime.now(UTC)) < timedelta(minutes=1)
    assert now().tzinfo is UTC


def test_source_date_epoch_fixes_the_moment(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")

    assert now() == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "soon", "-1", "1.5"])
def test_a_moment_that_is_none_changes_nothing(text, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", text)

    assert abs(now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_time_that_passes_never_goes_back():
    moments = [monotonic_seconds() for _ in range(100)]

    assert moments == sorted(moments)
