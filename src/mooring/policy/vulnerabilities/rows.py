"""The matches that count, prepared once for all rules: what each is called, where its package stands, what a plain finding says."""

from collections.abc import Callable
from datetime import date
from functools import cache

import msgspec

from mooring.model.advisory import FixState
from mooring.model.match import Match
from mooring.model.package import Package
from mooring.model.severity import SEVERITIES, Severity
from mooring.policy.comparing import COMPARISONS
from mooring.policy.dates import day_of
from mooring.policy.evidence import Evidence
from mooring.policy.gate import Fired, RuleError
from mooring.policy.vulnerabilities.naming import anchore_type, id_tail, location_of
from mooring.policy.vulnerabilities.scores import Scores, nvd_scores, vendor_scores

_MAX_NAMES = 100
ANY, OS, NON_OS = "all", "os", "non-os"
"""Classes of packages."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One match with what rules ask of it."""

    index: int
    """From 0, in the order of the matches."""
    match: Match
    package: Package
    location: str
    """Of a package that is no OS package; empty where nobody says."""
    tail: str
    """Of the trigger id, behind the plus sign."""
    other_names: tuple[str, ...]
    """What else the vulnerability is called: aliases, advisories that the match rests on, errata that fix it."""
    will_not_fix: bool
    head: str
    """The message through the parenthesis about the fix; a space stays in front of it even where there is none."""
    end: str
    """Its last parenthesis."""
    plain: Fired
    """The finding of a rule that adds nothing to the message."""

    def fired(self, message: str, *, suffix: str = "") -> Fired:
        """A finding about this match; the suffix keeps the ids of different triggers apart."""
        return Fired(
            message=message,
            trigger_id=f"{self.match.vulnerability.id}+{self.tail}{suffix}",
            subject=self.package.id,
            vulnerability=self.match.vulnerability.id,
            match_id=self.match.id,
            other_ids=tuple(f"{name}+{self.tail}{suffix}" for name in self.other_names),
        )


class Rows:
    """All rows in the order of the matches, and the selections that rules have asked for."""

    def __init__(self, rows: tuple[Row, ...]) -> None:
        self.all = rows
        self._chosen: dict[tuple[str, str, Severity], tuple[Row, ...]] = {}
        self._scores: dict[tuple[int, bool], Scores] = {}

    def chosen(self, package_class: str, comparison: str, severity: Severity) -> tuple[Row, ...]:
        """Those of a class of packages whose severity compares so."""
        key = (package_class, comparison, severity)
        found = self._chosen.get(key)
        if found is None:
            wanted = severities(comparison, severity)
            found = self._chosen[key] = tuple(
                row
                for row in self.all
                if row.match.severity in wanted
                and (package_class == ANY or row.package.is_os_package == (package_class == OS))
            )
        return found

    def scores(self, row: Row, *, is_vendor: bool) -> Scores:
        """CVSS v3 of a row, by NVD or by the vendor."""
        key = (row.index, is_vendor)
        found = self._scores.get(key)
        if found is None:
            found = self._scores[key] = vendor_scores(row.match) if is_vendor else nvd_scores(row.match)
        return found


def rows_of(evidence: Evidence) -> Rows:
    """The rows of the evidence, made once."""
    return evidence.once(_rows)


@cache
def severities(comparison: str, severity: Severity) -> frozenset[Severity]:
    """The severities that compare so."""
    return frozenset(one for one in SEVERITIES if COMPARISONS[comparison](one.rank, severity.rank))


def first_known(row: Row, evidence: Evidence) -> date | None:
    """The day on which the match was first seen on this image, else that on which the vulnerability was published."""
    return day_of(evidence.detected.get(row.match.id, "")) or day_of(row.match.vulnerability.published)


def base_layers(evidence: Evidence) -> int:
    """How many of the lowest layers are those of the base image. Raises RuleError where nobody knows: a guess from the history would
    call layers inherited that are not."""
    base = evidence.report.base
    if base is None or base.layer_count <= 0 or base.known_by == "history":
        why = "is only guessed from the history" if base is not None and base.known_by == "history" else "is not known"
        raise RuleError(
            f"the base image {why}, so that nobody can say what is inherited; give the base image to be compared with"
        )
    return base.layer_count


def is_of_origin(package: Package, origin: str, layers: int) -> bool:
    """Whether a package comes from the base image (`base`) or from what was built on it (`introduced`). One whose layer is not known
    counts as both, so that no rule passes over it."""
    if package.layer_index < 0:
        return True
    return (package.layer_index < layers) == (origin == "base")


def origin_test(evidence: Evidence, origin: str) -> Callable[[Row], bool] | None:
    """The test for `base` or `introduced`; None for `any`. Raises RuleError."""
    if origin == "any":
        return None
    layers = base_layers(evidence)
    return lambda row: is_of_origin(row.package, origin, layers)


def _rows(evidence: Evidence) -> Rows:
    packages = evidence.packages
    return Rows(
        tuple(
            _row(index, match, packages.get(match.package) or _unknown(match))
            for index, match in enumerate(evidence.matches)
        )
    )


def _unknown(match: Match) -> Package:
    """A match about a package that the inventory does not have (a report put together from pieces) is still told."""
    name = match.reasons[0].name if match.reasons else match.package
    return Package(id=match.package, type="unknown", name=name, version="", purl="", is_installed=False)


def _row(index: int, match: Match, package: Package) -> Row:
    flaw, location = match.vulnerability, location_of(package)
    where = package.name if package.is_os_package else location or package.name
    kind = OS if package.is_os_package else NON_OS
    fixed = f"(fixed in: {', '.join(match.fix.versions)})" if match.has_fix and match.fix.versions else ""
    found = f"{match.severity.name} Vulnerability found in {kind} package type ({anchore_type(package)})"
    head = f"{found} - {where} {fixed}"
    link = link_of(match)
    end = f"({flaw.id} - {link})" if link else f"({flaw.id})"
    tail, names = id_tail(package), _other_names(match)
    return Row(
        index=index,
        match=match,
        package=package,
        location=location,
        tail=tail,
        other_names=names,
        will_not_fix=match.fix.state is FixState.WONT_FIX,
        head=head,
        end=end,
        plain=Fired(
            message=f"{head}{end}",
            trigger_id=f"{flaw.id}+{tail}",
            subject=package.id,
            vulnerability=flaw.id,
            match_id=match.id,
            other_ids=tuple([f"{name}+{tail}" for name in names]),
        ),
    )


def link_of(match: Match) -> str:
    """Where a person reads on: the advisory that the match rests on, else the first page of the vulnerability; empty where there is none.

    The pages of a vulnerability are those of every feed, so the first of them is often another distribution's.
    """
    if match.reasons and match.reasons[0].source.url:
        return match.reasons[0].source.url
    return match.vulnerability.urls[0] if match.vulnerability.urls else ""


def _other_names(match: Match) -> tuple[str, ...]:
    names = dict.fromkeys((*match.vulnerability.aliases, *(reason.source.id for reason in match.reasons)))
    names.update(dict.fromkeys(match.fix.advisories))
    names.pop(match.vulnerability.id, None)
    names.pop("", None)
    return tuple(names)[:_MAX_NAMES]
