"""What the database file holds, as packed types. Arrays on disk: order of fields is the format; new fields go to the end.

Tables of the file (SQLite, read only; `application_id` and `user_version` of its header are APPLICATION_ID and SCHEMA):

    meta(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID                schema, built, kind, tool, epss_date
    feeds(number INTEGER PRIMARY KEY, name TEXT, state BLOB)            FeedState as JSON
    namespaces(number INTEGER PRIMARY KEY, name TEXT, scheme TEXT, feeds BLOB, rows INTEGER)        feeds: their names as JSON
    packages(number INTEGER PRIMARY KEY, namespace INTEGER, name TEXT, rows BLOB)   packed list of AffectedRow
        with a unique index packages_by_name(namespace, name); numbered in order of namespace, then name
    vulnerabilities(number INTEGER PRIMARY KEY, id TEXT, details BLOB)  packed VulnerabilityRow
    records(number INTEGER PRIMARY KEY, details BLOB)                   packed RecordRow: one advisory
    places(record INTEGER PRIMARY KEY, packages BLOB)                   packed list of the packages that it speaks of: the first number,
                                                                        then differences; records without rows are not there
    identifiers(identifier TEXT, vulnerability INTEGER, PRIMARY KEY(identifier, vulnerability)) WITHOUT ROWID   upper case, every alias
    exploited(cve TEXT PRIMARY KEY, details BLOB) WITHOUT ROWID         packed list of KnownExploited
    predictions(cve TEXT PRIMARY KEY, score INTEGER, percentile INTEGER) WITHOUT ROWID     EPSS, in millionths
    lives(product TEXT, release TEXT, details BLOB, PRIMARY KEY(product, release)) WITHOUT ROWID               packed ReleaseLife
    dictionaries(name TEXT PRIMARY KEY, content BLOB) WITHOUT ROWID     by name of the table

Packed columns begin with a byte: 0 the msgpack itself, 1 DEFLATE, 2 DEFLATE with the dictionary of its table (vulns/pack.py).
Tables are numbered and written in one order, so that the same items give the same bytes.
"""

import msgspec

APPLICATION_ID = 0x4D6F6F72
"""`Moor`, in the header of every database file."""
SCHEMA = 1
"""Raised where an older reader would misread a file."""

LOW_EXCLUDED, HIGH_INCLUDED = 1, 2
"""Bits of Interval.flags: an interval includes its low end and excludes its high end unless they say otherwise."""

NEGATIVE = 1
"""The row says *not* affected."""
SOURCE_NAME = 2
"""The name is a source package's; with BINARY_NAME too, either."""
BINARY_NAME = 4
LOOSE = 8
"""A bound is no version of the scheme; its keys are those of `loose`, and a match is `likely` at best."""
INVESTIGATED = 16
"""The feed is still looking: not counted."""
NOTICE = 32
MALWARE = 64


class Interval(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """Versions between two keys (versions/scheme.py)."""

    low: bytes
    """Empty: from the beginning."""
    high: bytes
    """Empty: without an end."""
    flags: int = 0

    def holds(self, key: bytes) -> bool:
        """Whether a version's key lies inside."""
        if self.low and (key < self.low or (self.flags & LOW_EXCLUDED and key == self.low)):
            return False
        return not self.high or key < self.high or bool(self.flags & HIGH_INCLUDED and key == self.high)


class Qualifiers(msgspec.Struct, array_like=True, frozen=True, omit_defaults=True):
    """Further conditions of a row; see model.advisory.Affected for their meaning."""

    module: str | None = None
    architectures: tuple[str, ...] = ()
    cpe: str = ""
    platforms: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    repository: str = ""
    scheme: str = ""
    """Where it is not the namespace's."""


class AffectedRow(msgspec.Struct, array_like=True, frozen=True, omit_defaults=True):
    """One statement about one package. Rows of a package are in order of record."""

    vulnerabilities: tuple[int, ...]
    record: int
    flags: int = BINARY_NAME
    intervals: tuple[Interval, ...] = ()
    """Any of them; with no intervals and no versions every version is meant."""
    versions: tuple[bytes, ...] = ()
    """Keys of versions meant exactly."""
    constraint: str = ""
    """For people."""
    fix_state: int = 3
    """Index into tuple(FixState)."""
    fix_versions: tuple[str, ...] = ()
    fix_date: str = ""
    fix_advisories: tuple[str, ...] = ()
    severity: int = -1
    """Rank of the row's own severity; -1 where it has none."""
    note: str = ""
    qualifiers: Qualifiers | None = None

    def holds(self, key: bytes) -> bool:
        """Whether the version of this key is meant."""
        if not self.intervals and not self.versions:
            return True
        return key in self.versions or any(interval.holds(key) for interval in self.intervals)


class RecordRow(msgspec.Struct, array_like=True, frozen=True, omit_defaults=True):
    """One advisory of one feed."""

    feed: int
    id: str
    url: str = ""
    title: str = ""
    description: str = ""
    ratings: tuple[tuple[str, int, str, str, float], ...] = ()
    """source, severity rank, CVSS version, vector, score (-1 for none)."""
    cwes: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    published: str = ""
    modified: str = ""
    is_disputed: bool = False
    aliases: tuple[str, ...] = ()
    withdrawn: str = ""
    """When it was taken back, or `unknown`: it has no rows then."""
    kind: int = 0
    """Index into tuple(AdvisoryKind)."""


class VulnerabilityRow(msgspec.Struct, array_like=True, frozen=True, omit_defaults=True):
    """One flaw: its identifiers and the records that tell of it."""

    id: str
    aliases: tuple[str, ...] = ()
    """In order. Errata that deal with it are none of them; their identifiers find it all the same."""
    records: tuple[int, ...] = ()
    """Advisories about it, errata and withdrawn ones included."""
    kind: int = 0
    """Index into tuple(AdvisoryKind)."""
