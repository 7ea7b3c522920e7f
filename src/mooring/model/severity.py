"""How bad a vulnerability is, according to whom."""

from enum import Enum

import msgspec


class Severity(Enum):
    """Words of all feeds mapped to six; ordered from unknown to critical."""

    UNKNOWN = "unknown"
    NEGLIGIBLE = "negligible"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for unknown to 5 for critical."""
        return _RANKS[self]

    def __lt__(self, other: "Severity") -> bool:
        return self.rank < other.rank

    def __le__(self, other: "Severity") -> bool:
        return self.rank <= other.rank

    def __gt__(self, other: "Severity") -> bool:
        return self.rank > other.rank

    def __ge__(self, other: "Severity") -> bool:
        return self.rank >= other.rank

    def __str__(self) -> str:
        return self.value


SEVERITIES = tuple(Severity)
_RANKS = {severity: rank for rank, severity in enumerate(SEVERITIES)}


class SeverityRating(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One rating by one source."""

    source: str
    """Who says so: a feed (`debian`, `github`), `nvd`, or a CNA."""
    severity: Severity = Severity.UNKNOWN
    """The source's own word, or that of its score (CVSS v3 and v4 specification, section 6; NVD's bands for v2)."""
    cvss_version: str = ""
    """`2.0`, `3.0`, `3.1`, `4.0`; empty where the source gives only a word."""
    vector: str = ""
    score: float | None = None
    """CVSS base score, 0 to 10."""


class ExploitPrediction(msgspec.Struct, frozen=True, kw_only=True):
    """EPSS: probability of exploitation in the next 30 days, and share of CVEs with a lower one; both 0 to 1."""

    score: float
    percentile: float = 0.0
    date: str = ""
    """Day of the model's run, ISO."""
