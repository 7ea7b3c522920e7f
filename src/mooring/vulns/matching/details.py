"""What is known about a flaw: read from the database only for what matched, and once for all packages that have it."""

from collections.abc import Iterable, Iterator

from mooring.model.advisory import AdvisoryKind, KnownExploited
from mooring.model.match import Exploitation, Source, Vulnerability
from mooring.model.severity import SEVERITIES, SeverityRating
from mooring.vulns.advisories import Advisories
from mooring.vulns.rows import RecordRow, VulnerabilityRow

_KINDS = tuple(AdvisoryKind)
_Rating = tuple[str, int, str, str, float]
_MAX_KEPT = 20_000
"""Flaws and records that are kept; an image with everything in it has some 10,000."""
MAX_URLS = 30
MAX_RECORDS = 60
"""Records that are read about one flaw; the most told of have some 40."""
_TEXTS = ("github", "nvd")
"""Feeds whose texts describe the flaw and not one product's update, best first."""


class Details:
    """Reads and remembers flaws and records."""

    def __init__(self, database: Advisories) -> None:
        self._database = database
        self._vulnerabilities: dict[int, Vulnerability] = {}
        self._records: dict[int, RecordRow] = {}
        self._sources: dict[int, Source] = {}
        self._ratings: dict[_Rating, SeverityRating] = {}

    def vulnerability(self, number: int) -> Vulnerability:
        """All that the database knows about a flaw."""
        found = self._vulnerabilities.get(number)
        if found is None:
            if len(self._vulnerabilities) >= _MAX_KEPT:
                self._vulnerabilities.clear()
            found = self._vulnerabilities[number] = self._read(self._database.vulnerability(number))
        return found

    def record(self, number: int) -> RecordRow:
        """One advisory."""
        found = self._records.get(number)
        if found is None:
            if len(self._records) >= _MAX_KEPT:
                self._records.clear()
                self._sources.clear()
            found = self._records[number] = self._database.record(number)
        return found

    def ratings(self, rows: Iterable[_Rating]) -> Iterator[SeverityRating]:
        """Ratings of records; most are words that many records share."""
        known = self._ratings
        for row in rows:
            found = known.get(row)
            if found is None:
                if len(known) >= _MAX_KEPT:
                    known.clear()
                found = known[row] = _rating(row)
            yield found

    def identifier(self, number: int) -> str:
        """Of a record."""
        return self.record(number).id

    def source(self, number: int) -> Source:
        """A record, as reports name it."""
        found = self._sources.get(number)
        if found is None:
            record = self.record(number)
            feed = self._database.feed(record.feed)
            found = self._sources[number] = Source(
                feed=feed.name,
                id=record.id,
                url=record.url,
                published=record.published,
                modified=record.modified,
                captured=feed.captured,
            )
        return found

    def _read(self, row: VulnerabilityRow) -> Vulnerability:
        numbers = row.records[:MAX_RECORDS]
        records = [self.record(number) for number in numbers]
        sources = tuple(self.source(number) for number in numbers)
        described = sorted(zip(records, sources, strict=True), key=lambda pair: _rank_of_text(pair[1]))
        cves = [name for name in (row.id, *row.aliases) if name.startswith("CVE-")][:5]
        return Vulnerability(
            id=row.id,
            kind=_KINDS[row.kind] if row.kind < len(_KINDS) else AdvisoryKind.VULNERABILITY,
            aliases=row.aliases,
            title=next((record.title for record, _ in described if record.title), ""),
            description=next((record.description for record, _ in described if record.description), ""),
            ratings=tuple(self.ratings(dict.fromkeys([row for record in records for row in record.ratings]))),
            cwes=tuple(dict.fromkeys(cwe for record in records for cwe in record.cwes)),
            urls=_urls(records),
            published=min((record.published for record in records if record.published), default=""),
            modified=max((record.modified for record in records), default=""),
            is_disputed=any(record.is_disputed for record in records),
            exploit_prediction=next((found for cve in cves if (found := self._database.prediction(cve))), None),
            exploited=tuple(_exploitation(entry) for cve in cves for entry in self._database.exploited(cve)),
            sources=sources,
        )


def _rating(row: _Rating) -> SeverityRating:
    source, rank, version, vector, score = row
    return SeverityRating(
        source=source,
        severity=SEVERITIES[rank] if 0 <= rank < len(SEVERITIES) else SEVERITIES[0],
        cvss_version=version,
        vector=vector,
        score=score if score >= 0 else None,
    )


def _rank_of_text(source: Source) -> int:
    return _TEXTS.index(source.feed) if source.feed in _TEXTS else len(_TEXTS)


def _urls(records: list[RecordRow]) -> tuple[str, ...]:
    """The pages of the records themselves, then what they refer to."""
    own = [record.url for record in records if record.url]
    return tuple(dict.fromkeys([*own, *(url for record in records for url in record.references)]))[:MAX_URLS]


def _exploitation(entry: KnownExploited) -> Exploitation:
    return Exploitation(
        source=entry.source,
        added=entry.added,
        due=entry.due,
        used_by_ransomware=entry.used_by_ransomware,
        required_action=entry.required_action,
    )
