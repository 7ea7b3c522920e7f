"""A match says why it is one, in sentences that a person can check against the advisory."""

import msgspec
import pytest

from mooring.model.advisory import AdvisoryKind, FixState
from mooring.model.match import MatchedFix, MatchReason, Source
from mooring.model.severity import ExploitPrediction, Severity, SeverityRating
from mooring.reports.findings.groups import package_of, packages_by_id
from mooring.reports.findings.words import (
    comparison_words,
    fix_label,
    fix_words,
    in_words,
    prediction_words,
    rating_words,
)
from reports.worlds import EVIL, FINDINGS, LODASH, MATCHED, MATCHES, MINIMIST, OPENSSL_MATCHES, SSL, WILD

FEEDS = FINDINGS.database.feeds


def test_the_first_line_names_package_vulnerability_advisory_and_comparison():
    assert in_words(OPENSSL_MATCHES[0], SSL, FEEDS)[0] == (
        "libssl3 3.0.11-1~deb12u2 is affected by CVE-2024-5535 (also DSA-5764-1): Debian security tracker (debian:12, source package "
        "openssl, CVE-2024-5535, modified 2024-11-01) says that versions < 3.0.15-1~deb12u1 are affected; "
        "3.0.11-1~deb12u2 is lower in dpkg order."
    )


def test_fix_severity_prediction_and_place_follow():
    lines = in_words(OPENSSL_MATCHES[0], SSL, FEEDS)

    assert lines[1].startswith(
        "Also, nvd (cpe, package openssl:openssl, CVE-2024-5535) says that versions >= 3.0.0, < 3.0.15 are affected;"
    )
    assert "Note: the distribution's own statement decided." in lines
    assert "Fixed in 3.0.15-1~deb12u1 since 2024-11-02 by DSA-5764-1." in lines
    assert "Severity high, as debian says; risk 41.5 of 100." in lines
    assert lines[-2].startswith("EPSS: a chance of 4.2% to be exploited within 30 days, higher than 92% of all")
    assert lines[-1] == "Found in /var/lib/dpkg/status of layer 0 (reader dpkg)."


def test_exploitation_is_told_with_its_catalogue_and_what_is_asked_for():
    assert (
        "It is exploited, by ransomware too: the catalogue of CISA lists it since 2024-01-08. Due 2024-01-29. "
        "Apply updates per vendor instructions." in in_words(MATCHES[0], LODASH)
    )


def test_malware_is_to_be_removed():
    lines = in_words(MATCHES[2], EVIL)

    assert lines[0].startswith("lodahs 1.0.0 is malware, MAL-2024-1234: osv (npm, ")
    assert "remove it" in lines[1]


def test_a_notice_is_not_called_a_vulnerability():
    flaw = msgspec.structs.replace(MATCHES[0].vulnerability, kind=AdvisoryKind.NOTICE)

    line = in_words(msgspec.structs.replace(MATCHES[0], vulnerability=flaw), LODASH)[0]

    assert line.startswith("lodash 4.17.15 has the notice CVE-2021-23337")


def test_who_suppressed_a_match_is_the_last_word():
    lines = in_words(MATCHES[-1], MINIMIST)

    assert lines[0].startswith("minimist 1.2.0 fits CVE-2021-44906")
    assert lines[-1] == (
        "Not counted, by the exception EX-7 of ada@example.com in exceptions.yaml, until 2027-01-31: "
        "only used at build time, vulnerable code not in execute path."
    )


@pytest.mark.parametrize(
    ("constraint", "words"),
    [
        ("", "that every version is affected"),
        ("< 2", "that versions < 2 are affected; 1 is lower in semantic version order"),
        ("<=2", "that versions <=2 are affected; 1 is not higher in semantic version order"),
        (">= 1, < 2", "that versions >= 1, < 2 are affected; 1 lies within that range in semantic version order"),
        ("< 2 || > 3", "that versions < 2 || > 3 are affected; 1 lies within that range in semantic version order"),
    ],
)
def test_a_comparison_says_which_order_it_used(constraint, words):
    reason = MatchReason(
        source=Source(feed="f", id="i"), namespace="npm", name="n", version="1", constraint=constraint, scheme="semver"
    )

    assert comparison_words(reason) == words


def test_a_comparison_that_fails_says_so():
    reason = MatchReason(
        source=Source(feed="f", id="i"), namespace="npm", name="n", version="3", constraint="< 2", scheme="semver"
    )

    assert (
        comparison_words(reason, is_met=False)
        == "that versions < 2 are affected; 3 is not lower in semantic version order"
    )


@pytest.mark.parametrize(
    ("fix", "words", "label"),
    [
        (MatchedFix(state=FixState.FIXED, versions=("2", "3")), "Fixed in 2 or 3.", "2, 3"),
        (
            MatchedFix(state=FixState.FIXED, versions=("2",), channel="esm"),
            "Fixed in 2, only in the channel esm.",
            "2 (esm)",
        ),
        (MatchedFix(state=FixState.FIXED), "Fixed in a later version.", "a later version"),
        (MatchedFix(state=FixState.NOT_FIXED), "There is no fix yet.", "no fix yet"),
        (
            MatchedFix(state=FixState.WONT_FIX, note="minor issue"),
            "The maintainers will not fix it (minor issue).",
            "won't fix",
        ),
        (MatchedFix(), "Nobody says whether there is a fix.", "fix unknown"),
    ],
)
def test_a_fix_is_told_with_its_state(fix, words, label):
    assert (fix_words(fix), fix_label(fix)) == (words, label)


def test_a_vector_of_cvss_2_is_told_with_its_version():
    rating = SeverityRating(source="nvd", cvss_version="2.0", vector="AV:N", score=7.5)

    assert rating_words(rating) == "nvd unknown (7.5, CVSS:2.0/AV:N)"


def test_a_bare_word_is_not_told_beside_the_score_of_the_same_source():
    scored = SeverityRating(source="github", severity=Severity.HIGH, score=7.5)
    bare = SeverityRating(source="github", severity=Severity.HIGH)
    other = SeverityRating(source="debian", severity=Severity.LOW)
    flaw = msgspec.structs.replace(MATCHES[0].vulnerability, ratings=(bare, scored, other))

    lines = in_words(msgspec.structs.replace(MATCHES[0], vulnerability=flaw), LODASH)

    assert "Ratings: github high (7.5); debian low." in lines


def test_a_percentile_that_nobody_gave_is_not_told():
    assert prediction_words(ExploitPrediction(score=0.05)) == "EPSS: a chance of 5.0% to be exploited within 30 days."


def test_no_word_of_a_feed_or_an_image_controls_the_terminal():
    packages = packages_by_id(WILD)

    lines = [line for match in WILD.findings.matches for line in in_words(match, package_of(match, packages))]

    assert all(line.isprintable() for line in lines)


def test_every_match_of_the_world_has_words():
    packages = packages_by_id(MATCHED)

    assert all(len(in_words(match, package_of(match, packages))) >= 4 for match in MATCHES)
