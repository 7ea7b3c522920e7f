"""How near two versions are."""

import pytest

from mooring.vulns.matching.closeness import closeness, is_same_stream


@pytest.mark.parametrize(
    ("version", "other", "expected"),
    [
        ("5.4.17-2136.1", "5.4.17-2136.5", (3, 1)),
        ("5.4.17-2136.1", "4.14.35-2047.5", (0, 0)),
        ("1:5.04-1", "5.4-2", (2, 0)),
        ("14.el9_3.4", "14.el9_4", (3, 0)),
        ("9.16.23-18.el9", "9.16.23-18.el9_4.1", (3, 3)),
        ("", "", (0, 0)),
    ],
)
def test_shared_parts_are_counted(version: str, other: str, expected: tuple[int, int]):
    assert expected == closeness(version, other, with_release=True)


def test_a_stream_is_two_numbers():
    assert [True, False, True] == [
        is_same_stream("5.10.1-1", fixes) for fixes in (("4.1-1", "5.10.205-3"), ("5.4.1-1",), ())
    ]


def test_a_hostile_version_costs_no_time():
    assert (100, 0) == closeness("1." * 500_000, "1." * 500_000)
