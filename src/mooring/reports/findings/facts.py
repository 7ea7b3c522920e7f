"""Facts of a match in the shape that formats for machines ask for."""

import math
import re
from collections.abc import Iterable

from mooring.model.match import Match, Vulnerability
from mooring.model.severity import Severity, SeverityRating
from mooring.reports.text.markup import web_address

_MAX_ADDRESSES = 100
_CWE = re.compile(r"CWE-([1-9][0-9]{0,6})")
_BANDS = {
    Severity.CRITICAL: (9.0, 10.0),
    Severity.HIGH: (7.0, 8.9),
    Severity.MEDIUM: (4.0, 6.9),
    Severity.LOW: (0.1, 3.9),
    Severity.NEGLIGIBLE: (0.1, 0.9),
}
"""CVSS 3.1 and 4.0, section 6: the scores that a word stands for."""
_MIDDLE = {severity: round((low + high) / 2, 1) for severity, (low, high) in _BANDS.items()}


def addresses_of(vulnerability: Vulnerability) -> list[str]:
    """Web addresses to read about it, each once and not more than a hundred: those of the advisories first."""
    urls = [source.url for source in vulnerability.sources] + list(vulnerability.urls)
    return list(dict.fromkeys(filter(None, map(web_address, urls[:_MAX_ADDRESSES]))))


def cwe_numbers(vulnerability: Vulnerability) -> list[int]:
    """Numbers of its weaknesses, each once."""
    found = (_CWE.fullmatch(cwe) for cwe in vulnerability.cwes)
    return list(dict.fromkeys(int(one[1]) for one in found if one is not None))


def score_of(rating: SeverityRating) -> float | None:
    """The CVSS base score, where it is one."""
    score = rating.score
    return score if score is not None and math.isfinite(score) and 0 <= score <= 10 else None


def severity_score(matches: Iterable[Match]) -> float:
    """A number from 0.1 to 10 for formats that sort by it, in the band of the highest severity of the matches.

    It is the highest CVSS score within the band; where a distribution rates lower than the score, the edge of its band.
    """
    worst = max(matches, key=lambda match: match.severity.rank)
    scores = [score for rating in worst.vulnerability.ratings if (score := score_of(rating)) is not None]
    if worst.severity is Severity.UNKNOWN:
        return max(max(scores, default=0.1), 0.1)
    low, high = _BANDS[worst.severity]
    within = [score for score in scores if low <= score <= high]
    if within:
        return max(within)
    return min(max(max(scores), low), high) if scores else _MIDDLE[worst.severity]


def share(value: float) -> float:
    """A probability; what is none becomes 0 or 1."""
    return min(value, 1.0) if value > 0 else 0.0


def risk_of(match: Match) -> float:
    """The risk, within its scale."""
    return round(min(match.risk, 100.0), 1) if match.risk > 0 else 0.0


def identifiers(vulnerability: Vulnerability) -> list[str]:
    """Its name and its aliases, each once, none empty."""
    return list(dict.fromkeys(filter(None, (vulnerability.id, *vulnerability.aliases)))) or ["unnamed"]
