"""Documents of feeds that have no OSV: one file a record, JSON or YAML, read with care for odd fields."""

import re
from collections.abc import Callable, Iterable, Iterator

import msgspec

from mooring.base.errors import FeedError, HostileInput, ReadError
from mooring.feeds.feed import FeedLog
from mooring.feeds.formats.yaml_text import parse_text_yaml
from mooring.feeds.raw import RawFile
from mooring.model.advisory import Advisory
from mooring.versions.constraint import ConstraintError
from mooring.versions.scheme import InvalidVersion

Document = dict[str, object]
_CVE = re.compile(r"(?:CVE-)?(\d{4}-\d{4,12})")
_GHSA = re.compile(r"(?:GHSA-)?([0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4})")


class OddRecordError(Exception):
    """A record lacks what it cannot do without; the message says what."""


def read_documents(
    files: Iterable[RawFile], log: FeedLog, advisories_of: Callable[[str, Document], Iterator[Advisory]]
) -> Iterator[Advisory]:
    """The advisories of each file, one document a file, counted in the log; a file that is damaged is rejected and the others are read.

    `advisories_of` gets name and document and may raise OddRecordError, ConstraintError or InvalidVersion.
    """
    for file in files:
        log.seen()
        try:
            yield from advisories_of(file.name, document_of(file))
        except (OddRecordError, InvalidVersion) as error:
            log.reject(file.name, str(error))
        except (FeedError, HostileInput, ReadError, ConstraintError) as error:
            log.reject(file.name, error.message)


def document_of(file: RawFile) -> Document:
    """The mapping that a `.json`, `.yaml` or `.yml` file holds. Raises ReadError, and what reading a raw file raises."""
    content = file.read()
    if not file.name.endswith(".json"):
        document = parse_text_yaml(content)
    else:
        try:
            document = msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise ReadError(f"is not JSON: {error}") from None
    if not isinstance(document, dict):
        raise ReadError("is no mapping")
    return document


def text_of(document: Document, name: str) -> str:
    """A field that is text or a number, as text; empty where it is neither."""
    value = document.get(name)
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def texts_of(document: Document, name: str) -> tuple[str, ...]:
    """A field that is a list of texts, or one text; what is no text in it is left out."""
    value = document.get(name)
    if isinstance(value, str):
        return (value.strip(),) if value.strip() else ()
    if not isinstance(value, list):
        return ()
    return tuple(item.strip() for item in value if isinstance(item, str) and item.strip())


def part_of(document: Document, name: str) -> Document:
    """A field that is a mapping; empty where it is none."""
    value = document.get(name)
    return value if isinstance(value, dict) else {}


def cve_of(text: str) -> str:
    """`CVE-2024-1234` of `2024-1234` or `CVE-2024-1234`; empty where it is none."""
    found = _CVE.fullmatch(text.strip().upper())
    return f"CVE-{found[1]}" if found else ""


def ghsa_of(text: str) -> str:
    """The same for GitHub's identifiers."""
    found = _GHSA.fullmatch(text.strip())
    return f"GHSA-{found[1]}" if found else ""
