"""Gate `distro`."""

import msgspec
import pytest

from mooring.model.distro import Distro
from mooring.model.evidence.content import Need
from mooring.model.match import AssessmentState, FeedState
from mooring.policy.gates.distro import GATE
from policy.gate_rules import failure, ids, messages, refusal, rule
from policy.matched import DATABASE, DEBIAN, assessed, judged

LIVES = msgspec.structs.replace(DATABASE, feeds=(FeedState(name="eol"),))
MINT = Distro(id="linuxmint", id_like=("ubuntu", "debian"), version_id="21.3")
ROLLING = Distro(id="arch")


def gone(reason: str):
    """The distribution's packages were not assessed, for this reason."""
    return (assessed("debian 12", AssessmentState.NOT_ASSESSED, reason),)


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        (
            "debian 12 ended on 2026-11-13: nobody tells of what was found since",
            "debian 12 ended on 2026-11-13, 10 days ago",
        ),
        ("its support ended on 2026-11-22", "debian 12 ended on 2026-11-22, 1 days ago"),
        ("debian 12 has ended; advisories for it are no longer made", "debian 12 has ended"),
    ],
)
def test_a_release_that_has_ended_fires(reason, expected):
    report = judged(assessments=gone(reason), database=LIVES)

    assert [expected] == messages(GATE, "end_of_life", report)
    assert ["end_of_life+debian 12"] == ids(GATE, "end_of_life", report)


@pytest.mark.parametrize(
    ("ahead", "expected"),
    [("0", []), ("6", []), ("7", ["debian 12 ends on 2026-11-30, in 7 days"])],
)
def test_an_end_that_the_image_tells_fires_ahead_when_asked_for(ahead, expected):
    report = judged(distro=msgspec.structs.replace(DEBIAN, support_end="2026-11-30"))

    assert expected == messages(GATE, "end_of_life", report, days_ahead=ahead)


def test_an_end_that_the_image_tells_fires_when_it_is_over():
    report = judged(distro=msgspec.structs.replace(DEBIAN, support_end="2026-11-20"))

    assert ["debian 12 ended on 2026-11-20, 3 days ago"] == messages(GATE, "end_of_life", report)


def test_a_release_that_goes_on_does_not_fire():
    assert [] == messages(GATE, "end_of_life", judged(database=LIVES))
    assert [] == messages(GATE, "end_of_life", judged(distro=None))


def test_where_nobody_knows_the_end_the_rule_cannot_be_evaluated():
    assert "holds no life cycle data" in failure(GATE, "end_of_life", judged())
    assert (Need.MATCHES,) == tuple(rule(GATE, "end_of_life").needs())


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"assessments": gone("no feed speaks about it")}, "debian 12 is not assessed: no feed speaks about it"),
        ({"assessments": ()}, "debian 12 is not assessed: nobody speaks about its packages"),
        ({"findings": None}, "debian 12 is not assessed: the report was not matched with a vulnerability database"),
        ({"assessments": gone("debian 12 ended on 2026-11-13: nobody tells")}, ""),
        ({}, ""),
        ({"distro": None}, ""),
    ],
)
def test_a_distribution_that_nobody_speaks_about_fires(changed, expected):
    report = judged(**changed)

    assert ([expected] if expected else []) == messages(GATE, "unsupported", report)
    assert (["unsupported+debian 12"] if expected else []) == ids(GATE, "unsupported", report)


@pytest.mark.parametrize("name", ["denied", "deny", "denylist", "blacklist"])
@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"name": "debian"}, "Distribution debian 12 is denied"),
        ({"name": "Deb*,centos"}, "Distribution debian 12 is denied"),
        ({"name": "ubuntu"}, ""),
        ({"name": "debian", "version": "12"}, "Distribution debian 12 is denied: its release is = 12"),
        ({"name": "debian", "version": "13", "check": "<"}, "Distribution debian 12 is denied: its release is < 13"),
        ({"name": "debian", "version": "9", "version_comparison": "<="}, ""),
    ],
)
def test_a_denied_distribution_fires(name, params, expected):
    assert ([expected] if expected else []) == messages(GATE, name, judged(), **params)


def test_the_parents_of_a_derivative_are_looked_at_when_asked_for():
    report = judged(distro=MINT)

    assert [] == messages(GATE, "denied", report, name="ubuntu")
    assert 1 == len(messages(GATE, "denied", report, name="ubuntu", like="true"))


def test_a_release_that_cannot_be_compared_is_denied():
    assert 1 == len(messages(GATE, "denied", judged(distro=ROLLING), name="arch", version="3", check="<"))


@pytest.mark.parametrize(
    ("distro", "listed", "fires"),
    [
        (DEBIAN, "debian", False),
        (DEBIAN, "alpine, debian:>=12", False),
        (DEBIAN, "debian:>=10 <12", True),
        (DEBIAN, "debian:12", False),
        (DEBIAN, "alpine:>=3", True),
        (ROLLING, "arch:>=1", True),
        (ROLLING, "arch", False),
        (MINT, "regexp:^linux", False),
        (None, "debian", True),
    ],
)
def test_a_distribution_that_is_not_on_the_list_fires(distro, listed, fires):
    assert fires == bool(messages(GATE, "allowed", judged(distro=distro), distros=listed))


def test_an_image_of_no_distribution_is_let_through_when_asked_for():
    assert [] == messages(GATE, "allowed", judged(distro=None), distros="debian", unknown="ignore")
    assert ["The distribution of the image is not known"] == messages(
        GATE, "allowed", judged(distro=None), distros="debian"
    )


@pytest.mark.parametrize("listed", ["debian:~~", "regexp:("])
def test_a_list_that_cannot_be_read_is_said(listed):
    assert refusal(GATE, "allowed", distros=listed)


def test_a_distribution_or_release_that_is_not_known_fires():
    assert ["The distribution of the image is not known"] == messages(GATE, "unknown", judged(distro=None))
    assert [] == messages(GATE, "unknown", judged(distro=ROLLING))
    assert ["The release of arch is not known"] == messages(
        GATE, "unknown", judged(distro=ROLLING), release_required="true"
    )
    assert [] == messages(GATE, "unknown", judged(), release_required="true")
