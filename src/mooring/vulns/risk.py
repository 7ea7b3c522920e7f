"""The risk score: what to look at first.

    risk = 100 * impact * likelihood * certainty * fix

- impact: the mean of the severity word (negligible 0.05, low 0.30, medium 0.50, high 0.75, critical 0.95, unknown 0.50) and, where the
  source of that word or NVD gives one, its CVSS base score over 10, brought into the band of the word (CVSS v3.1, section 5): where a
  distribution says that a flaw is negligible in its package, the score of the flaw anywhere does not say otherwise.
- likelihood: 1 where it is known to be exploited; else 0.3 + 0.6 * sqrt(EPSS); 0.4 where nobody has predicted it. An EPSS near zero
  lowers a score, it does not erase it: it is a forecast for 30 days.
- certainty: 1; 0.9 for a likely match; 0.6 for a possible one (CPE).
- fix: 1 where a fix exists; 0.95 where none does yet; 0.9 where there will be none, or only in another channel. What can be done today
  comes before what can only be watched.

Malware is 100. Known use by ransomware raises a score by a tenth, up to 100. A notice is at most 5.
"""

import math
from collections.abc import Sequence

from mooring.model.advisory import AdvisoryKind, FixState
from mooring.model.match import Confidence, Match, MatchedFix, Vulnerability
from mooring.model.severity import Severity, SeverityRating

_WORDS = {
    Severity.UNKNOWN: 0.5,
    Severity.NEGLIGIBLE: 0.05,
    Severity.LOW: 0.3,
    Severity.MEDIUM: 0.5,
    Severity.HIGH: 0.75,
    Severity.CRITICAL: 0.95,
}
_BANDS = {
    Severity.NEGLIGIBLE: (0.0, 0.1),
    Severity.LOW: (0.1, 0.39),
    Severity.MEDIUM: (0.4, 0.69),
    Severity.HIGH: (0.7, 0.89),
    Severity.CRITICAL: (0.9, 1.0),
}
_CERTAINTY = {Confidence.CERTAIN: 1.0, Confidence.LIKELY: 0.9, Confidence.POSSIBLE: 0.6}
_FIX = {FixState.FIXED: 1.0, FixState.NOT_FIXED: 0.95, FixState.UNKNOWN: 0.95, FixState.WONT_FIX: 0.9}
UNPREDICTED = 0.4
RANSOMWARE = 1.1
MOST_OF_A_NOTICE = 5.0
_NVD = "nvd"


def risk_of(match: Match) -> float:
    """0 to 100, one decimal. A pure function of the match."""
    return risk_in(match.vulnerability, match.severity, match.severity_source, match.confidence, match.fix)


def risk_in(
    vulnerability: Vulnerability, severity: Severity, severity_source: str, confidence: Confidence, fix: MatchedFix
) -> float:
    """The risk of a match of these."""
    if vulnerability.kind is AdvisoryKind.MALWARE:
        return 100.0
    cure = _FIX[FixState.WONT_FIX] if fix.channel else _FIX[fix.state]
    impact = impact_of(severity, severity_source, vulnerability.ratings)
    risk = 100 * impact * likelihood_of(vulnerability) * _CERTAINTY[confidence] * cure
    if vulnerability.exploited and any(entry.used_by_ransomware for entry in vulnerability.exploited):
        risk *= RANSOMWARE
    if vulnerability.kind is AdvisoryKind.NOTICE:
        risk = min(risk, MOST_OF_A_NOTICE)
    return round(min(risk, 100.0), 1)


def impact_of(severity: Severity, source: str, ratings: Sequence[SeverityRating]) -> float:
    """0 to 1: how bad it is where it is exploited, by the word that counts and all that is told."""
    word = _WORDS[severity]
    score = _score(source, ratings)
    if score is None:
        return word
    low, high = _BANDS.get(severity, (0.0, 1.0))
    return (word + min(max(score / 10, low), high)) / 2


def likelihood_of(vulnerability: Vulnerability) -> float:
    """0 to 1: how likely it is to be exploited."""
    if vulnerability.exploited:
        return 1.0
    prediction = vulnerability.exploit_prediction
    if prediction is None:
        return UNPREDICTED
    return 0.3 + 0.6 * math.sqrt(min(max(prediction.score, 0.0), 1.0))


def _score(source: str, ratings: Sequence[SeverityRating]) -> float | None:
    """The base score that counts: of the source of the severity, else of NVD; the newest CVSS version of it."""
    for wanted in (source, _NVD):
        score, version = None, ""
        for rating in ratings:
            is_newer = score is None or rating.cvss_version > version
            if rating.source == wanted and rating.score is not None and is_newer:
                score, version = rating.score, rating.cvss_version
        if score is not None:
            return score
    return None
