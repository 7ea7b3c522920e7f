import pytest

from mooring.feeds.providers.distributions.rpm.branches import vulnerable_below
from mooring.model.advisory import VersionRange
from mooring.versions.scheme import scheme_named

KEY = scheme_named("rpm").key


def is_vulnerable(version: str, fixes: tuple[str, ...]) -> bool:
    ranges, _ = vulnerable_below(fixes)
    return any((not one.low or KEY(version) >= KEY(one.low)) and KEY(version) < KEY(one.high) for one in ranges)


@pytest.mark.parametrize(
    ("fixes", "vulnerable", "well"),
    [
        (("0:1.2-3.el9",), ("1.2-2.el9",), ("1.2-3.el9", "1.3-1.el9")),
        (
            ("9.2.10-8.el9_3", "10.2.6-7.el9_5"),
            ("9.2.10-7.el9", "10.2.6-4.el9", "10.1-1.el9"),
            ("9.2.10-8.el9_3", "9.2.10-9.el9_3", "10.2.6-7.el9_5", "11-1.el9"),
        ),
        (
            ("9.16.23-14.el9_3.4", "9.16.23-18.el9_4.1"),
            ("9.16.23-14.el9_3.3", "9.16.23-18.el9"),
            ("9.16.23-14.el9_3.4", "9.16.23-14.el9_3.5", "9.16.23-18.el9_4.1"),
        ),
        (
            ("5.14.0-70.30.1.el9_0", "5.14.0-162.12.1.el9_1"),
            ("5.14.0-70.29.1.el9_0", "5.14.0-162.6.1.el9_1"),
            ("5.14.0-70.30.1.el9_0", "5.14.0-70.49.1.el9_0", "5.14.0-162.12.1.el9_1"),
        ),
        (("128.4.0-1.el9_4", "128.4.0-1.el9_5"), ("128.3.0-1.el9_5",), ("128.4.0-1.el9_4", "128.4.0-1.el9_5")),
        (
            ("20200609-2.20201027.1.el8_3", "20200609-2.20210216.1.el8_3"),
            ("20200609-2.20201027.1.el8_3",),
            ("20200609-2.20210216.1.el8_3",),
        ),
    ],
)
def test_a_fix_holds_for_its_own_branch(fixes: tuple[str, ...], vulnerable: tuple[str, ...], well: tuple[str, ...]):
    assert all(is_vulnerable(version, fixes) for version in vulnerable)
    assert not any(is_vulnerable(version, fixes) for version in well)


@pytest.mark.parametrize("fixes", [("",), ("", " ", "1-1"), ("a-b-c", "-"), ("1:2:3", "9-9.el9_x", "9-9.el9_1")])
def test_what_is_no_version_raises_nothing(fixes: tuple[str, ...]):
    ranges, _ = vulnerable_below(fixes)

    assert VersionRange(low="", high="") not in ranges[1:]
