"""What a report says of the distribution as a whole."""

from datetime import date

import pytest

from mooring.model.distro import Distro
from mooring.model.match import AssessmentState
from mooring.policy.distribution import End, assessment_of, end_of, is_assessed, namespace_of, title_of
from policy.matched import assessed, judged
from vulns.world import DEBIAN_12, advisory, database_of, findings, inventory
from vulns.world import package as matched_package


@pytest.mark.parametrize(
    ("distro", "title", "namespace"),
    [
        (Distro(id="debian", version_id="12"), "debian 12", "debian:12"),
        (Distro(id="debian", codename="sid"), "debian sid", "debian:sid"),
        (Distro(id="arch"), "arch", "arch"),
    ],
)
def test_a_distribution_is_named_with_its_release(distro, title, namespace):
    assert (title, namespace) == (title_of(distro), namespace_of(distro))


def test_packages_of_a_distribution_that_is_not_known_are_assessed_by_type():
    report = judged(distro=None, assessments=(assessed("npm"), assessed("rpm", AssessmentState.NOT_ASSESSED)))

    assert "rpm" == (assessment_of(report) or assessed("")).subject
    assert not is_assessed(report)


@pytest.mark.parametrize("text", ["9999-99-99", "ended on 2026-1-1", ""])
def test_an_end_that_is_no_date_is_none(text):
    report = judged(distro=Distro(id="debian", version_id="12", support_end=text))

    assert end_of(report) is None


def test_an_ended_release_that_matching_tells_of_is_understood(tmp_path):
    from mooring.model.advisory import ReleaseLife
    from vulns.world import below

    database = database_of(
        tmp_path,
        advisory("CVE-1", below("debian:12", "openssl", "9")),
        ReleaseLife(product="debian", release="12", end_of_life="2025-01-01"),
    )
    told = findings(inventory(matched_package("deb", "openssl", "1"), distro=DEBIAN_12), database)

    assert End(day=date(2025, 1, 1), source="life cycle data") == end_of(judged(assessments=told.assessments))
