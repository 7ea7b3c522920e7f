"""Advisories of a Grype database: each vulnerability of a provider with all that is said about packages and products."""

from collections.abc import Iterator
from functools import lru_cache

import msgspec

from mooring.base.errors import ReadError
from mooring.feeds.feed import FeedLog
from mooring.feeds.imported.grype.names import ecosystem_namespace
from mooring.feeds.imported.grype.packages import PackageRecord, read_package_record
from mooring.feeds.imported.grype.schema import GrypeTables, Row, integer, string
from mooring.feeds.imported.grype.streams import Statements, handles, set_order
from mooring.feeds.imported.grype.systems import merged_minors, minors_of_rhel, read_systems
from mooring.feeds.imported.grype.vulnerabilities import Handle, bare_head, read_head
from mooring.feeds.providers.enrichment.records.configurations import NAMESPACE
from mooring.model.advisory import Advisory, Affected, Fix, FixState, NameKind, VersionRange
from mooring.model.cpe import ANY, NOT_APPLICABLE, Cpe, quoted, unquoted
from mooring.vulns.names import normal_name

_PACKAGE_COLUMNS = ("package_id", "operating_system_id", "blob_id")
_CPE_COLUMNS = ("cpe_id", "blob_id")
_CPE_PARTS = (
    "part",
    "vendor",
    "product",
    "edition",
    "language",
    "software_edition",
    "target_hardware",
    "target_software",
    "other",
)
_KEPT = 50_000
_KEPT_RECORDS = 4_000
_NO_NAMESPACE = "a package of {what}, which has no advisories here"


class GrypeReading:
    """One reading of all providers, in order."""

    def __init__(self, tables: GrypeTables) -> None:
        set_order(tables)
        self._tables = tables
        self.systems = read_systems(tables)
        self._minors = minors_of_rhel(self.systems)
        self._replacements = {
            string(name).lower(): string(other).lower()
            for name, other in tables.rows(
                "package_specifier_overrides", ("ecosystem", "replacement_ecosystem"), "LIMIT 10000"
            )
        }
        self._handles = handles(tables)
        self._waiting = next(self._handles, None)
        self._statements = [
            (Statements(tables, table, columns), is_product, is_negative)
            for table, columns, is_product, is_negative in (
                ("affected_package_handles", _PACKAGE_COLUMNS, False, False),
                ("unaffected_package_handles", _PACKAGE_COLUMNS, False, True),
                ("affected_cpe_handles", _CPE_COLUMNS, True, False),
                ("unaffected_cpe_handles", _CPE_COLUMNS, True, True),
            )
        ]
        self.orphans = sum(statements.orphans for statements, _, _ in self._statements)
        self.rows_read = 0
        self._blob = tables.finder("SELECT CAST(value AS BLOB) FROM main.blobs WHERE id = ?")
        self._package = lru_cache(_KEPT)(tables.finder("SELECT ecosystem, name FROM main.packages WHERE id = ?"))
        parts = tables.listed("cpes", _CPE_PARTS)
        product = f"SELECT {parts} FROM main.cpes WHERE id = ?"  # noqa: S608 - names of our own
        self._cpe_row = tables.finder(product if tables.has("cpes", "id") else "SELECT ? WHERE 0")
        self._product = lru_cache(_KEPT)(self._read_product)
        self._record = lru_cache(_KEPT_RECORDS)(self._read_record)

    def advisories(self, feed: str, end: int, log: FeedLog) -> Iterator[Advisory]:
        """The provider's advisories: those before the place `end`. Providers are asked for in order."""
        while (handle := self._waiting) is not None and handle.rank < end:
            self._waiting = next(self._handles, None)
            log.seen()
            head = self._head(handle, feed, log)
            rows = self._rows(handle, log)
            if head is not None:
                yield msgspec.structs.replace(head, affected=tuple(_fitted(row, head) for row in rows))

    def _head(self, handle: Handle, feed: str, log: FeedLog) -> Advisory | None:
        """Where the record cannot be read, the advisory has no text but all its rows."""
        found = self._blob(handle.blob)
        try:
            if found is not None and isinstance(found[0], bytes):
                return read_head(handle, found[0], feed)
            log.reject(handle.name, "its record is missing")
        except ReadError as error:
            log.reject(handle.name, f"its record {error.message}")
        try:
            return bare_head(handle, feed)
        except ReadError:
            return None

    def _rows(self, handle: Handle, log: FeedLog) -> list[Affected]:
        rows: list[Affected] = []
        for statements, is_product, is_negative in self._statements:
            found = statements.of(handle.rank)
            if not found:
                continue
            self.rows_read += len(found)
            if not is_product:
                found = merged_minors(found, self.systems, self._minors, log)
            for row in found:
                target = self._product(row[0]) if is_product else self._named(row)
                if not target.name:
                    log.skip(target.note)
                    continue
                record = self._record(row[-1], target.namespace, is_negative)
                for reason in record.odd:
                    log.reject(f"{handle.name}: {target.namespace} {target.name}", reason)
                rows += [_placed(each, target) for each in record.rows]
        return rows

    def _named(self, row: Row) -> "_Target":
        package = self._package(row[0])
        if package is None:
            return _Target(note="a statement about a package that is not in the database")
        ecosystem, name = string(package[0]), string(package[1])
        if row[1] is None:
            namespace = ecosystem_namespace(ecosystem, self._replacements)
            return _Target(
                namespace=namespace,
                name=normal_name(namespace, name) if namespace else "",
                note=_NO_NAMESPACE.format(what=ecosystem[:40]),
            )
        system = self.systems.get(integer(row[1]))
        if system is None or not system.namespace:
            return _Target(note="a statement about a distribution that is not in the database")
        return _Target(
            namespace=system.namespace, name=name, name_kind=system.name_kind, note="a package without a name"
        )

    def _read_product(self, key: object) -> "_Target":
        found = self._cpe_row(key)
        if found is None:
            return _Target(note="a product that is not in the database")
        part, vendor, product, edition, language, software_edition, hardware, software, other = (
            string(value) for value in found
        )
        if part == "h":
            return _Target(note="a product that is a device")
        cpe = Cpe(
            part=part if part in ("a", "o") else ANY,
            vendor=_attribute(vendor),
            product=_attribute(product),
            edition=_attribute(edition),
            language=_attribute(language),
            sw_edition=_attribute(software_edition),
            target_hw=_attribute(hardware),
            target_sw=_attribute(software),
            other=_attribute(other),
        )
        is_named = bool(vendor and product)
        return _Target(
            namespace=NAMESPACE,
            name=f"{unquoted(cpe.vendor)}:{unquoted(cpe.product)}".lower() if is_named else "",
            cpe=str(cpe),
            note="a product without vendor or name",
        )

    def _read_record(self, blob: object, namespace: str, is_negative: bool) -> PackageRecord:
        found = self._blob(blob)
        if found is None or not isinstance(found[0], bytes):
            return PackageRecord((), ("its record is missing",))
        try:
            return read_package_record(found[0], namespace, is_negative=is_negative)
        except ReadError as error:
            return PackageRecord((), (f"its record {error.message}",))


class _Target(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a statement is about; without a name, why there is nothing."""

    namespace: str = ""
    name: str = ""
    name_kind: NameKind = NameKind.BINARY
    cpe: str = ""
    note: str = ""


def _attribute(value: str) -> str:
    """Of a CPE: empty is any; text that is quoted already stays."""
    if value in ("", ANY):
        return ANY
    return value if value == NOT_APPLICABLE or "\\" in value else quoted(value)


def _placed(row: Affected, target: _Target) -> Affected:
    return msgspec.structs.replace(
        row, namespace=target.namespace, name=target.name, name_kind=target.name_kind, cpe=target.cpe
    )


def _fitted(row: Affected, head: Advisory) -> Affected:
    """A row's list of vulnerabilities means something only where an erratum has more of them than the row.

    Alma's errata stand among what is not affected, as `>= 1.2-3`. Said as what it is, a fix in that version, it also tells that older
    builds are affected; else a distribution that has an opinion would seem to say that they are not.
    """
    narrowed = tuple(each for each in row.vulnerabilities if each in head.fixes)
    row = msgspec.structs.replace(row, vulnerabilities=() if len(narrowed) == len(head.fixes) else narrowed)
    if not head.fixes or not row.is_negative or row.versions or len(row.ranges) != 1:
        return row
    (only,) = row.ranges
    if only.high or not only.low or not only.is_low_included:
        return row
    fix = Fix(state=FixState.FIXED, versions=(only.low,), advisories=(head.id,))
    return msgspec.structs.replace(row, is_negative=False, ranges=(VersionRange(high=only.low),), fix=fix)
