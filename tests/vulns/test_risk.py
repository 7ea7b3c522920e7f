"""The risk score orders findings as a person would."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from mooring.model.advisory import AdvisoryKind, FixState
from mooring.model.match import Confidence, Exploitation, Match, MatchedFix, Vulnerability
from mooring.model.severity import ExploitPrediction, Severity, SeverityRating
from mooring.vulns.risk import risk_of

HIGH = Match(
    id="1",
    vulnerability=Vulnerability(id="CVE-2024-1"),
    package="p",
    severity=Severity.HIGH,
    severity_source="debian",
    fix=MatchedFix(state=FixState.FIXED, versions=("2",)),
)


def with_epss(match: Match, score: float) -> Match:
    return replace(match, vulnerability=replace(match.vulnerability, exploit_prediction=ExploitPrediction(score=score)))


def exploited(match: Match, *, by_ransomware: bool = False) -> Match:
    entry = Exploitation(source="cisa", used_by_ransomware=by_ransomware)
    return replace(match, vulnerability=replace(match.vulnerability, exploited=(entry,)))


def test_the_documented_formula_holds():
    scored = replace(
        HIGH,
        vulnerability=replace(
            HIGH.vulnerability,
            ratings=(
                SeverityRating(source="debian", severity=Severity.HIGH),
                SeverityRating(source="nvd", score=9.8, cvss_version="3.1"),
            ),
        ),
    )

    assert risk_of(with_epss(scored, 0.25)) == round(100 * (0.75 + 0.89) / 2 * 0.6, 1)


def test_a_score_does_not_overrule_the_word_that_counts():
    """The distribution calls it negligible in its package; NVD rates the flaw wherever it is."""
    rated = replace(HIGH.vulnerability, ratings=(SeverityRating(source="nvd", score=9.8, cvss_version="3.1"),))
    negligible = replace(HIGH, severity=Severity.NEGLIGIBLE, vulnerability=rated)

    assert risk_of(negligible) == round(100 * (0.05 + 0.1) / 2 * 0.4, 1)


def test_a_finding_that_nobody_predicted_is_not_harmless():
    assert risk_of(HIGH) == 30.0


def test_exploitation_outweighs_a_worse_word():
    assert risk_of(exploited(HIGH)) > risk_of(with_epss(replace(HIGH, severity=Severity.CRITICAL), 0.5))


def test_ransomware_raises_the_score():
    assert risk_of(exploited(HIGH, by_ransomware=True)) > risk_of(exploited(HIGH))


@pytest.mark.parametrize("state", [FixState.NOT_FIXED, FixState.WONT_FIX, FixState.UNKNOWN])
def test_what_can_be_fixed_comes_first(state):
    assert risk_of(replace(HIGH, fix=MatchedFix(state=state))) < risk_of(HIGH)


def test_a_fix_in_a_channel_that_one_does_not_have_is_no_fix():
    elsewhere = replace(HIGH, fix=MatchedFix(state=FixState.FIXED, channel="esm"))

    assert risk_of(elsewhere) == risk_of(replace(HIGH, fix=MatchedFix(state=FixState.WONT_FIX)))


def test_a_guess_weighs_less():
    assert risk_of(replace(HIGH, confidence=Confidence.POSSIBLE)) < risk_of(HIGH)


def test_malware_is_the_worst_there_is():
    malware = replace(
        HIGH, severity=Severity.UNKNOWN, vulnerability=Vulnerability(id="MAL-1", kind=AdvisoryKind.MALWARE)
    )

    assert risk_of(malware) == 100.0


def test_a_notice_stays_low():
    notice = replace(HIGH, severity=Severity.CRITICAL, vulnerability=Vulnerability(id="R", kind=AdvisoryKind.NOTICE))

    assert risk_of(notice) == 5.0


@given(
    severity=st.sampled_from(list(Severity)),
    score=st.none() | st.floats(0, 10),
    epss=st.floats(0, 1),
    is_exploited=st.booleans(),
    state=st.sampled_from(list(FixState)),
)
def test_a_score_is_between_0_and_100(severity, score, epss, is_exploited, state):
    match = replace(
        HIGH,
        severity=severity,
        fix=MatchedFix(state=state),
        vulnerability=replace(HIGH.vulnerability, ratings=(SeverityRating(source="debian", score=score),)),
    )
    match = with_epss(exploited(match) if is_exploited else match, epss)

    assert 0 <= risk_of(match) <= 100
