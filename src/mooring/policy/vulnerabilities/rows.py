"""The matches that count, prepared once for all rules: what each is called, where its package stands, what a plain finding says."""

from collections.abc import Iterable
from datetime import date
from functools import cache, cached_property

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


class Row:
    """One match with what rules ask of it; what only findings ask is made when the first asks."""

    __slots__ = ("_names", "_nvd", "_plain", "_vendor", "index", "is_os", "match", "package")

    def __init__(self, index: int, match: Match, package: Package) -> None:
        self.index = index
        """From 0, in the order of the matches."""
        self.match = match
        self.package = package
        self.is_os = package.is_os_package
        self._names: tuple[str, ...] | None = None
        self._plain: Fired | None = None
        self._nvd: Scores | None = None
        self._vendor: Scores | None = None

    @property
    def location(self) -> str:
        """Of a package that is no OS package; empty where nobody says."""
        return location_of(self.package)

    @property
    def names(self) -> tuple[str, ...]:
        """What the vulnerability is called: its identifier, aliases, advisories that the match rests on, errata that fix it."""
        if self._names is None:
            match = self.match
            names = [match.vulnerability.id, *match.vulnerability.aliases, *match.fix.advisories]
            names += [reason.source.id for reason in match.reasons]
            self._names = tuple(dict.fromkeys(filter(None, names)))[:_MAX_NAMES]
        return self._names

    @property
    def nvd(self) -> Scores:
        """CVSS v3 by NVD."""
        if self._nvd is None:
            self._nvd = nvd_scores(self.match)
        return self._nvd

    @property
    def vendor(self) -> Scores:
        """CVSS v3 by those whose advisories the match rests on."""
        if self._vendor is None:
            self._vendor = vendor_scores(self.match)
        return self._vendor

    @property
    def head(self) -> str:
        """The message through the parenthesis about the fix; a space stays in front of it even where there is none."""
        package, match = self.package, self.match
        where = package.name if self.is_os else location_of(package) or package.name
        found = f"{match.severity.name} Vulnerability found in {OS if self.is_os else NON_OS} package type"
        fixed = f"(fixed in: {', '.join(match.fix.versions)})" if match.has_fix and match.fix.versions else ""
        return f"{found} ({anchore_type(package)}) - {where} {fixed}"

    @property
    def end(self) -> str:
        """The last parenthesis of the message."""
        link = link_of(self.match)
        return f"({self.match.vulnerability.id} - {link})" if link else f"({self.match.vulnerability.id})"

    @property
    def plain(self) -> Fired:
        """The finding of a rule that adds nothing to the message."""
        if self._plain is None:
            self._plain = self.fired(f"{self.head}{self.end}")
        return self._plain

    def fired(self, message: str, *, suffix: str = "") -> Fired:
        """A finding about this match; the suffix keeps the ids of different triggers apart."""
        first, *others = self.names or ("",)
        tail = f"+{id_tail(self.package)}{suffix}"
        return Fired(
            message=message,
            trigger_id=first + tail,
            subject=self.package.id,
            vulnerability=first,
            match_id=self.match.id,
            other_ids=tuple([name + tail for name in others]),
        )


class Choice(msgspec.Struct, frozen=True):
    """Which rows a rule looks at, by what is told without looking further."""

    package_class: str
    comparison: str
    severity: str
    """Of the model's words."""
    vendor_only: bool
    """Pass over what the vendor will not fix."""
    fix_available: bool | None
    """None: whether or not."""

    def is_met_by(self, row: Row) -> bool:
        """Whether class of package and fix are as asked for; the severity is not looked at."""
        if self.package_class != ANY and row.is_os != (self.package_class == OS):
            return False
        if self.vendor_only and row.match.fix.state is FixState.WONT_FIX:
            return False
        return self.fix_available is None or row.match.has_fix == self.fix_available


class Rows:
    """All rows in the order of the matches, and the selections that rules have asked for."""

    def __init__(self, rows: tuple[Row, ...]) -> None:
        self.all = rows
        self._by_severity: dict[Severity, list[Row]] = {}
        for row in rows:
            self._by_severity.setdefault(row.match.severity, []).append(row)
        self._chosen: dict[Choice, tuple[Row, ...]] = {}

    def chosen(self, choice: Choice) -> tuple[Row, ...]:
        """Those that a choice means, in order."""
        found = self._chosen.get(choice)
        if found is None:
            wanted = severities(choice.comparison, choice.severity)
            rows = [row for one in wanted for row in self._by_severity.get(one, ()) if choice.is_met_by(row)]
            found = self._chosen[choice] = tuple(sorted(rows, key=_index))
        return found

    @cached_property
    def names(self) -> dict[str, bool]:
        """Every name of every vulnerability in capitals, and whether it is of one that the vendor means to fix."""
        found: dict[str, bool] = {}
        for row in self.all:
            is_open = row.match.fix.state is not FixState.WONT_FIX
            for name in row.names:
                folded = name.upper()
                if is_open or folded not in found:
                    found[folded] = is_open
        return found


def rows_of(evidence: Evidence) -> Rows:
    """The rows of the evidence, made once."""
    return evidence.once(_rows)


@cache
def severities(comparison: str, severity: str) -> frozenset[Severity]:
    """The severities that compare so."""
    rank = Severity(severity).rank
    return frozenset(one for one in SEVERITIES if COMPARISONS[comparison](one.rank, rank))


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


def placed(rows: tuple[Row, ...], evidence: Evidence, exclude: str, origin: str) -> Iterable[Row]:
    """The rows whose location does not begin with an expression (empty: all), and whose package comes from the base image (`base`) or from
    what was built on it (`introduced`; `any`: all). Raises RuleError where the base image is asked for and nobody knows it."""
    if exclude:
        from mooring.policy.regex import compile_regex

        expression = compile_regex(exclude)
        rows = tuple([row for row in rows if not (row.location and expression.matches_start(row.location))])
    if origin == "any":
        return rows
    layers = base_layers(evidence)
    return [row for row in rows if is_of_origin(row.package, origin, layers)]


def _rows(evidence: Evidence) -> Rows:
    packages = evidence.packages
    found = enumerate(evidence.matches)
    return Rows(tuple([Row(index, match, packages.get(match.package) or _unknown(match)) for index, match in found]))


def _index(row: Row) -> int:
    return row.index


def _unknown(match: Match) -> Package:
    """A match about a package that the inventory does not have (a report put together from pieces) is still told."""
    name = match.reasons[0].name if match.reasons else match.package
    return Package(id=match.package, type="unknown", name=name, version="", purl="", is_installed=False)


def link_of(match: Match) -> str:
    """Where a person reads on: the advisory that the match rests on, else the first page of the vulnerability; empty where there is none.

    The pages of a vulnerability are those of every feed, so the first of them is often another distribution's.
    """
    if match.reasons and match.reasons[0].source.url:
        return match.reasons[0].source.url
    return match.vulnerability.urls[0] if match.vulnerability.urls else ""
