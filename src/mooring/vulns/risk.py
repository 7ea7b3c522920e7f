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

from mooring.model.advisory import AdvisoryKind, FixState
from mooring.model.match import Confidence, Match
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
    if match.vulnerability.kind is AdvisoryKind.MALWARE:
        return 100.0
    fix = _FIX[FixState.WONT_FIX] if match.fix.channel else _FIX[match.fix.state]
    risk = 100 * impact_of(match) * likelihood_of(match) * _CERTAINTY[match.confidence] * fix
    if any(entry.used_by_ransomware for entry in match.vulnerability.exploited):
        risk *= RANSOMWARE
    if match.vulnerability.kind is AdvisoryKind.NOTICE:
        risk = min(risk, MOST_OF_A_NOTICE)
    return round(min(risk, 100.0), 1)


def impact_of(match: Match) -> float:
    """0 to 1: how bad it is where it is exploited."""
    word = _WORDS[match.severity]
    score = _score(match)
    if score is None:
        return word
    low, high = _BANDS.get(match.severity, (0.0, 1.0))
    return (word + min(max(score / 10, low), high)) / 2


def likelihood_of(match: Match) -> float:
    """0 to 1: how likely it is to be exploited."""
    if match.is_exploited:
        return 1.0
    prediction = match.vulnerability.exploit_prediction
    if prediction is None:
        return UNPREDICTED
    return 0.3 + 0.6 * math.sqrt(min(max(prediction.score, 0.0), 1.0))


def _score(match: Match) -> float | None:
    """The base score that counts: of the source of the severity, else of NVD; the newest CVSS version of it."""
    for source in (match.severity_source, _NVD):
        scored = [
            rating for rating in match.vulnerability.ratings if rating.source == source and rating.score is not None
        ]
        if scored:
            return max(scored, key=_version).score
    return None


def _version(rating: SeverityRating) -> str:
    return rating.cvss_version
