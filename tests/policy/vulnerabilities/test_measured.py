"""Triggers about likelihood, risk, scores, age and number."""

import msgspec
import pytest

from mooring.model.match import Vulnerability
from mooring.model.severity import ExploitPrediction, Severity
from mooring.policy.gates.vulnerabilities import GATE
from policy.gate_rules import failure, fired, ids, messages, refusal
from policy.matched import DATABASE, LODASH, OPENSSL, judged, match, rating

LIKELY = Vulnerability(id="CVE-1", exploit_prediction=ExploitPrediction(score=0.42, percentile=0.97))
UNTOLD = Vulnerability(id="CVE-2")
LIKELIHOODS = judged(match(LIKELY, LODASH), match(UNTOLD, LODASH))


def test_a_likely_exploitation_fires_with_score_and_percentile():
    found = fired(GATE, "epss", LIKELIHOODS, score="0.4")

    assert [("CVE-1 in lodash 4.17.15 has an EPSS score of 0.42 (percentile 0.97)", "CVE-1+lodash+epss")] == [
        (one.message, one.trigger_id) for one in found
    ]


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"score": "0.5"}, []),
        ({"score": "0.42", "score_comparison": "="}, ["CVE-1"]),
        ({"percentile": "0.97"}, ["CVE-1"]),
        ({"percentile": "0.97", "percentile_comparison": ">"}, []),
        ({"score": "0.4", "percentile": "0.98"}, []),
        ({"score": "0.9", "missing": "fire"}, ["CVE-2"]),
    ],
)
def test_all_that_is_given_of_likelihood_must_hold(params, expected):
    assert expected == [one.vulnerability for one in fired(GATE, "epss", LIKELIHOODS, **params)]


def test_a_likelihood_that_cannot_be_known_is_no_pass():
    bare = msgspec.structs.replace(DATABASE, feeds=())

    assert "holds no EPSS" in failure(GATE, "epss", judged(database=bare), score="0.1")
    assert "neither 'score' nor 'percentile'" in refusal(GATE, "epss")


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"risk": "70"}, ["CVE-1 in lodash 4.17.15 has a risk of 93.2"]),
        ({"risk": "93.2", "risk_comparison": ">"}, []),
        ({"risk": "70", "risk_comparison": "<"}, ["CVE-2 in lodash 4.17.15 has a risk of 12"]),
    ],
)
def test_risk_is_compared(params, expected):
    report = judged(match(LIKELY, LODASH, risk=93.2), match(UNTOLD, LODASH, risk=12.0))

    assert expected == messages(GATE, "risk", report, **params)


SCORED = Vulnerability(
    id="CVE-1",
    ratings=(rating("nvd", 9.8), rating("github", 8.6, version="4.0"), rating("nvd", 7.5, version="2.0")),
)


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"score": "9"}, "CVE-1 in lodash 4.17.15 has a CVSS base score of 9.8"),
        ({"score": "8", "version": "4"}, "CVE-1 in lodash 4.17.15 has a CVSS 4 base score of 8.6"),
        ({"score": "7", "version": "2"}, "CVE-1 in lodash 4.17.15 has a CVSS 2 base score of 7.5"),
        (
            {"score": "7", "version": "3", "source": "NVD"},
            "CVE-1 in lodash 4.17.15 has a CVSS 3 base score of 9.8 by nvd",
        ),
        ({"score": "7", "version": "3", "source": "github"}, ""),
        ({"score": "9", "version": "4"}, ""),
        (
            {"score": "9", "version": "4", "score_comparison": "<"},
            "CVE-1 in lodash 4.17.15 has a CVSS 4 base score of 8.6",
        ),
        (
            {"score": "9", "source": "redhat", "missing": "fire"},
            "CVE-1 in lodash 4.17.15 has no CVSS base score by redhat",
        ),
    ],
)
def test_scores_of_every_version_and_source_are_compared(params, expected):
    assert ([expected] if expected else []) == messages(GATE, "cvss", judged(match(SCORED, LODASH)), **params)


AGED = match(Vulnerability(id="CVE-1", published="2026-08-25"), LODASH, fixed="2", fix_date="2026-10-24")


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"max_days_since_published": "90"}, "published on 2026-08-25 (90 days ago)"),
        ({"max_days_since_published": "91"}, ""),
        ({"max_days_since_fix": "30"}, "fixed on 2026-10-24 (30 days ago)"),
        ({"max_days_since_fix": "31"}, ""),
        ({"max_days_since_detected": "3"}, "first seen on 2026-11-20 (3 days ago)"),
        ({"max_days_since_detected": "4"}, ""),
        ({"max_days_since_published": "90", "max_days_since_fix": "31"}, ""),
        (
            {"max_days_since_published": "90", "max_days_since_fix": "3"},
            "published on 2026-08-25 (90 days ago), fixed on 2026-10-24 (30 days ago)",
        ),
    ],
)
def test_ages_are_counted_in_days(params, expected):
    report = judged(AGED, detected={AGED.id: "2026-11-20"})

    wanted = [f"CVE-1 in lodash 4.17.15 was {expected}"] if expected else []
    assert wanted == messages(GATE, "age", report, **params)


def test_a_day_that_nobody_knows_is_long_ago():
    report = judged(match(Vulnerability(id="CVE-1"), LODASH, fixed="2"))

    expected = ["CVE-1 in lodash 4.17.15 was published on a day that nobody knows"]
    assert expected == messages(GATE, "age", report, max_days_since_published="1000")


def test_what_has_no_fix_has_no_age_of_its_fix():
    assert [] == messages(GATE, "age", judged(match(UNTOLD, LODASH)), max_days_since_fix="1")


def test_an_age_rule_without_days_is_refused():
    assert "none of its numbers" in refusal(GATE, "age")


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"limit": "2"}, "3 findings of vulnerabilities are more than the 2 allowed"),
        ({"limit": "3"}, ""),
        ({"limit": "1", "of": "vulnerabilities"}, "2 vulnerabilities are more than the 1 allowed"),
        ({"limit": "1", "of": "packages"}, "2 packages with vulnerabilities are more than the 1 allowed"),
        (
            {"limit": "0", "severity": "critical", "fix_available": "false"},
            "1 findings of vulnerabilities (severity >= critical, without a fix) are more than the 0 allowed",
        ),
        ({"limit": "0", "severity": "critical", "fix_available": "true"}, ""),
    ],
)
def test_a_number_of_vulnerabilities_fires_once(params, expected):
    report = judged(match("A", OPENSSL), match("B", OPENSSL, Severity.CRITICAL), match("A", LODASH))

    assert ([expected] if expected else []) == messages(GATE, "count", report, **params)


def test_the_id_of_a_count_does_not_change_with_the_number():
    few, many = judged(match("A", OPENSSL)), judged(match("A", OPENSSL), match("B", OPENSSL))
    params = {
        "limit": "0",
        "package_type": "os",
        "vendor_only": "true",
        "package_path_exclude": "/x",
        "severity": "low",
    }

    expected = ["count+findings+0+severity >= low, os packages, that the vendor means to fix, not below '/x'"]
    assert expected == ids(GATE, "count", few, **params) == ids(GATE, "count", many, **params)
