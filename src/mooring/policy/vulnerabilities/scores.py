"""CVSS scores of a match by who says so. A score that nobody gives is -1, as in Anchore."""

from collections.abc import Iterator

import msgspec

from mooring.model.match import Match
from mooring.model.scoring.cvss import subscores
from mooring.model.severity import SeverityRating

MISSING = -1.0
NVD = "nvd"


class Scores(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """CVSS v3: the highest of each kind that the source gives."""

    base: float = MISSING
    exploitability: float = MISSING
    impact: float = MISSING


def nvd_scores(match: Match) -> Scores:
    """CVSS v3 by NVD."""
    return _highest(rating for rating in _version_3(match) if rating.source == NVD)


def vendor_scores(match: Match) -> Scores:
    """CVSS v3 by those whose advisories the match rests on, and by whoever set its severity; NVD is no vendor."""
    feeds = {reason.source.feed for reason in match.reasons} | {match.severity_source}
    feeds -= {"", NVD}
    return _highest(rating for rating in _version_3(match) if _is_of(rating.source, feeds))


def base_score(match: Match, version: str, source: str) -> float:
    """The highest base score of a CVSS version (`2`, `3`, `4`, or `any`) that a source gives; any source where it is empty."""
    found = MISSING
    for rating in match.vulnerability.ratings:
        if rating.score is None or rating.score <= found or (source and rating.source != source):
            continue
        if version == "any" or rating.cvss_version.startswith(version):
            found = rating.score
    return found


def _version_3(match: Match) -> Iterator[SeverityRating]:
    return (rating for rating in match.vulnerability.ratings if rating.cvss_version.startswith("3"))


def _is_of(source: str, feeds: set[str]) -> bool:
    """Feeds are named a little shorter than the ratings they bring: `alma` and `almalinux`."""
    return source != NVD and (source in feeds or any(source.startswith(feed) for feed in feeds))


def _highest(ratings: Iterator[SeverityRating]) -> Scores:
    base = exploitability = impact = MISSING
    for rating in ratings:
        if rating.score is not None:
            base = max(base, rating.score)
        if parts := subscores(rating.vector):
            exploitability, impact = max(exploitability, parts[0]), max(impact, parts[1])
    return Scores(base=base, exploitability=exploitability, impact=impact)
