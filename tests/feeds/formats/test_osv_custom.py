"""Go's custom ranges beside its ranges."""

import pytest

from mooring.feeds.formats.osv_custom import joined
from mooring.feeds.formats.osv_ranges import Interval, intervals_of
from mooring.feeds.formats.osv_record import Event, Range

COMMIT = "0.0.0-20240708073652-5a492a3f0036"


def intervals(text: str) -> list[Interval]:
    """`1.0..2.0 3.0..` as OSV says it."""
    events = []
    for one in text.split():
        low, _, high = one.partition("..")
        events += [Event(introduced=low), *([Event(fixed=high)] if high else [])]
    return intervals_of([Range(type="SEMVER", events=events)], "golang")


@pytest.mark.parametrize(
    ("own", "custom", "expected"),
    [
        ("1.5.40..", "0..1.6.0", "1.5.40..1.6.0"),
        ("2.0.0+incompatible..", "0..2.4.16 2.5.0..2.5.9", "2.0.0+incompatible..2.4.16 2.5.0..2.5.9"),
        (f"0..{COMMIT} 0.0.1-test..", "0..11.6.2", f"0..{COMMIT} 0.0.1-test..11.6.2"),
        (f"0..{COMMIT}", "0..5.21.2", f"0..{COMMIT} 0.0.0..5.21.2"),
        (f"0..{COMMIT}", "3.2.22..3.4.22", f"0..{COMMIT} 3.2.22..3.4.22"),
        (f"0..{COMMIT}", "2.9.0..2.9.56 4.0.0..", f"0..{COMMIT} 2.9.0..2.9.56"),
        ("0.7.2..", "0..0.7.1", "0.7.2.."),
        ("0..0.161.0", "0.43.0..", "0..0.161.0"),
        ("0..1.2.0", "0..1.1.0", "0..1.2.0"),
        ("1.0.0..", "edge-1..edge-2", "1.0.0.."),
        ("0..1.2.0", "", "0..1.2.0"),
    ],
)
def test_custom_ranges_end_what_is_open_and_tell_of_releases(own: str, custom: str, expected: str):
    assert set(intervals(expected)) == set(joined(intervals(own), intervals(custom), "golang"))
