"""Facts of a match in the shape that machines ask for, whatever the feeds say."""

import msgspec
import pytest

from mooring.model.match import Vulnerability
from mooring.model.severity import Severity, SeverityRating
from mooring.reports.findings.facts import (
    addresses_of,
    cwe_numbers,
    identifiers,
    risk_of,
    score_of,
    severity_score,
    share,
)
from reports.worlds import MATCHES, SSL_FLAW, WILD


def rated(severity, *scores):
    ratings = tuple(SeverityRating(source="s", score=score) for score in scores)
    return msgspec.structs.replace(
        MATCHES[0], severity=severity, vulnerability=Vulnerability(id="CVE-1-1", ratings=ratings)
    )


@pytest.mark.parametrize(
    ("severity", "scores", "number"),
    [
        (Severity.CRITICAL, (9.8,), 9.8),
        (Severity.HIGH, (9.1, 7.4), 7.4),
        (Severity.HIGH, (9.1,), 8.9),
        (Severity.LOW, (9.1,), 3.9),
        (Severity.HIGH, (4.0,), 7.0),
        (Severity.MEDIUM, (), 5.5),
        (Severity.UNKNOWN, (7.5,), 7.5),
        (Severity.UNKNOWN, (), 0.1),
        (Severity.UNKNOWN, (float("nan"), 1e300), 0.1),
    ],
)
def test_a_score_stands_in_the_band_of_the_severity_that_counts(severity, scores, number):
    assert severity_score([rated(severity, *scores)]) == number


def test_the_worst_match_decides():
    assert severity_score([rated(Severity.LOW, 9.9), rated(Severity.HIGH, 8.0)]) == 8.0


def test_addresses_are_those_of_the_web_each_once():
    assert addresses_of(SSL_FLAW)[0] == "https://security-tracker.debian.org/tracker/CVE-2024-5535"
    assert len(addresses_of(SSL_FLAW)) == 3
    assert all(
        url.startswith("https://") for match in WILD.findings.matches for url in addresses_of(match.vulnerability)
    )


def test_weaknesses_are_numbers():
    assert cwe_numbers(Vulnerability(id="x", cwes=("CWE-79", "CWE-79", "CWE-0", "CWE-noinfo", "CWE-99999999"))) == [79]


def test_odd_numbers_are_brought_to_their_scale():
    assert [share(value) for value in (0.5, -1.0, 2.0, float("nan"))] == [0.5, 0.0, 1.0, 0.0]
    assert [score_of(SeverityRating(source="s", score=score)) for score in (None, 5.0, 11.0, float("inf"))] == [
        *(None, 5.0, None, None)
    ]
    assert risk_of(msgspec.structs.replace(MATCHES[0], risk=float("nan"))) == 0.0


def test_identifiers_are_each_once_and_never_none():
    assert identifiers(Vulnerability(id="a", aliases=("b", "a", ""))) == ["a", "b"]
    assert identifiers(Vulnerability(id="")) == ["unnamed"]
