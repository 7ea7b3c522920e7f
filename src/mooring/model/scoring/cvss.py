"""CVSS vectors as base scores and severities, computed from the vector rather than believed.

Formulas: FIRST, "A Complete Guide to CVSS 2.0", 3.2.1; CVSS 3.0 and 3.1 specification, 7.1 and 7.4 and appendix A; CVSS 4.0 in
`model/scoring/cvss4.py`. Only base metrics count: threat, temporal and environmental ones of a vector are checked for form and passed over,
since they are the word of one moment or one user. CVSS is owned by FIRST.
"""

import math
from functools import lru_cache

import msgspec

from mooring.model.scoring.cvss4 import METRICS as METRICS_4
from mooring.model.scoring.cvss4 import base_score as base_score_4
from mooring.model.severity import Severity, SeverityRating

MAX_VECTOR_CHARACTERS = 400
_OPTIONAL_2 = {
    "E": ("U", "POC", "F", "H", "ND"), "RL": ("OF", "TF", "W", "U", "ND"), "RC": ("UC", "UR", "C", "ND"),
    "CDP": ("N", "L", "LM", "MH", "H", "ND"), "TD": ("N", "L", "M", "H", "ND"), "CR": ("L", "M", "H", "ND"),
    "IR": ("L", "M", "H", "ND"), "AR": ("L", "M", "H", "ND"),
}  # fmt: skip
_BASE_2 = {
    "AV": {"L": 0.395, "A": 0.646, "N": 1.0}, "AC": {"H": 0.35, "M": 0.61, "L": 0.71}, "Au": {"M": 0.45, "S": 0.56, "N": 0.704},
    "C": {"N": 0.0, "P": 0.275, "C": 0.660}, "I": {"N": 0.0, "P": 0.275, "C": 0.660}, "A": {"N": 0.0, "P": 0.275, "C": 0.660},
}  # fmt: skip
_IMPACT_3 = {"N": 0.0, "L": 0.22, "H": 0.56}
_BASE_3 = {
    "AV": {"N": 0.85, "A": 0.62, "L": 0.55, "P": 0.2}, "AC": {"L": 0.77, "H": 0.44}, "PR": {"N": 0.85, "L": 0.62, "H": 0.27},
    "UI": {"N": 0.85, "R": 0.62}, "S": {"U": 0.0, "C": 1.0}, "C": _IMPACT_3, "I": _IMPACT_3, "A": _IMPACT_3,
}  # fmt: skip
_PRIVILEGES_CHANGED = {"N": 0.85, "L": 0.68, "H": 0.5}
_OPTIONAL_3 = {
    "E": tuple("XUPFH"), "RL": tuple("XOTWU"), "RC": tuple("XURC"), "CR": tuple("XLMH"), "IR": tuple("XLMH"), "AR": tuple("XLMH"),
    "MAV": tuple("XNALP"), "MAC": tuple("XLH"), "MPR": tuple("XNLH"), "MUI": tuple("XNR"), "MS": tuple("XUC"),
    "MC": tuple("XNLH"), "MI": tuple("XNLH"), "MA": tuple("XNLH"),
}  # fmt: skip


class InvalidVector(Exception):
    """A text that is no CVSS vector; the message says why, in lower case."""


class CvssScore(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a vector comes to."""

    version: str
    """`2.0`, `3.0`, `3.1`, `4.0`."""
    score: float
    """Base score, 0 to 10, one decimal."""


@lru_cache(maxsize=65_536)
def cvss_score(vector: str) -> CvssScore:
    """The base score of a vector of any version; one of version 2 has no prefix, or stands in brackets. Raises InvalidVector."""
    if len(vector) > MAX_VECTOR_CHARACTERS:
        raise InvalidVector(f"a CVSS vector of {len(vector)} characters")
    text = vector.strip().strip("()").rstrip("/")
    head, _, rest = text.partition("/")
    if head in ("CVSS:3.0", "CVSS:3.1"):
        return CvssScore(version=head[5:], score=_score_3(_metrics_3(rest, vector), head[5:]))
    if head == "CVSS:4.0":
        metrics = _metrics(rest, {name: METRICS_4[name] for name in _MANDATORY_4}, _OPTIONAL_4, vector)
        return CvssScore(version="4.0", score=base_score_4(metrics))
    if head.startswith("CVSS:") and head != "CVSS:2.0":
        raise InvalidVector(f"{head[:40]!r} is no version of CVSS")
    metrics = _metrics(
        rest if head == "CVSS:2.0" else text,
        {name: tuple(values) for name, values in _BASE_2.items()},
        _OPTIONAL_2,
        vector,
    )
    return CvssScore(version="2.0", score=_score_2(metrics))


@lru_cache(maxsize=65_536)
def subscores(vector: str) -> tuple[float, float] | None:
    """Exploitability and impact of a vector of version 3, to one decimal as NVD shows them; None for any other text."""
    head, _, rest = vector.strip().rstrip("/").partition("/")
    if head not in ("CVSS:3.0", "CVSS:3.1") or len(vector) > MAX_VECTOR_CHARACTERS:
        return None
    try:
        exploitability, impact = _parts_3(_metrics_3(rest, vector))
    except InvalidVector:
        return None
    return _nearest(exploitability), _nearest(max(impact, 0.0))


_MANDATORY_4 = ("AV", "AC", "AT", "PR", "UI", "VC", "VI", "VA", "SC", "SI", "SA")
_OPTIONAL_4 = {name: values for name, values in METRICS_4.items() if name not in _MANDATORY_4}


def severity_of_score(score: float, version: str) -> Severity:
    """The word for a score: CVSS 3.x and 4.0 specification, "Qualitative Severity Rating Scale"; NVD's bands for 2.0. A score of 0 is
    negligible: the vector says that nothing is harmed."""
    if score <= 0:
        return Severity.NEGLIGIBLE
    if score < 4:
        return Severity.LOW
    if score < 7:
        return Severity.MEDIUM
    return Severity.HIGH if score < 9 or version.startswith("2") else Severity.CRITICAL


def rating_of(source: str, vector: str) -> SeverityRating:
    """The rating that a vector gives; one that cannot be read is kept as text with severity unknown."""
    try:
        found = cvss_score(vector)
    except InvalidVector:
        return SeverityRating(source=source, vector=vector.strip()[:MAX_VECTOR_CHARACTERS])
    return SeverityRating(
        source=source,
        severity=severity_of_score(found.score, found.version),
        cvss_version=found.version,
        vector=vector.strip(),
        score=found.score,
    )


def _metrics(
    text: str, mandatory: dict[str, tuple[str, ...]], optional: dict[str, tuple[str, ...]], vector: str
) -> dict[str, str]:
    """Values by metric; each metric once, with a value it has, and none missing."""
    found: dict[str, str] = {}
    for part in text.split("/"):
        name, _, value = part.partition(":")
        if value not in (mandatory.get(name) or optional.get(name) or ()):
            raise InvalidVector(f"{part[:40]!r} in {vector[:200]!r} is no metric of its version")
        if name in found:
            raise InvalidVector(f"{name!r} comes twice in {vector[:200]!r}")
        found[name] = value
    missing = [name for name in mandatory if name not in found]
    if missing:
        raise InvalidVector(f"{vector[:200]!r} lacks {', '.join(missing)}")
    return found


def _metrics_3(text: str, vector: str) -> dict[str, str]:
    return _metrics(text, {name: tuple(values) for name, values in _BASE_3.items()}, _OPTIONAL_3, vector)


def _score_2(metrics: dict[str, str]) -> float:
    weight = {name: values[metrics[name]] for name, values in _BASE_2.items()}
    impact = 10.41 * (1 - (1 - weight["C"]) * (1 - weight["I"]) * (1 - weight["A"]))
    exploitability = 20 * weight["AC"] * weight["Au"] * weight["AV"]
    score = (0.6 * impact + 0.4 * exploitability - 1.5) * (1.176 if impact else 0)
    return _nearest(score)


def _nearest(score: float) -> float:
    return math.floor(score * 10 + 0.5 + 1e-9) / 10


def _score_3(metrics: dict[str, str], version: str) -> float:
    exploitability, impact = _parts_3(metrics)
    if impact <= 0:
        return 0.0
    total = min((impact + exploitability) * (1.08 if metrics["S"] == "C" else 1), 10.0)
    return _rounded_up(total) if version == "3.1" else math.ceil(total * 10) / 10


def _parts_3(metrics: dict[str, str]) -> tuple[float, float]:
    """Exploitability and impact, unrounded; the impact may be below 0."""
    weight = {name: values[metrics[name]] for name, values in _BASE_3.items()}
    is_changed = metrics["S"] == "C"
    lost = 1 - (1 - weight["C"]) * (1 - weight["I"]) * (1 - weight["A"])
    impact = 7.52 * (lost - 0.029) - 3.25 * (lost - 0.02) ** 15 if is_changed else 6.42 * lost
    privileges = _PRIVILEGES_CHANGED[metrics["PR"]] if is_changed else weight["PR"]
    return 8.22 * weight["AV"] * weight["AC"] * privileges * weight["UI"], impact


def _rounded_up(value: float) -> float:
    """3.1, appendix A: to the next tenth, untouched by the noise of floating point."""
    whole = round(value * 100_000)
    return whole / 100_000 if whole % 10_000 == 0 else (whole // 10_000 + 1) / 10
