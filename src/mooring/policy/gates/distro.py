"""The distribution of an image: whether its release has ended, is assessed, denied, allowed, or known at all.

Whether a release has ended is told by the life cycle data of the vulnerability database, as they were when the report was matched, and by
SUPPORT_END of os-release.
"""

from collections.abc import Iterable, Iterator
from typing import Annotated

from mooring.model.advisory import VersionRange
from mooring.model.distro import Distro
from mooring.model.evidence.content import Need
from mooring.policy.comparing import COMPARISON, COMPARISONS
from mooring.policy.dates import days_since
from mooring.policy.distribution import assessment_of, end_of, is_assessed, title_of
from mooring.policy.evidence import Evidence
from mooring.policy.gate import Fired, Gate, RuleError, Trigger
from mooring.policy.parameter import BOOLEAN, INTEGER, STRING, BadParameter, Parameter, ParameterKind, one_of
from mooring.policy.wildcard import PATTERNS, REGEXP, fits_any
from mooring.versions.constraint import ConstraintError, contains, parse_constraint
from mooring.versions.scheme import InvalidVersion, scheme_named

_ORDER = "loose"
"""Version scheme of releases: `12`, `22.04`, `3.19.1`."""


def _entries(text: str) -> tuple[str, ...]:
    """Patterns of distributions, each with a range of releases behind a colon where it has one. Raises BadParameter."""
    parsed = PATTERNS.parse(text)
    entries = tuple(map(str, parsed)) if isinstance(parsed, tuple) else ()
    for entry in entries:
        try:
            _ranges(entry)
        except ConstraintError as error:
            raise BadParameter(f"has {entry[:200]!r}: {error.message}") from None
    return entries


DISTROS = ParameterKind(
    name="comma-list",
    parse=_entries,
    description="Names of distributions joined by commas, with `*` for anything; behind a colon a range of releases",
    schema=PATTERNS.schema,
    python="tuple[str, ...]",
)


class EndOfLife(Trigger, frozen=True, kw_only=True):
    """Fires where the release has ended, or ends soon."""

    NAME = "end_of_life"
    DESCRIPTION = (
        "Fires where the distribution's release has ended: nobody tells of what was found since. What the life cycle data say counts, else "
        "what the image's os-release says. Where the database holds no life cycle data and the image says nothing, the rule cannot be "
        "evaluated, which is a finding."
    )

    days_ahead: Annotated[
        int,
        Parameter(
            kind=INTEGER,
            help="Fire so many days before the end, too, where the image says when that is (SUPPORT_END of os-release).",
            example="90",
        ),
    ] = 0

    def needs(self) -> Iterable[Need]:
        """The assessments, which tell of the end."""
        return (Need.MATCHES,)

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """At most one finding. Its id stays the same from day to day."""
        distro, end = evidence.report.inventory.distro, end_of(evidence)
        if distro is None:
            return
        if end is None:
            _must_have_lives(evidence)
        elif end.day is None:
            yield _ended(distro, f"{title_of(distro)} has ended")
        elif (days := days_since(end.day, evidence.now)) > 0:
            yield _ended(distro, f"{title_of(distro)} ended on {end.day}, {days} days ago")
        elif -days <= self.days_ahead:
            yield _ended(distro, f"{title_of(distro)} ends on {end.day}, in {-days} days")


class Unsupported(Trigger, frozen=True, kw_only=True):
    """Fires where packages of the distribution cannot be assessed."""

    NAME = "unsupported"
    DESCRIPTION = (
        "Fires where nobody speaks about the packages of the distribution, so that they cannot be assessed for vulnerabilities; and where "
        "the report was not matched."
    )

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """At most one finding."""
        distro = evidence.report.inventory.distro
        if distro is None or is_assessed(evidence):
            return
        assessment = assessment_of(evidence)
        reason = (
            assessment.reason if assessment is not None and assessment.reason else "nobody speaks about its packages"
        )
        if evidence.report.findings is None:
            reason = "the report was not matched with a vulnerability database"
        yield Fired(
            message=f"{title_of(distro)} is not assessed: {reason}", trigger_id=f"unsupported+{title_of(distro)}"
        )


class Denied(Trigger, frozen=True, kw_only=True):
    """Fires where the image is built on this distribution."""

    NAME = "denied"
    ALIASES = ("deny", "denylist", "blacklist")
    DESCRIPTION = (
        "Fires where the image is built on one of these distributions; with a version, only where the release compares so. A release that "
        "cannot be compared fires."
    )

    name: Annotated[
        tuple[str, ...],
        Parameter(kind=PATTERNS, help="Ids as os-release has them, with `*` for any text.", example="centos,opensuse*"),
    ]
    version: Annotated[
        str, Parameter(kind=STRING, help="Release to compare with; left out, every one.", example="8")
    ] = ""
    check_version: Annotated[
        str,
        Parameter(
            kind=COMPARISON,
            help="How the release must compare with the version.",
            example="<=",
            name="check",
            aliases=("version_comparison",),
        ),
    ] = "="
    like: Annotated[
        bool, Parameter(kind=BOOLEAN, help="Look at the parents of a derivative (ID_LIKE), too.", example="true")
    ] = False

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """At most one finding."""
        distro = evidence.report.inventory.distro
        if distro is None or not _is_named(distro, self.name, like=self.like):
            return
        if not self.version:
            yield Fired(message=f"Distribution {title_of(distro)} is denied")
        elif _compares(distro.version_id, self.check_version, self.version) is not False:
            yield Fired(
                message=f"Distribution {title_of(distro)} is denied: its release is {self.check_version} {self.version}"
            )


class Allowed(Trigger, frozen=True, kw_only=True):
    """Fires where the image is built on a distribution that is not on the list."""

    NAME = "allowed"
    DESCRIPTION = (
        "Fires where the image is built on a distribution that is not on the list. An entry is an id as os-release has it, with `*` for "
        "any text, and may have a range of releases behind a colon; one that cannot be compared is not in it."
    )

    distros: Annotated[
        tuple[str, ...],
        Parameter(
            kind=DISTROS,
            help="Distributions that may be. A range has blanks and no commas: `alpine:>=3.18 <3.22`.",
            example="debian:>=12,alpine:>=3.18,wolfi",
        ),
    ]
    unknown: Annotated[
        str,
        Parameter(
            kind=one_of("fire", "ignore"),
            help="What becomes of an image whose distribution is not known: fire, or ignore it.",
            example="ignore",
        ),
    ] = "fire"

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """At most one finding."""
        distro = evidence.report.inventory.distro
        if distro is None:
            if self.unknown == "fire":
                yield Fired(message="The distribution of the image is not known")
            return
        if not any(_is_allowed(distro, entry) for entry in self.distros):
            yield Fired(message=f"Distribution {title_of(distro)} is not on the list of allowed ones")


class Unknown(Trigger, frozen=True, kw_only=True):
    """Fires where the distribution of an image is not known."""

    NAME = "unknown"
    DESCRIPTION = (
        "Fires where nothing in the image says which distribution it is built on, or, where asked for, which release; rolling "
        "distributions have none."
    )

    release_required: Annotated[
        bool, Parameter(kind=BOOLEAN, help="Fire where the release is not known, too.", example="true")
    ] = False

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """At most one finding."""
        distro = evidence.report.inventory.distro
        if distro is None:
            yield Fired(message="The distribution of the image is not known")
        elif self.release_required and not distro.version_id:
            yield Fired(message=f"The release of {title_of(distro)} is not known")


def _ended(distro: Distro, message: str) -> Fired:
    return Fired(message=message, trigger_id=f"end_of_life+{title_of(distro)}")


def _must_have_lives(evidence: Evidence) -> None:
    findings = evidence.report.findings
    if findings is None or all(feed.name != "eol" for feed in findings.database.feeds):
        raise RuleError(
            "nobody says when the distribution's release ends: the vulnerability database holds no life cycle data; update it, or build "
            "it with the feed 'eol'"
        )


def _is_named(distro: Distro, patterns: tuple[str, ...], *, like: bool) -> bool:
    names = (distro.id, *distro.id_like) if like else (distro.id,)
    wanted = tuple(pattern if pattern.startswith(REGEXP) else pattern.lower() for pattern in patterns)
    return any(fits_any(name, wanted) for name in names)


def _is_allowed(distro: Distro, entry: str) -> bool:
    name = entry if entry.startswith(REGEXP) else entry.partition(":")[0].strip()
    if not _is_named(distro, (name,), like=False):
        return False
    ranges = _ranges(entry)
    try:
        return ranges is None or contains(ranges, distro.version_id, scheme_named(_ORDER))
    except InvalidVersion:
        return False


def _ranges(entry: str) -> tuple[VersionRange, ...] | None:
    """The releases that an entry means; None: all. Raises ConstraintError."""
    _, colon, releases = entry.partition(":")
    return parse_constraint(releases, scheme_named(_ORDER)) if colon and not entry.startswith(REGEXP) else None


def _compares(release: str, comparison: str, version: str) -> bool | None:
    """None where one of them has no place in the order of releases."""
    scheme = scheme_named(_ORDER)
    try:
        left, right = scheme.key(release), scheme.key(version)
    except InvalidVersion:
        return None
    return COMPARISONS[comparison]((left > right) - (left < right), 0)


GATE = Gate(
    name="distro",
    description="The distribution that an image is built on: ended, not assessed, denied, allowed, unknown.",
    triggers=(EndOfLife, Unsupported, Denied, Allowed, Unknown),
)
