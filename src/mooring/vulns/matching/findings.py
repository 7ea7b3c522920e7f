"""From a verdict to a match: reasons, severity, fix, identity."""

import hashlib
from collections.abc import Iterable

import msgspec

from mooring.model.advisory import AdvisoryKind, FixState, NameKind
from mooring.model.match import Confidence, Match, MatchedFix, MatchReason, Suppression, Vulnerability
from mooring.model.package import Package
from mooring.model.severity import SEVERITIES, Severity
from mooring.vulns.matching.conditions import words_for
from mooring.vulns.matching.details import Details
from mooring.vulns.matching.precedence import Verdict
from mooring.vulns.matching.statements import Keys, Statement, is_bounded
from mooring.vulns.names import normal_name
from mooring.vulns.risk import risk_in
from mooring.vulns.rows import BINARY_NAME, LOOSE, AffectedRow

_STATES = tuple(FixState)
_AFTER_OWN = ("nvd", "cisa")
"""Whose word counts where neither the distribution nor the ecosystem's advisory has one; then anybody's."""
_AS_WRITTEN = frozenset({"deb", "rpm", "apk", "pacman", "portage", "semver"})
"""Schemes that compare an installed version just as a bound."""
MAX_NOTES = 20
_PSEUDO = "0.0.0-"


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """A package that has flaws, and what all its matches have in common."""

    package: Package
    place: str
    """Its part of the identity of each."""
    doubts: tuple[str, ...]
    """What makes them likely at best."""


def subject_of(package: Package, doubts: tuple[str, ...]) -> Subject:
    """The package before its matches are written."""
    return Subject(package=package, place=_place_of(package), doubts=doubts)


class Writer:
    """Writes matches of one inventory."""

    def __init__(self, details: Details, keys: Keys) -> None:
        self._details = details
        self._keys = keys

    def prepare(self, verdicts: Iterable[Verdict]) -> None:
        """Read what matches of these verdicts will need."""
        self._details.prepare(verdict.vulnerability for verdict in verdicts)

    def match(
        self,
        subject: Subject,
        verdict: Verdict,
        remarks: tuple[str, ...],
        suppressions: tuple[Suppression, ...],
    ) -> Match:
        """The one match of an affected package and a flaw. Remarks are only told, and make it no less sure."""
        vulnerability = self._details.vulnerability(verdict.vulnerability)
        first, *others = verdict.kept
        doubts = subject.doubts
        reason = self.reason(first, doubts, (*remarks, *self._dissent(verdict)) if verdict.dissent else remarks)
        severity, source = self._severity(verdict, vulnerability)
        fix = self._fix(verdict)
        return Match(
            id=_hashed(vulnerability.id, subject.place),
            vulnerability=vulnerability,
            package=subject.package.id,
            severity=severity,
            severity_source=source,
            fix=fix,
            risk=risk_in(vulnerability, severity, source, reason.confidence, fix),
            confidence=reason.confidence,
            reasons=(reason, *(self.reason(other, doubts, remarks) for other in others)) if others else (reason,),
            suppressions=suppressions,
        )

    def reason(self, statement: Statement, doubts: tuple[str, ...] = (), remarks: tuple[str, ...] = ()) -> MatchReason:
        """One statement, as reports show it."""
        row, lookup = statement.row, statement.lookup
        if more := _doubts_of(statement):
            doubts = (*doubts, *more)
        if lookup.notes:
            doubts = (*lookup.notes, *doubts)
        confidence = lookup.confidence
        if doubts and confidence is Confidence.CERTAIN:
            confidence = Confidence.LIKELY
        return MatchReason(
            source=self._details.source(row.record),
            namespace=lookup.namespace,
            name=lookup.name,
            name_kind=NameKind.BINARY if lookup.kinds & BINARY_NAME else NameKind.SOURCE,
            version=lookup.version,
            constraint=row.constraint,
            scheme="loose" if row.flags & LOOSE else (row.qualifiers.scheme if row.qualifiers else "") or lookup.scheme,
            confidence=confidence,
            fix_state=_state(row),
            fix_versions=row.fix_versions,
            conditions=words_for(row, lookup) if row.qualifiers or lookup.channel else (),
            notes=tuple(dict.fromkeys((*doubts, *remarks)))[:MAX_NOTES] if doubts or remarks else (),
        )

    def _dissent(self, verdict: Verdict) -> tuple[str, ...]:
        kept = {statement.row.record for statement in verdict.kept}
        return tuple(
            f"{self._details.identifier(other.row.record)} says {other.row.constraint or 'another range'}, without this version"
            for other in verdict.dissent[:MAX_NOTES]
            if other.row.record not in kept
        )

    def _severity(self, verdict: Verdict, vulnerability: Vulnerability) -> tuple[Severity, str]:
        """The distribution's for its package, else the advisory's, else NVD's, else CISA's, else anybody's; and who says so."""
        if vulnerability.kind is AdvisoryKind.MALWARE:
            return Severity.CRITICAL, self._details.source(verdict.kept[0].row.record).feed
        for statement in verdict.kept:
            if statement.row.severity > 0:
                return _severity(statement.row.severity), self._details.source(statement.row.record).feed
        for statement in sorted(verdict.kept, key=lambda kept: len(kept.row.vulnerabilities) > 1):
            for rating in self._details.ratings_of(statement.row.record):
                if rating.severity is not Severity.UNKNOWN:
                    return rating.severity, rating.source or self._details.source(statement.row.record).feed
        told = [rating for rating in vulnerability.ratings if rating.severity is not Severity.UNKNOWN]
        for source in _AFTER_OWN:
            for rating in told:
                if rating.source == source:
                    return rating.severity, source
        return (told[0].severity, told[0].source) if told else (Severity.UNKNOWN, "")

    def _fix(self, verdict: Verdict) -> MatchedFix:
        """What the deciding tier says; a fix in a channel that the image does not have is no fix for it."""
        told = list(verdict.kept)
        if len(told) > 1:
            tier = told[0].lookup.tier
            told = [statement for statement in told if statement.lookup.tier == tier]
        fixed = [statement for statement in told if _state(statement.row) is FixState.FIXED]
        mine = [statement for statement in fixed if statement.lookup.is_active]
        if mine:
            channel = mine[0].lookup.channel
            return self._fixed(mine, FixState.FIXED, channel, "")
        if fixed:
            channel = fixed[0].lookup.channel
            note = f"a fix exists for those who have {channel}; this image does not"
            return self._fixed(fixed, FixState.NOT_FIXED, channel, note)
        best = min(told, key=lambda statement: _state(statement.row) is FixState.UNKNOWN)
        return MatchedFix(
            state=_state(best.row), advisories=best.row.fix_advisories, date=best.row.fix_date, note=best.row.note
        )

    def _fixed(self, fixed: list[Statement], state: FixState, channel: str, note: str) -> MatchedFix:
        advisories = tuple(dict.fromkeys(name for statement in fixed for name in statement.row.fix_advisories))
        dates = [statement.row.fix_date for statement in fixed if statement.row.fix_date]
        return MatchedFix(
            state=state,
            versions=self._curing(fixed),
            date=min(dates, default=""),
            advisories=advisories,
            channel=channel,
            note=note or next((statement.row.note for statement in fixed if statement.row.note), ""),
        )

    def _curing(self, fixed: list[Statement]) -> tuple[str, ...]:
        """Versions above the installed one that none of the statements holds to be affected, lowest first; those without order last."""
        lookup = fixed[0].lookup
        if len(fixed) == 1 and _ends_at_its_fix(fixed[0]):
            return fixed[0].row.fix_versions
        own = self._keys.of(lookup.scheme, lookup.version)
        keyed = dict.fromkeys(
            (self._keys.of(lookup.scheme, version), version) for kept in fixed for version in kept.row.fix_versions
        )
        if lookup.is_epoch_unknown:
            return tuple(version for _, version in sorted(keyed))
        higher = sorted(pair for pair in keyed if pair[0] > own)
        if len(fixed) == 1 and len(higher) == 1:
            return (higher[0][1],)
        curing = [pair for pair in higher if not any(self._holds(statement, pair[1]) for statement in fixed)]
        return tuple(version for _, version in curing or higher) + tuple(version for key, version in keyed if not key)

    def _holds(self, statement: Statement, version: str) -> bool:
        row = statement.row
        scheme = "loose" if row.flags & LOOSE else (row.qualifiers.scheme if row.qualifiers else "")
        key = self._keys.of(scheme or statement.lookup.scheme, version)
        return bool(key) and row.holds(key)


def identity_of(vulnerability: str, package: Package, salt: str = "") -> str:
    """The same from build to build and from tool to tool: neither layer nor version plays a part, nor how a registry's name is spelt."""
    place = _place_of(package)
    return _hashed(vulnerability, f"{place}\0{salt}" if salt else place)


def _place_of(package: Package) -> str:
    path = package.locations[0].path if package.locations else ""
    if package.version:
        path = path.replace(package.version, "*")
    return f"{package.type}\0{normal_name(package.type, package.name)}\0{path}"


def _hashed(vulnerability: str, place: str) -> str:
    return hashlib.sha256(f"{vulnerability}\0{place}".encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _ends_at_its_fix(statement: Statement) -> bool:
    """Whether the range that holds the version ends where the only fix begins, so that nothing has to be compared."""
    row, lookup = statement.row, statement.lookup
    if len(row.fix_versions) != 1 or len(row.intervals) != 1 or row.versions or row.flags & LOOSE:
        return False
    if lookup.scheme not in _AS_WRITTEN or lookup.is_epoch_unknown or (row.qualifiers and row.qualifiers.scheme):
        return False
    constraint, end = row.constraint, f"< {row.fix_versions[0]}"
    return constraint == end or constraint.endswith(f", {end}")


def _doubts_of(statement: Statement) -> list[str]:
    row, version = statement.row, statement.lookup.version
    if row.flags & LOOSE and (row.intervals or row.versions):
        return ["the range is not written in the ecosystem's form of versions and was compared loosely"]
    if (
        statement.lookup.namespace == "golang"
        and _PSEUDO in version
        and row.intervals
        and _PSEUDO not in row.constraint
    ):
        return ["the version is a commit without a release before it; it sorts below every release"]
    if not version and is_bounded(row):
        return ["the version is not known"]
    return []


def _state(row: AffectedRow) -> FixState:
    return _STATES[row.fix_state] if 0 <= row.fix_state < len(_STATES) else FixState.UNKNOWN


def _severity(rank: int) -> Severity:
    return SEVERITIES[rank] if 0 <= rank < len(SEVERITIES) else Severity.UNKNOWN
