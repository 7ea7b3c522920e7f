"""Numbers for feeds, records and vulnerabilities: by their order, never by the order in which the items came."""

from array import array
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import cast

import msgspec

from mooring.model.advisory import AdvisoryKind
from mooring.vulns.building.encoding import KINDS
from mooring.vulns.building.staging import Row, Staging
from mooring.vulns.identity import Aliases, is_cve
from mooring.vulns.rows import VulnerabilityRow

_pack = msgspec.msgpack.Encoder().encode
_unpack_texts = msgspec.msgpack.Decoder(list[str]).decode
_unpack_numbers = msgspec.msgpack.Decoder(list[int]).decode

_TABLES = """
CREATE TABLE feed_numbers(seq INTEGER PRIMARY KEY, number INTEGER);
CREATE TABLE numbers(seq INTEGER PRIMARY KEY, number INTEGER);
CREATE TABLE firsts(number INTEGER PRIMARY KEY, seq INTEGER);
CREATE TABLE meant(id TEXT, canonical TEXT);
CREATE TABLE vulnerability_ids(number INTEGER PRIMARY KEY, id TEXT);
CREATE TABLE about(record INTEGER, vulnerability INTEGER, PRIMARY KEY(record, vulnerability)) WITHOUT ROWID;
"""
_RECORDS = """SELECT r.seq, f.number, r.id, r.digest FROM records r JOIN feed_numbers f ON f.seq = r.feed
ORDER BY f.number, r.id, r.digest, r.seq"""
_PENDING = """SELECT DISTINCT s.id FROM subjects s
WHERE substr(s.id, 1, 4) != 'CVE-' AND EXISTS(SELECT 1 FROM links l WHERE l.one = s.id) ORDER BY 1"""
_SUBJECTS = "SELECT s.record, coalesce(m.canonical, s.id) AS id FROM subjects s LEFT JOIN meant m ON m.id = s.id"
_NUMBER_SUBJECTS = f"INSERT INTO vulnerability_ids(id) SELECT DISTINCT id FROM ({_SUBJECTS}) ORDER BY 1"  # noqa: S608
_ABOUT = f"""INSERT OR IGNORE INTO about SELECT n.number, v.number FROM ({_SUBJECTS}) s
JOIN numbers n ON n.seq = s.record JOIN vulnerability_ids v ON v.id = s.id ORDER BY 1, 2"""  # noqa: S608
_NAMED = """SELECT v.number FROM vulnerability_ids v
WHERE v.id IN (SELECT canonical FROM meant WHERE id = ?1 UNION ALL SELECT ?1 WHERE NOT EXISTS(SELECT 1 FROM meant WHERE id = ?1))"""

_CALLED = """CREATE TABLE called AS
SELECT a.vulnerability AS vulnerability, n.identifier AS identifier, min(n.spelling) AS spelling, max(n.is_alias) AS is_alias
FROM names n JOIN numbers m ON m.seq = n.record JOIN about a ON a.record = m.number GROUP BY 1, 2 ORDER BY 1, 2"""
_TOLD = """SELECT a.vulnerability, a.record, r.kind FROM about a JOIN firsts f ON f.number = a.record JOIN records r ON r.seq = f.seq
ORDER BY 1, 2"""
_VULNERABILITY, _MALWARE, _NOTICE = (
    KINDS[kind] for kind in (AdvisoryKind.VULNERABILITY, AdvisoryKind.MALWARE, AdvisoryKind.NOTICE)
)


class Numbering:
    """Gives everything its number once all items are staged. Identical records of a feed get one number."""

    def __init__(self, staging: Staging) -> None:
        self._staging = staging
        staging.connection.executescript(_TABLES + "BEGIN")
        self.feeds = sorted(staging.feeds, key=lambda feed: feed.name)
        """By number."""
        self.namespaces = sorted(staging.namespaces)
        """By number."""
        self._number_feeds()
        self.records = self._number_records()
        """Number of a staged record, by its place in staging."""
        self._number_vulnerabilities()
        self.vulnerabilities_of = self._vulnerabilities_of()
        """Packed list of the vulnerabilities that a record is about, by the record's number."""
        self.narrowed = lru_cache(maxsize=10_000)(self._narrowed)
        """Packed list of the vulnerabilities that a packed list of identifiers means."""

    def united(self, one: bytes, other: bytes) -> bytes:
        """Two packed lists of numbers as one."""
        return _pack(sorted({*_unpack_numbers(one), *_unpack_numbers(other)}))

    def _number_feeds(self) -> None:
        numbers = {feed.name: number for number, feed in enumerate(self.feeds)}
        rows = [(seq, numbers[feed.name]) for seq, feed in enumerate(self._staging.feeds)]
        self._staging.connection.executemany("INSERT INTO feed_numbers VALUES(?, ?)", rows)

    def _number_records(self) -> "array[int]":
        numbers = array("I", bytes(array("I").itemsize * self._staging.record_count))
        firsts = array("I")
        before: object = None
        for seq, feed, identifier, digest in self._staging.select(_RECORDS):
            if before != (feed, identifier, digest):
                before = (feed, identifier, digest)
                firsts.append(cast(int, seq))
            numbers[cast(int, seq)] = len(firsts) - 1
        insert = self._staging.connection.executemany
        insert("INSERT INTO numbers VALUES(?, ?)", enumerate(numbers))
        insert("INSERT INTO firsts VALUES(?, ?)", enumerate(firsts))
        return numbers

    def _number_vulnerabilities(self) -> None:
        connection = self._staging.connection
        connection.execute("CREATE INDEX links_by_one ON links(one, other)")
        pending = [cast(str, row[0]) for row in connection.execute(_PENDING)]
        aliases = Aliases(self._links(pending))
        answers = ((each, canonical) for each in pending for canonical in aliases.subjects(each) if canonical != each)
        connection.executemany("INSERT INTO meant VALUES(?, ?)", answers)
        connection.execute("CREATE INDEX meant_by_id ON meant(id)")
        connection.execute(_NUMBER_SUBJECTS)
        connection.execute("CREATE UNIQUE INDEX vulnerabilities_by_id ON vulnerability_ids(id)")
        connection.execute(_ABOUT)
        connection.execute(_CALLED)

    def _links(self, pending: list[str]) -> Iterator[tuple[str, str]]:
        """The links that can be reached from identifiers; through a CVE none is."""
        seen, waiting = set(pending), list(pending)
        connection = self._staging.connection
        while waiting:
            one = waiting.pop()
            for (other,) in connection.execute("SELECT DISTINCT other FROM links WHERE one = ?", (one,)):
                yield one, other
                if other not in seen and not other.startswith("CVE-"):
                    seen.add(other)
                    waiting.append(other)

    def vulnerability_rows(self) -> Iterator[tuple[int, VulnerabilityRow]]:
        """Every vulnerability by number."""
        select = self._staging.select
        called = _Groups(select("SELECT vulnerability, identifier, spelling, is_alias FROM called ORDER BY 1, 2"))
        told = _Groups(select(_TOLD))
        for number, identifier in select("SELECT number, id FROM vulnerability_ids ORDER BY number"):
            records = told.of(number)
            spelt = {cast(str, row[1]): (cast(str, row[2]), row[3]) for row in called.of(number)}
            yield (
                cast(int, number),
                VulnerabilityRow(
                    id=_spelt(cast(str, identifier), spelt),
                    aliases=tuple(
                        spelling for name, (spelling, is_alias) in spelt.items() if is_alias and name != identifier
                    ),
                    records=tuple(cast(int, row[1]) for row in records),
                    kind=_kind({cast(int, row[2]) for row in records}),
                ),
            )

    def _vulnerabilities_of(self) -> list[bytes]:
        rows = self._staging.select("SELECT record, vulnerability FROM about ORDER BY record, vulnerability")
        return [_pack([row[1] for row in group]) for _, group in groupby(rows, key=itemgetter(0))]

    def _narrowed(self, about: bytes) -> bytes:
        connection = self._staging.connection
        return _pack(sorted({row[0] for each in _unpack_texts(about) for row in connection.execute(_NAMED, (each,))}))


class _Groups:
    """Rows that come in order of their first column, to be taken group by group in that order."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._groups = groupby(rows, key=itemgetter(0))
        self._next = next(self._groups, None)

    def of(self, key: object) -> list[Row]:
        """The rows of this key; keys must be asked for in order."""
        if self._next is None or self._next[0] != key:
            return []
        rows = list(self._next[1])
        self._next = next(self._groups, None)
        return rows


def _spelt(identifier: str, spelt: dict[str, tuple[str, object]]) -> str:
    """As upstream writes it; a CVE as CVEs are written."""
    return identifier if is_cve(identifier) or identifier not in spelt else spelt[identifier][0]


def _kind(kinds: set[int]) -> int:
    """What a vulnerability is according to the advisories that were not taken back (-1)."""
    if _MALWARE in kinds:
        return _MALWARE
    return _NOTICE if kinds - {-1} == {_NOTICE} else _VULNERABILITY
