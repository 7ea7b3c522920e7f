"""Advisories of the Python Software Foundation: CPython and pip.

Format: OSV 1.5 without packages: ranges are commits of a repository, and the releases among them are listed as `versions` (its tags).
"""

from collections.abc import Iterable, Iterator

import msgspec

from mooring.base.errors import FeedMalformed, HostileInput
from mooring.feeds.feed import Feed, FeedLog
from mooring.feeds.formats.osv import read_osv
from mooring.feeds.formats.osv_feed import archive_of, fetching, is_record
from mooring.feeds.raw import RawFile
from mooring.model.advisory import FeedItem

_PIP = "github.com/pypa/pip"


def parse(files: Iterable[RawFile], log: FeedLog) -> Iterator[FeedItem]:
    """Each record under the name of what is installed."""
    for file in files:
        if not is_record(file.name, ("PSF-",)):
            continue
        if file.name.endswith(".jsonl"):
            for number, line in enumerate(file.lines(), start=1):
                yield from read_osv(_named(line), "psf", log, f"{file.name}:{number}")
            continue
        try:
            content = file.read()
        except (FeedMalformed, HostileInput) as error:
            log.seen()
            log.reject(file.name, error.message)
            continue
        yield from read_osv(_named(content), "psf", log, file.name)


def _named(content: bytes) -> bytes:
    """The record with packages; as it is where it is no record at all, for the reader to say so."""
    try:
        document = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return content
    if not isinstance(document, dict) or not isinstance(document.get("affected"), list):
        return content
    for entry in document["affected"]:
        if isinstance(entry, dict) and not entry.get("package"):
            is_pip = _PIP in str(entry.get("ranges"))[:10_000]
            entry["package"] = {"ecosystem": "PyPI" if is_pip else "Generic", "name": "pip" if is_pip else "python"}
            if isinstance(entry.get("versions"), list):
                entry["versions"] = [str(tag).removeprefix("v") for tag in entry["versions"]]
    return msgspec.json.encode(document)


FEED = Feed(
    name="psf",
    title="Python Software Foundation advisories",
    license="CC-BY-4.0",
    homepage="https://github.com/psf/advisory-database",
    fetch=fetching({"advisory-database.tar.gz": archive_of("psf/advisory-database", "main")}),
    parse=parse,
    is_default=False,
    attribution="Python Software Foundation advisory database, CC-BY-4.0",
    covers="CPython and pip, where versions are listed",
    note="Off because nearly all of its records name commits only, which say nothing about an installed version.",
)
