"""The trigger `package`: one finding for each vulnerability of a package that fulfils every condition given.

DEVIATIONS from Anchore Engine:
- `vendor_only=false` is heeded: there the report was always loaded without what the vendor will not fix.
- `max_days_since_fix` works. Where nobody says when the fix appeared, it counts as long ago.
- `max_days_since_creation` counts from the day the finding was first seen on the image where the caller keeps that, else from the day the
  vulnerability was published; where neither is known, it counts as long ago.
- Findings are named by the CVE where there is one; an allowlist item may name the feed's own identifier or an alias as well.
- Exceptions and VEX statements take a finding out of the count before any rule sees it.
- The link is that of the advisory which the finding rests on.
- The new parameter `origin` tells what comes with the base image from what was built on it.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from operator import attrgetter
from typing import Annotated

from mooring.model.evidence.content import Need
from mooring.policy.comparing import COMPARISONS
from mooring.policy.dates import day_of, days_since
from mooring.policy.evidence import Evidence
from mooring.policy.gate import Fired, Trigger
from mooring.policy.parameter import INTEGER, Parameter
from mooring.policy.vulnerabilities import words
from mooring.policy.vulnerabilities.rows import Choice, Row, first_known, placed, rows_of

Condition = Callable[[Row], str | None]
"""What the message says where a condition is fulfilled; None where it is not."""

_V3 = "CVSS v3 {} score of {}"


class PackageVulnerability(Trigger, frozen=True, kw_only=True):
    """Fires for each vulnerability of a package that fulfils all conditions given."""

    NAME = "package"
    DESCRIPTION = (
        "Fires for each vulnerability of a package that fulfils every condition given: class of package, severity, scores, "
        "fix, age, place. What an exception or a VEX statement takes out of the count never fires."
    )

    package_type: Annotated[str, words.PACKAGE_TYPE]
    severity_comparison: Annotated[str, words.SEVERITY_COMPARISON] = ">"
    severity: Annotated[str, words.SEVERITY] = "unknown"
    cvss_v3_base_score_comparison: Annotated[str, words.score_comparison(_V3.format("base", "NVD"))] = ">="
    cvss_v3_base_score: Annotated[float | None, words.score(_V3.format("base", "NVD"))] = None
    cvss_v3_exploitability_score_comparison: Annotated[
        str, words.score_comparison(_V3.format("exploitability", "NVD"))
    ] = ">="
    cvss_v3_exploitability_score: Annotated[float | None, words.score(_V3.format("exploitability", "NVD"))] = None
    cvss_v3_impact_score_comparison: Annotated[str, words.score_comparison(_V3.format("impact", "NVD"))] = ">="
    cvss_v3_impact_score: Annotated[float | None, words.score(_V3.format("impact", "NVD"))] = None
    fix_available: Annotated[bool | None, words.FIX_AVAILABLE] = None
    vendor_only: Annotated[bool, words.VENDOR_ONLY] = True
    max_days_since_creation: Annotated[
        int | None,
        Parameter(
            kind=INTEGER,
            help="Fire only for what has been known for at least so many days: since it was first seen on the image, else since it was "
            "published. An unknown day counts as long ago.",
            example="7",
        ),
    ] = None
    max_days_since_fix: Annotated[
        int | None,
        Parameter(
            kind=INTEGER,
            help="With fix_available=true: fire only where the fix has been there for at least so many days. An unknown day counts as long "
            "ago.",
            example="30",
        ),
    ] = None
    vendor_cvss_v3_base_score_comparison: Annotated[str, words.score_comparison(_V3.format("base", "the vendor"))] = (
        ">="
    )
    vendor_cvss_v3_base_score: Annotated[float | None, words.score(_V3.format("base", "the vendor"))] = None
    vendor_cvss_v3_exploitability_score_comparison: Annotated[
        str, words.score_comparison(_V3.format("exploitability", "the vendor"))
    ] = ">="
    vendor_cvss_v3_exploitability_score: Annotated[
        float | None, words.score(_V3.format("exploitability", "the vendor"))
    ] = None
    vendor_cvss_v3_impact_score_comparison: Annotated[
        str, words.score_comparison(_V3.format("impact", "the vendor"))
    ] = ">="
    vendor_cvss_v3_impact_score: Annotated[float | None, words.score(_V3.format("impact", "the vendor"))] = None
    package_path_exclude: Annotated[str, words.PATH_EXCLUDE] = ""
    origin: Annotated[str, words.ORIGIN] = "any"

    def needs(self) -> Iterable[Need]:
        """Vulnerabilities."""
        return (Need.MATCHES,)

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One finding for each match that fulfils all, highest risk first."""
        chosen, further = self._chosen(evidence), self._further(evidence)
        if not further:
            for row in chosen:
                yield row.plain
            return
        for row in chosen:
            told = ""
            for condition in further:
                part = condition(row)
                if part is None:
                    break
                told += part
            else:
                yield row.fired(f"{row.head}{told}{row.end}")

    def _chosen(self, evidence: Evidence) -> Iterable[Row]:
        """Those that fulfil what leaves no trace in the message."""
        choice = Choice(
            self.package_type, self.severity_comparison, self.severity, self.vendor_only, self.fix_available
        )
        return placed(rows_of(evidence).chosen(choice), evidence, self.package_path_exclude, self.origin)

    def _further(self, evidence: Evidence) -> list[Condition]:
        """The conditions that the message tells of, in its order."""
        nvd, vendor = self._score_conditions()
        ages: list[Condition] = []
        if self.max_days_since_creation is not None:
            ages.append(partial(_creation, evidence, self.max_days_since_creation))
        if self.max_days_since_fix is not None and self.fix_available is True:
            ages.append(partial(_fix, evidence, self.max_days_since_fix))
        return [*nvd, *ages, *vendor]

    def _score_conditions(self) -> tuple[list[Condition], list[Condition]]:
        """On NVD's scores, and on the vendor's."""
        nvd = (
            ("base", self.cvss_v3_base_score_comparison, self.cvss_v3_base_score),
            ("exploitability", self.cvss_v3_exploitability_score_comparison, self.cvss_v3_exploitability_score),
            ("impact", self.cvss_v3_impact_score_comparison, self.cvss_v3_impact_score),
        )
        vendor = (
            ("base", self.vendor_cvss_v3_base_score_comparison, self.vendor_cvss_v3_base_score),
            (
                "exploitability",
                self.vendor_cvss_v3_exploitability_score_comparison,
                self.vendor_cvss_v3_exploitability_score,
            ),
            ("impact", self.vendor_cvss_v3_impact_score_comparison, self.vendor_cvss_v3_impact_score),
        )
        return _score_conditions(nvd, is_vendor=False), _score_conditions(vendor, is_vendor=True)


def _score_conditions(wanted: Iterable[tuple[str, str, float | None]], *, is_vendor: bool) -> list[Condition]:
    return [
        _score_condition(kind, comparison, value, is_vendor=is_vendor)
        for kind, comparison, value in wanted
        if value is not None
    ]


def _score_condition(kind: str, comparison: str, value: float, *, is_vendor: bool) -> Condition:
    holds, score_of = COMPARISONS[comparison], attrgetter(f"{'vendor' if is_vendor else 'nvd'}.{kind}")
    mark = f"({'vendor_' if is_vendor else ''}cvss_v3_{kind}_score="

    def told(row: Row) -> str | None:
        score: float = score_of(row)
        return f"{mark}{score})" if holds(score, value) else None

    return told


def _creation(evidence: Evidence, days: int, row: Row) -> str | None:
    return _age("max_days_since_creation", first_known(row, evidence), days, evidence)


def _fix(evidence: Evidence, days: int, row: Row) -> str | None:
    return _age("max_days_since_fix", day_of(row.match.fix.date), days, evidence)


def _age(name: str, day: date | None, days: int, evidence: Evidence) -> str | None:
    """What the message says of a day that is long enough ago; None where it is not. What nobody knows is long ago."""
    if day is not None and days_since(day, evidence.now) < days:
        return None
    return f"({name}={day.isoformat() if day else 'unknown'})"
