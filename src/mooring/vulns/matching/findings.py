"""From a verdict to a match: reasons, severity, fix, identity."""

import hashlib
from collections.abc import Callable, Iterable

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
from mooring.vulns.rows import BINARY_NAME, LOOSE, AffectedRow

_STATES = tuple(FixState)
_AFTER_OWN = ("nvd", "cisa")
"""Whose word counts where neither the distribution nor the ecosystem's advisory has one; then anybody's."""
MAX_NOTES = 20
_PSEUDO = "0.0.0-"


class Writer:
    """Writes matches of one inventory."""

    def __init__(self, details: Details, keys: Keys, risk_of: Callable[[Match], float]) -> None:
        self._details = details
        self._keys = keys
        self._risk_of = risk_of

    def prepare(self, verdicts: Iterable[Verdict]) -> None:
        """Read what matches of these verdicts will need."""
        self._details.prepare(verdict.vulnerability for verdict in verdicts)

    def match(
        self,
        package: Package,
        verdict: Verdict,
        doubts: tuple[str, ...],
        remarks: tuple[str, ...],
        suppressions: Iterable[Suppression],
    ) -> Match:
        """The one match of an affected package and a flaw. Doubts make it likely at best; remarks are only told."""
        vulnerability = self._details.vulnerability(verdict.vulnerability)
        dissent = self._dissent(verdict)
        reasons = tuple(
            self.reason(statement, doubts, (*remarks, *(dissent if position == 0 else ())))
            for position, statement in enumerate(verdict.kept)
        )
        severity, source = self._severity(verdict, vulnerability)
        found = Match(
            id=identity_of(vulnerability.id, package),
            vulnerability=vulnerability,
            package=package.id,
            severity=severity,
            severity_source=source,
            fix=self._fix(verdict),
            confidence=reasons[0].confidence,
            reasons=reasons,
            suppressions=tuple(suppressions),
        )
        return msgspec.structs.replace(found, risk=self._risk_of(found))

    def reason(self, statement: Statement, doubts: tuple[str, ...] = (), remarks: tuple[str, ...] = ()) -> MatchReason:
        """One statement, as reports show it."""
        row, lookup = statement.row, statement.lookup
        doubts = (*lookup.notes, *doubts, *_doubts_of(statement))
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
            conditions=words_for(row, lookup),
            notes=tuple(dict.fromkeys((*doubts, *remarks)))[:MAX_NOTES],
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
        tier = verdict.kept[0].lookup.tier
        told = [statement for statement in verdict.kept if statement.lookup.tier == tier]
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
    path = package.locations[0].path if package.locations else ""
    if package.version:
        path = path.replace(package.version, "*")
    name = normal_name(package.type, package.name)
    text = "\0".join((vulnerability, package.type, name, path, *((salt,) if salt else ())))
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:16]


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
