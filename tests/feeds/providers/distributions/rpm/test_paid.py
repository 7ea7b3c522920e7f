import pytest

from mooring.feeds.providers.distributions.rpm.paid import paid_only
from mooring.model.advisory import Affected, Fix, FixState, VersionRange


def fixed(namespace: str, high: str, module: str | None = "") -> Affected:
    fix = Fix(state=FixState.FIXED, versions=(high,))
    return Affected(namespace=namespace, name="bind", ranges=(VersionRange(high=high),), fix=fix, module=module)


def plain(namespace: str) -> str:
    return namespace.partition("+")[0].partition(".")[0]


EUS = fixed("rhel:8.4+eus", "1-4.el8_4")


def test_older_builds_of_the_plain_release_stay_open():
    found = list(paid_only([EUS, fixed("rhel:8.2+eus", "1-2.el8_2")], plain, frozenset({"eus"})))

    assert [("rhel:8", FixState.WONT_FIX, ["1-4.el8_4", "1-2.el8_2"])] == [
        (row.namespace, row.fix.state, [one.high for one in row.ranges]) for row in found
    ]


@pytest.mark.parametrize("module", ["", None])
def test_a_row_of_the_plain_release_says_enough(module: str | None):
    assert [] == list(paid_only([EUS, fixed("rhel:8", "1-9.el8", module)], plain, frozenset({"eus"})))


def test_a_row_for_another_stream_does_not():
    rows = [fixed("rhel:8.4+eus", "1-4", "nodejs:14"), fixed("rhel:8", "1-9", "nodejs:16")]

    assert ["nodejs:14"] == [row.module for row in paid_only(rows, plain, frozenset({"eus"}))]


def test_other_channels_say_nothing():
    assert [] == list(paid_only([fixed("rhel:8+layered", "1-4")], plain, frozenset({"eus"})))
