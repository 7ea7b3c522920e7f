"""CVSS scores by who says so."""

import pytest

from mooring.model.match import Vulnerability
from mooring.policy.vulnerabilities.scores import Scores, base_score, nvd_scores, vendor_scores
from policy.matched import OPENSSL, V31, match, rating


def scored(*ratings, **more):
    return match(Vulnerability(id="A", ratings=ratings), OPENSSL, **more)


def test_a_vendor_is_one_whose_advisory_the_match_rests_on():
    found = scored(rating("redhat", 9.0), rating("almalinux", 7.0), rating("nvd", 9.8, V31), feed="alma")

    assert Scores(base=7.0) == vendor_scores(found)


def test_whoever_set_the_severity_is_a_vendor_too():
    assert 8.6 == vendor_scores(scored(rating("github", 8.6), feed="osv", severity_source="github")).base


@pytest.mark.parametrize("feed", ["nvd", ""])
def test_nvd_is_no_vendor(feed):
    assert Scores() == vendor_scores(
        scored(rating("nvd", 9.8, V31), rating("other", 5.0), feed=feed, severity_source="nvd")
    )


def test_a_vector_that_cannot_be_read_gives_no_parts():
    assert Scores(base=9.8) == nvd_scores(scored(rating("nvd", 9.8, "CVSS:3.1/AV:?")))


def test_without_a_score_there_is_none():
    assert -1.0 == base_score(scored(), "any", "")
