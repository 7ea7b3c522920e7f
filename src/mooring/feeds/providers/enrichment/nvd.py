"""NVD, the National Vulnerability Database: severities of all CVEs, and ranges of products for what nobody else speaks about.

The configurations of the project nvd-data-overrides replace NVD's, wholesale and here, while a record is read: both are in one workspace,
so that no database can hold the one and lack the other. A CVE that only the overrides know is taken from them.

Files are read in the order of their names, which is that of their age: of several records of one CVE the first holds.
"""

import time
from collections.abc import Iterable, Iterator

import msgspec

from mooring.base.errors import FeedMalformed, ReadError
from mooring.feeds.feed import Feed, FeedLog, Fetcher
from mooring.feeds.formats.loose_json import JsonObject, inner, json_object
from mooring.feeds.providers.enrichment.records.nvd_cve import read_nvd_cve
from mooring.feeds.providers.enrichment.records.nvd_fetch import fetch_nvd
from mooring.feeds.providers.enrichment.records.overrides import (
    PROJECT,
    advisory_of_override,
    is_override,
    read_overrides,
)
from mooring.feeds.raw import RawFile
from mooring.model.advisory import Advisory

NAME = "nvd"
_OLDER = "an older record of the same CVE"
_EMPTY = "a page without results"


class _Page(msgspec.Struct, frozen=True, gc=False):
    """An answer of the interface, or a yearly file; each record is decoded on its own, since a year has 300 MB."""

    vulnerabilities: list[msgspec.Raw] | None = None
    totalResults: object = None  # noqa: N815 - as NVD calls it


_decode = msgspec.json.Decoder(_Page).decode


def fetch(fetcher: Fetcher) -> None:
    """The years, the changes since, and the overrides."""
    fetch_nvd(fetcher, time.sleep)


def parse(files: Iterable[RawFile], log: FeedLog) -> Iterator[Advisory]:
    """An advisory for each CVE."""
    reading = _Reading(log)
    for file in files:
        name = file.name
        if is_override(name):
            reading.overrides.update(
                (identifier, msgspec.json.encode(record)) for identifier, record in read_overrides(file, log)
            )
        elif name.endswith(".jsonl"):
            for place, line in file.numbered_lines():
                yield from reading.record(line, place)
        elif name.endswith(".json"):
            yield from reading.page(file)
        else:
            log.skip("a file that is no page of NVD")
    yield from reading.rest()


class _Reading:
    """One parse: which CVEs were seen, and what replaces their configurations."""

    def __init__(self, log: FeedLog) -> None:
        self._log = log
        self._seen: set[str] = set()
        self.overrides: dict[str, bytes] = {}
        """Records as JSON by CVE: 30,000 of them as objects would take ten times the memory."""

    def page(self, file: RawFile) -> Iterator[Advisory]:
        """The records of one file: a page, or one record alone."""
        content = file.read()
        try:
            page = _decode(content)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise FeedMalformed(f"{file.name} is no page of NVD: {error}") from None
        if page.vulnerabilities is None and page.totalResults is not None:
            self._log.skip(_EMPTY)
        elif page.vulnerabilities is None:
            yield from self.record(content, file.name)
        else:
            del content
            for number, record in enumerate(page.vulnerabilities, start=1):
                yield from self.record(record, f"{file.name}:{number}")

    def record(self, content: bytes | msgspec.Raw, place: str) -> Iterator[Advisory]:
        """One record, with or without its envelope."""
        self._log.seen()
        try:
            record = json_object(bytes(content))
            advisory = self._advisory(record.get("cve") if isinstance(record.get("cve"), dict) else record)
        except ReadError as error:
            self._log.reject(place, error.message)
            return
        if advisory.id in self._seen:
            self._log.skip(_OLDER)
            return
        self._seen.add(advisory.id)
        yield advisory

    def rest(self) -> Iterator[Advisory]:
        """The overrides of CVEs that no page holds."""
        for identifier, record in self.overrides.items():
            if identifier not in self._seen:
                yield advisory_of_override(identifier, json_object(record), NAME, self._log)

    def _advisory(self, record: object) -> Advisory:
        assert isinstance(record, dict)
        override = self.overrides.get(str(record.get("id")))
        if override is None:
            return read_nvd_cve(record, NAME, self._log)
        replaced: JsonObject = {**record, "configurations": inner(json_object(override), "cve")["configurations"]}
        advisory = read_nvd_cve(replaced, NAME, self._log)
        return msgspec.structs.replace(advisory, references=(PROJECT, *advisory.references))


FEED = Feed(
    name=NAME,
    title="National Vulnerability Database",
    license="public domain",
    homepage="https://nvd.nist.gov/",
    fetch=fetch,
    parse=parse,
    attribution="This product uses data from the NVD API but is not endorsed or certified by the NVD.",
)
