"""Layer records as bytes: two parts, so that a scan which shows no files need not read their rows.

A part is MessagePack in a zstd frame with a checksum. Both are private to one version of Mooring (the cache's key says which).
"""

from types import ModuleType
from typing import TypeVar

import msgspec

from mooring.base.errors import ReadError
from mooring.base.limits import GIB
from mooring.model.files import EntryTable, LayerRecord, Problem
from mooring.model.inventory import Inventory

_LEVEL = 3
_Part = TypeVar("_Part")


class RowsPart(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """What only a file list needs."""

    headers: bytes
    overrides: dict[int, dict[str, str]]
    devices: dict[int, tuple[int, int]]
    digests: bytes
    more_digests: dict[str, bytes]


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What the layers of an image come to; which image it is may differ (two tags of the same layers)."""

    inventory: Inventory
    problems: tuple[Problem, ...]


def encode_result(result: Result) -> bytes:
    """The result as bytes."""
    return _packed(result)


def decode_result(content: bytes) -> Result | None:
    """The result; None where the bytes are damaged."""
    try:
        return _unpacked(content, Result)
    except ReadError:
        return None


def encode_record(record: LayerRecord) -> tuple[bytes, bytes]:
    """The facts part and the rows part."""
    entries = record.entries
    rows = RowsPart(
        headers=entries.headers,
        overrides=entries.overrides,
        devices=entries.devices,
        digests=entries.digests,
        more_digests=entries.more_digests,
    )
    lean = msgspec.structs.replace(
        record,
        entries=msgspec.structs.replace(entries, headers=b"", overrides={}, devices={}, digests=b"", more_digests={}),
    )
    return _packed(lean), _packed(rows)


def decode_record(facts_part: bytes, rows_part: bytes | None) -> LayerRecord:
    """The record, without rows where that part is not given. Raises ReadError at damaged bytes."""
    record = _unpacked(facts_part, LayerRecord)
    if rows_part is None:
        return record
    rows = _unpacked(rows_part, RowsPart)
    entries: EntryTable = msgspec.structs.replace(
        record.entries,
        headers=rows.headers,
        overrides=rows.overrides,
        devices=rows.devices,
        digests=rows.digests,
        more_digests=rows.more_digests,
    )
    return msgspec.structs.replace(record, entries=entries)


def _packed(value: object) -> bytes:
    zstd = _zstd()
    options = {zstd.CompressionParameter.compression_level: _LEVEL, zstd.CompressionParameter.checksum_flag: 1}
    packed: bytes = zstd.compress(_encoded(value), options=options)
    return packed


def _encoded(value: object) -> bytes:
    """MessagePack. A reader that let a surrogate escape into a fact would break it: such text is written as `\\xNN`."""
    try:
        return msgspec.msgpack.encode(value)
    except UnicodeEncodeError:
        return msgspec.msgpack.encode(_without_surrogates(msgspec.to_builtins(value, builtin_types=(bytes,))))


def _without_surrogates(value: object) -> object:
    match value:
        case str():
            return value.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
        case dict():
            return {_without_surrogates(key): _without_surrogates(item) for key, item in value.items()}
        case list() | tuple():
            return [_without_surrogates(item) for item in value]
        case _:
            return value


def _unpacked(packed: bytes, kind: type[_Part]) -> _Part:
    zstd = _zstd()
    try:
        stream = zstd.ZstdDecompressor()
        plain = stream.decompress(packed, 4 * GIB)
        if not stream.eof:
            raise ReadError("is a layer record that is cut off")
        return msgspec.msgpack.decode(plain, type=kind)
    except (zstd.ZstdError, msgspec.DecodeError, EOFError, ValueError) as error:
        raise ReadError(f"is not a layer record: {error}") from None


def _zstd() -> ModuleType:
    """The zstd module of the standard library (3.14) or its backport."""
    try:
        from compression import zstd
    except ImportError:
        from backports import zstd
    module: ModuleType = zstd
    return module
