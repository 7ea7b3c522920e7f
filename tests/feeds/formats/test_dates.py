"""Dates of feeds."""

import pytest

from mooring.feeds.formats.dates import clamped


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-01-02", "2024-01-02"),
        ("2024-01-02T03:04:05Z", "2024-01-02T03:04:05Z"),
        ("2024-01-02T03:04:05.123456+02:00", "2024-01-02T03:04:05.123456+02:00"),
        ("2024-01-02 03:04:05", "2024-01-02 03:04:05"),
        (" 2024-01-02 ", "2024-01-02"),
        ("2027-07-01T00:00:00Z", "2025-02-19"),
        ("2025-02-19T23:00:00Z", "2025-02-19T23:00:00Z"),
        ("0001-01-01T00:00:00Z", ""),
        ("1970-01-01T00:00:00Z", ""),
        ("yesterday", ""),
        ("2024-01-02T" + "0" * 1_000, ""),
        ("", ""),
        (None, ""),
    ],
)
def test_a_date_is_kept_clamped_or_dropped(monkeypatch, text, expected):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1740000000")  # 2025-02-19

    assert clamped(text) == expected
