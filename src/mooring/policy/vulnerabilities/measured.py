"""Triggers about how bad, how likely, how old and how many vulnerabilities are."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated

from mooring.policy.comparing import COMPARISON, holds
from mooring.policy.dates import day_of, days_since
from mooring.policy.evidence import Evidence
from mooring.policy.gate import Fired
from mooring.policy.parameter import INTEGER, STRING, BadParameter, Parameter, number_within, one_of
from mooring.policy.vulnerabilities.feeds import must_have_feed
from mooring.policy.vulnerabilities.rows import Row, first_known
from mooring.policy.vulnerabilities.scores import base_score
from mooring.policy.vulnerabilities.selecting import Selecting, named

_SHARE = number_within(0, 1)
_COMPARE = Parameter(kind=COMPARISON, help="How the value must compare.", example=">=")
_MISSING = Parameter(
    kind=one_of("ignore", "fire"),
    help="What becomes of a vulnerability for which nobody gives the value: ignore it, or fire.",
    example="fire",
)


class ExploitLikelihood(Selecting, frozen=True, kw_only=True):
    """Fires by EPSS, the likelihood of exploitation in the next 30 days."""

    NAME = "epss"
    DESCRIPTION = (
        "Fires for each vulnerability whose likelihood of being exploited in the next 30 days (EPSS) compares with the values given: the "
        "score, the percentile, or both. Where the database was built without EPSS the rule cannot be evaluated, which is a finding."
    )

    score_comparison: Annotated[str, _COMPARE] = ">="
    score: Annotated[
        float | None, Parameter(kind=_SHARE, help="Likelihood from 0 to 1 to compare with.", example="0.1")
    ] = None
    percentile_comparison: Annotated[str, _COMPARE] = ">="
    percentile: Annotated[
        float | None,
        Parameter(
            kind=_SHARE,
            help="Share of vulnerabilities with a lower score, from 0 to 1, to compare with.",
            example="0.95",
        ),
    ] = None
    missing: Annotated[str, _MISSING] = "ignore"

    def __post_init__(self) -> None:
        """Refuse a rule that has nothing to compare with. Raises BadParameter."""
        if self.score is None and self.percentile is None:
            raise BadParameter("has neither 'score' nor 'percentile', so that there is nothing to compare with")

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One finding for each match."""
        must_have_feed(evidence, "epss", "EPSS")
        for row in self.rows(evidence):
            if (message := self._told(row)) is not None:
                yield row.fired(message, suffix="+epss")

    def _told(self, row: Row) -> str | None:
        what = f"{row.match.vulnerability.id} in {named(row)}"
        found = row.match.vulnerability.exploit_prediction
        if found is None:
            return f"{what} has no EPSS score" if self.missing == "fire" else None
        if self.score is not None and not holds(found.score, self.score_comparison, self.score):
            return None
        if self.percentile is not None and not holds(found.percentile, self.percentile_comparison, self.percentile):
            return None
        return f"{what} has an EPSS score of {found.score:g} (percentile {found.percentile:g})"


class Risk(Selecting, frozen=True, kw_only=True):
    """Fires by Mooring's risk, which joins severity, exploitation and likelihood."""

    NAME = "risk"
    DESCRIPTION = (
        "Fires for each vulnerability whose risk, from 0 to 100, compares with the value given. It joins severity, known exploitation, "
        "likelihood, fix and confidence."
    )

    risk_comparison: Annotated[str, _COMPARE] = ">="
    risk: Annotated[
        float, Parameter(kind=number_within(0, 100), help="Risk from 0 to 100 to compare with.", example="70")
    ]

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One finding for each match."""
        for row in self.rows(evidence):
            if holds(row.match.risk, self.risk_comparison, self.risk):
                message = f"{row.match.vulnerability.id} in {named(row)} has a risk of {row.match.risk:g}"
                yield row.fired(message, suffix="+risk")


class Cvss(Selecting, frozen=True, kw_only=True):
    """Fires by CVSS base score of any version and source."""

    NAME = "cvss"
    DESCRIPTION = (
        "Fires for each vulnerability whose CVSS base score compares with the value given: of version 2, 3 or 4, by one source or any. "
        "Where there are several such scores the highest counts."
    )

    version: Annotated[
        str, Parameter(kind=one_of("any", "2", "3", "4"), help="Version of CVSS; 3 is 3.0 and 3.1.", example="4")
    ] = "any"
    source: Annotated[
        str,
        Parameter(kind=STRING, help="Who gives the score: nvd, github, redhat, … Left out, anybody.", example="nvd"),
    ] = ""
    score_comparison: Annotated[str, _COMPARE] = ">="
    score: Annotated[
        float, Parameter(kind=number_within(0, 10), help="Score from 0 to 10 to compare with.", example="9.0")
    ]
    missing: Annotated[str, _MISSING] = "ignore"

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One finding for each match."""
        source = self.source.strip().lower()
        kind = f"CVSS {self.version}" if self.version != "any" else "CVSS"
        by = f" by {source}" if source else ""
        for row in self.rows(evidence):
            found = base_score(row.match, self.version, source)
            what = f"{row.match.vulnerability.id} in {named(row)}"
            if found < 0 and self.missing == "fire":
                yield row.fired(f"{what} has no {kind} base score{by}", suffix="+cvss")
            elif found >= 0 and holds(found, self.score_comparison, self.score):
                yield row.fired(f"{what} has a {kind} base score of {found:g}{by}", suffix="+cvss")


class Age(Selecting, frozen=True, kw_only=True):
    """Fires for what has been known, or could have been fixed, for too long."""

    NAME = "age"
    DESCRIPTION = (
        "Fires for each vulnerability that was published, was first seen on the image, or has had a fix for at least so many days; all "
        "conditions given must hold. A day that nobody knows counts as long ago."
    )

    max_days_since_published: Annotated[
        int | None, Parameter(kind=INTEGER, help="Days since the vulnerability was published.", example="90")
    ] = None
    max_days_since_detected: Annotated[
        int | None,
        Parameter(
            kind=INTEGER,
            help="Days since it was first seen on this image; where nobody keeps that, since it was published.",
            example="30",
        ),
    ] = None
    max_days_since_fix: Annotated[
        int | None,
        Parameter(kind=INTEGER, help="Days since the fix appeared; what has no fix does not fire.", example="30"),
    ] = None

    def __post_init__(self) -> None:
        """Refuse a rule that has nothing to compare with. Raises BadParameter."""
        if (self.max_days_since_published, self.max_days_since_detected, self.max_days_since_fix) == (None, None, None):
            raise BadParameter("has none of its numbers of days, so that there is nothing to compare with")

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One finding for each match."""
        limits = (self.max_days_since_published, self.max_days_since_detected, self.max_days_since_fix)
        for row in self.rows(evidence):
            days = self._days(row, evidence)
            if days is not None and all(
                _is_past(day, limit, evidence) for day, limit in zip(days, limits, strict=True)
            ):
                yield row.fired(_age_words(row, days, limits, evidence), suffix="+age")

    def _days(self, row: Row, evidence: Evidence) -> tuple[date | None, date | None, date | None] | None:
        """When it was published, first seen, fixed; None where there is no fix whose age could be asked for."""
        if self.max_days_since_fix is not None and not row.match.has_fix:
            return None
        published = day_of(row.match.vulnerability.published)
        return published, first_known(row, evidence), day_of(row.match.fix.date)


class Count(Selecting, frozen=True, kw_only=True):
    """Fires once where there are more vulnerabilities than allowed."""

    NAME = "count"
    DESCRIPTION = (
        "Fires once where more vulnerabilities than allowed are chosen by the other parameters: `severity` high and `limit` 10 allow ten "
        "of severity high and above."
    )

    limit: Annotated[int, Parameter(kind=INTEGER, help="How many there may be; one more fires.", example="10")]
    of: Annotated[
        str,
        Parameter(
            kind=one_of("findings", "vulnerabilities", "packages"),
            help="What is counted: every pair of package and vulnerability, different vulnerabilities, or different packages.",
            example="vulnerabilities",
        ),
    ] = "findings"

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """At most one finding. Its id stays the same when the number changes."""
        rows = self.rows(evidence)
        match self.of:
            case "vulnerabilities":
                found, noun = len({row.match.vulnerability.id for row in rows}), "vulnerabilities"
            case "packages":
                found, noun = len({row.package.id for row in rows}), "packages with vulnerabilities"
            case _:
                found, noun = sum(1 for _ in rows), "findings of vulnerabilities"
        if found > self.limit:
            chosen = self.words_of_selection
            yield Fired(
                message=f"{found} {noun}{f' ({chosen})' if chosen else ''} are more than the {self.limit} allowed",
                trigger_id="+".join(part for part in ("count", self.of, str(self.limit), chosen) if part),
            )


def _is_past(day: date | None, limit: int | None, evidence: Evidence) -> bool:
    """Whether a day is long enough ago; what nobody asks for is, and a day that nobody knows is."""
    return limit is None or day is None or days_since(day, evidence.now) >= limit


def _age_words(row: Row, days: Iterable[date | None], limits: Iterable[int | None], evidence: Evidence) -> str:
    told = [
        f"{name} on {day} ({days_since(day, evidence.now)} days ago)" if day else f"{name} on a day that nobody knows"
        for name, day, limit in zip(("published", "first seen", "fixed"), days, limits, strict=True)
        if limit is not None
    ]
    return f"{row.match.vulnerability.id} in {named(row)} was {', '.join(told)}"
