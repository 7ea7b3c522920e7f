"""What a database says of an identifier or of a name, for people who ask; matching does not use it."""

import msgspec

from mooring.model.advisory import AdvisoryKind, FixState, KnownExploited
from mooring.model.severity import SEVERITIES, ExploitPrediction, Severity, SeverityRating
from mooring.vulns.database import Database
from mooring.vulns.names import normal_name
from mooring.vulns.rows import INVESTIGATED, LOOSE, NEGATIVE, AffectedRow, RecordRow

_FIX_STATES, _KINDS = tuple(FixState), tuple(AdvisoryKind)


class FoundPackage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One row: what one advisory says of one package."""

    namespace: str
    name: str
    vulnerabilities: tuple[str, ...]
    feed: str
    advisory: str
    """Identifier of the advisory that says so."""
    constraint: str = ""
    """Empty: every version."""
    is_negative: bool = False
    """Not affected."""
    is_loose: bool = False
    is_under_investigation: bool = False
    fix_state: FixState = FixState.UNKNOWN
    fix_versions: tuple[str, ...] = ()
    fix_date: str = ""
    fix_advisories: tuple[str, ...] = ()
    severity: Severity | None = None
    note: str = ""
    module: str | None = None
    architectures: tuple[str, ...] = ()
    repository: str = ""


class FoundAdvisory(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One advisory, with its packages as far as they concern the vulnerability."""

    feed: str
    id: str
    url: str = ""
    title: str = ""
    description: str = ""
    aliases: tuple[str, ...] = ()
    ratings: tuple[SeverityRating, ...] = ()
    cwes: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    published: str = ""
    modified: str = ""
    withdrawn: str = ""
    is_disputed: bool = False
    packages: tuple[FoundPackage, ...] = ()


class FoundVulnerability(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All that the database knows of one vulnerability."""

    id: str
    kind: AdvisoryKind = AdvisoryKind.VULNERABILITY
    aliases: tuple[str, ...] = ()
    advisories: tuple[FoundAdvisory, ...] = ()
    exploited: tuple[KnownExploited, ...] = ()
    exploit_prediction: ExploitPrediction | None = None


def vulnerabilities_called(database: Database, identifier: str) -> tuple[FoundVulnerability, ...]:
    """What an identifier (CVE, GHSA, DSA, …; any case) means: several vulnerabilities where it is an erratum's. Raises DatabaseDamaged."""
    return tuple(_vulnerability(database, number) for number in database.find(identifier))


def packages_called(database: Database, name: str) -> tuple[FoundPackage, ...]:
    """Every row about packages of a name, as each namespace would write it; in order of namespaces. Raises DatabaseDamaged."""
    return tuple(
        _package(database, namespace, spelt, row)
        for namespace in database.namespaces
        for spelt in (normal_name(namespace, name),)
        for row in database.rows(namespace, spelt)
    )


def ratings_of(record: RecordRow) -> tuple[SeverityRating, ...]:
    """A record's ratings in the model's form."""
    return tuple(
        SeverityRating(
            source=source,
            severity=SEVERITIES[rank],
            cvss_version=version,
            vector=vector,
            score=score if score >= 0 else None,
        )
        for source, rank, version, vector, score in record.ratings
    )


def _vulnerability(database: Database, number: int) -> FoundVulnerability:
    row = database.vulnerability(number)
    return FoundVulnerability(
        id=row.id,
        kind=_KINDS[row.kind],
        aliases=row.aliases,
        advisories=tuple(_advisory(database, record, number) for record in row.records),
        exploited=tuple(database.exploited(row.id)),
        exploit_prediction=database.prediction(row.id),
    )


def _advisory(database: Database, number: int, vulnerability: int) -> FoundAdvisory:
    record = database.record(number)
    packages = (
        _package(database, namespace, name, row)
        for namespace, name in database.places(number)
        for row in database.rows(namespace, name)
        if row.record == number and vulnerability in row.vulnerabilities
    )
    return FoundAdvisory(
        feed=database.feed(record.feed).name,
        id=record.id,
        url=record.url,
        title=record.title,
        description=record.description,
        aliases=record.aliases,
        ratings=ratings_of(record),
        cwes=record.cwes,
        references=record.references,
        published=record.published,
        modified=record.modified,
        withdrawn=record.withdrawn,
        is_disputed=record.is_disputed,
        packages=tuple(packages),
    )


def _package(database: Database, namespace: str, name: str, row: AffectedRow) -> FoundPackage:
    record, qualifiers = database.record(row.record), row.qualifiers
    return FoundPackage(
        namespace=namespace,
        name=name,
        vulnerabilities=tuple(database.vulnerability(number).id for number in row.vulnerabilities),
        feed=database.feed(record.feed).name,
        advisory=record.id,
        constraint=row.constraint,
        is_negative=bool(row.flags & NEGATIVE),
        is_loose=bool(row.flags & LOOSE),
        is_under_investigation=bool(row.flags & INVESTIGATED),
        fix_state=_FIX_STATES[row.fix_state],
        fix_versions=row.fix_versions,
        fix_date=row.fix_date,
        fix_advisories=row.fix_advisories,
        severity=SEVERITIES[row.severity] if row.severity >= 0 else None,
        note=row.note,
        module=qualifiers.module if qualifiers else None,
        architectures=qualifiers.architectures if qualifiers else (),
        repository=qualifiers.repository if qualifiers else "",
    )
