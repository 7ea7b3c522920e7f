"""Reports as JSON and back. The text is the same for the same report, byte for byte.

It is written in pieces, a list's items one by one: a report on 250,000 files is never one object in memory.
"""

from collections.abc import Iterable, Iterator

import msgspec

from mooring.base.errors import ReadError
from mooring.model.report import SCHEMA_VERSION, ScanReport

PIECE_BYTES = 256 * 1024
_STREAMED = ("packages", "relations", "files", "removed_files", "owned_files", "unexplained_executables")
_LATE = ("dockerfile", "supply", "base", "verdict")
"""Parts of a report that most have not: left out where they are not there."""
_encode = msgspec.json.Encoder(order="deterministic").encode


def to_json(report: ScanReport) -> Iterator[bytes]:
    """The report as one JSON document, in pieces: no white space, and a newline at the end."""
    yield b'{"schema_version":' + encode(report.schema_version) + b',"tool":' + encode(report.tool)
    yield b',"image":' + encode(report.image) + b',"inventory":{"distro":' + encode(report.inventory.distro)
    yield b',"properties":' + encode(report.inventory.properties)
    for name in _STREAMED:
        items = getattr(report.inventory, name)
        yield b',"' + name.encode() + b'":'
        if items is None:
            yield b"null"
        else:
            yield from array_pieces(map(encode, items))
    yield b',"content":' + encode(report.inventory.content)
    yield b'},"problems":' + encode(report.problems) + b',"notes":' + encode(report.notes)
    for name in _LATE:
        if (value := getattr(report, name)) is not None:
            yield b',"' + name.encode() + b'":' + encode(value)
    yield b',"findings":'
    if report.findings is None:
        yield b"null}\n"
        return
    mark = b"{"
    for name in report.findings.__struct_fields__:
        value = getattr(report.findings, name)
        yield mark + b'"' + name.encode() + b'":'
        if name == "matches":
            yield from array_pieces(map(encode, value))
        else:
            yield encode(value)
        mark = b","
    yield b"}}\n"


def from_json(content: bytes) -> ScanReport:
    """The report that `to_json` wrote; raises ReadError where the bytes are none, or of a later kind than we know."""
    try:
        return _checked(msgspec.json.decode(content, type=ScanReport))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ReadError(f"is not a report of Mooring: {error}") from None


def report_of(document: object) -> ScanReport:
    """The report that a JSON document, already parsed, is; raises ReadError as `from_json` does."""
    try:
        return _checked(msgspec.convert(document, ScanReport))
    except msgspec.ValidationError as error:
        raise ReadError(f"is not a report of Mooring: {error}") from None


def json_schema() -> dict[str, object]:
    """The JSON Schema (2020-12) of the report; docs/report.schema.json is this, written out."""
    head: dict[str, object] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"https://mooring.example/schemas/report-{SCHEMA_VERSION}.json",
        "title": "Mooring report",
    }
    return {**head, **msgspec.json.schema(ScanReport)}


def encode(value: object) -> bytes:
    """The value as JSON. Bytes of paths that are no UTF-8 are written as `\\\\xNN`, since JSON has no place for them."""
    try:
        return _encode(value)
    except UnicodeEncodeError:
        return _encode(_printable_throughout(msgspec.to_builtins(value)))


def printable(text: str) -> str:
    """The text with surrogate escapes (bytes that are no UTF-8) written as `\\\\xNN`, so that it can be encoded."""
    if text.isascii():
        return text
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:  # Half of a pair, which a careless decoder has let through.
        return text.encode("utf-8", "backslashreplace").decode("utf-8")


def array_pieces(items: Iterable[bytes]) -> Iterator[bytes]:
    """A JSON array of encoded items, in pieces of about PIECE_BYTES."""
    waiting: list[bytes] = []
    size, mark = 0, b"["
    for item in items:
        waiting.append(item)
        size += len(item)
        if size >= PIECE_BYTES:
            yield mark + b",".join(waiting)
            waiting, size, mark = [], 0, b","
    if waiting:
        yield mark + b",".join(waiting)
    yield b"]" if waiting or mark == b"," else b"[]"


def _printable_throughout(value: object) -> object:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, list | tuple):
        return [_printable_throughout(item) for item in value]
    if isinstance(value, dict):
        return {_printable_throughout(key): _printable_throughout(item) for key, item in value.items()}
    return value


def _checked(report: ScanReport) -> ScanReport:
    if report.schema_version.split(".")[0] != SCHEMA_VERSION.split(".")[0]:
        raise ReadError(f"is a report of schema {report.schema_version!r}; this version reads {SCHEMA_VERSION}")
    return report
