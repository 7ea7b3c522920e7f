"""What is known about a flaw: read from the database only for what matched, and once for all packages that have it."""

from collections.abc import Iterable, Iterator, Mapping
from sys import intern

from mooring.model.advisory import AdvisoryKind, KnownExploited
from mooring.model.match import Exploitation, Source, Vulnerability
from mooring.model.severity import SEVERITIES, ExploitPrediction, SeverityRating
from mooring.vulns.advisories import Advisories
from mooring.vulns.rows import RecordRow, VulnerabilityRow

_KINDS = tuple(AdvisoryKind)
_Rating = tuple[str, int, str, str, float]
MAX_KEPT = 20_000
"""Flaws that are kept; an image with everything in it has some 10,000."""
MAX_SOURCES = 100_000
"""Above which flaws and sources are read anew; four records tell of a flaw."""
MAX_URLS = 30
MAX_RECORDS = 60
"""Records that are read about one flaw; the most told of have some 40."""
MAX_CVES = 5
"""Of one flaw, that exploitation is looked up for."""
_TEXTS = {"github": 0, "nvd": 1}
"""Feeds whose texts describe the flaw and not one product's update, best first."""
_OTHER_TEXT, _NO_TEXT = 2, 3


class Details:
    """Reads and remembers flaws, and of records who says it and how bad it is. Texts are kept with the flaw alone."""

    def __init__(self, database: Advisories) -> None:
        self._database = database
        self._vulnerabilities: dict[int, Vulnerability] = {}
        self._sources: dict[int, Source] = {}
        self._rated: dict[int, tuple[_Rating, ...]] = {}
        self._ratings: dict[_Rating, SeverityRating] = {}

    def prepare(self, numbers: Iterable[int]) -> None:
        """Read all that is known about some flaws together, which is several times as fast as one by one."""
        wanted = set(numbers)
        missing = wanted.difference(self._vulnerabilities)
        if not missing:
            return
        if len(self._vulnerabilities) + len(missing) > MAX_KEPT or len(self._sources) > MAX_SOURCES:
            self._forget()
            missing = wanted
        rows = self._database.vulnerabilities(missing)
        records = self._database.records({number for row in rows.values() for number in row.records[:MAX_RECORDS]})
        cves = {number: _cves(row) for number, row in rows.items()}
        predictions = self._database.predictions({cve for names in cves.values() for cve in names})
        for number, row in rows.items():
            self._vulnerabilities[number] = self._joined(row, records, cves[number], predictions)

    def vulnerability(self, number: int) -> Vulnerability:
        """All that the database knows about a flaw."""
        found = self._vulnerabilities.get(number)
        if found is None:
            self.prepare((number,))
            found = self._vulnerabilities[number]
        return found

    def record(self, number: int) -> RecordRow:
        """One advisory."""
        return self._database.record(number)

    def ratings_of(self, number: int) -> Iterator[SeverityRating]:
        """What a record says of the severity, in its order."""
        found = self._rated.get(number)
        if found is None:
            found = self._rated[number] = self.record(number).ratings
        return map(self._rating, found)

    def identifier(self, number: int) -> str:
        """Of a record."""
        return self.source(number).id

    def source(self, number: int) -> Source:
        """A record, as reports name it."""
        return self._sources.get(number) or self._source(number, self.record(number))

    def _joined(
        self,
        row: VulnerabilityRow,
        records: Mapping[int, RecordRow],
        cves: tuple[str, ...],
        predictions: Mapping[str, ExploitPrediction],
    ) -> Vulnerability:
        """What all records about a flaw say: the best texts, everybody's ratings, the first date and the last."""
        sources: list[Source] = []
        ratings: dict[_Rating, None] = {}
        cwes: dict[str, None] = {}
        pages: dict[str, None] = {}
        references: dict[str, None] = {}
        title = description = published = modified = ""
        of_title = of_description = _NO_TEXT
        is_disputed = False
        for number in row.records[:MAX_RECORDS]:
            record = records[number]
            source = self._sources.get(number) or self._source(number, record)
            sources.append(source)
            rank = _TEXTS.get(source.feed, _OTHER_TEXT)
            if record.title and rank < of_title:
                title, of_title = record.title, rank
            if record.description and rank < of_description:
                description, of_description = record.description, rank
            for rating in record.ratings:
                ratings[rating] = None
            for cwe in record.cwes:
                cwes[cwe] = None
            if record.url:
                pages[record.url] = None
            for page in record.references:
                references[page] = None
            if source.published and (not published or source.published < published):
                published = source.published
            if source.modified > modified:
                modified = source.modified
            is_disputed = is_disputed or record.is_disputed
        return Vulnerability(
            id=row.id,
            kind=_KINDS[row.kind] if row.kind < len(_KINDS) else AdvisoryKind.VULNERABILITY,
            aliases=row.aliases,
            title=title,
            description=description,
            ratings=tuple(map(self._rating, ratings)),
            cwes=tuple(cwes),
            urls=tuple(pages | references)[:MAX_URLS],
            published=published,
            modified=modified,
            is_disputed=is_disputed,
            exploit_prediction=next((predictions[cve] for cve in cves if cve in predictions), None),
            exploited=tuple(_exploitation(entry) for cve in cves for entry in self._database.exploited(cve)),
            sources=tuple(sources),
        )

    def _forget(self) -> None:
        """Flaws and their sources together, so that both are read together again."""
        self._vulnerabilities.clear()
        self._sources.clear()
        self._rated.clear()

    def _source(self, number: int, record: RecordRow) -> Source:
        feed = self._database.feed(record.feed)
        self._rated[number] = record.ratings
        found = self._sources[number] = Source(
            feed=feed.name,
            id=record.id,
            url=record.url,
            published=intern(record.published),  # A feed's records are of few days.
            modified=intern(record.modified),
            captured=feed.captured,
        )
        return found

    def _rating(self, row: _Rating) -> SeverityRating:
        """Most are words that many records share."""
        found = self._ratings.get(row)
        if found is None:
            if len(self._ratings) >= MAX_KEPT:
                self._ratings.clear()
            found = self._ratings[row] = _rating(row)
        return found


def _cves(row: VulnerabilityRow) -> tuple[str, ...]:
    names = [row.id, *row.aliases] if row.aliases else [row.id]
    return tuple([name for name in names if name.startswith("CVE-")][:MAX_CVES])


def _rating(row: _Rating) -> SeverityRating:
    source, rank, version, vector, score = row
    return SeverityRating(
        source=source,
        severity=SEVERITIES[rank] if 0 <= rank < len(SEVERITIES) else SEVERITIES[0],
        cvss_version=version,
        vector=vector,
        score=score if score >= 0 else None,
    )


def _exploitation(entry: KnownExploited) -> Exploitation:
    return Exploitation(
        source=entry.source,
        added=entry.added,
        due=entry.due,
        used_by_ransomware=entry.used_by_ransomware,
        required_action=entry.required_action,
    )
