"""One feed's items between the process that parses and the one that builds: a file of framed messages, and what the parse came to."""

import struct
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import msgspec

from mooring.base.errors import FeedError, HostileInput, OutputError
from mooring.feeds.feed import Feed, FeedLog
from mooring.feeds.raw import RawFile, RawLimits, raw_files
from mooring.model.advisory import Advisory, ExploitScore, FeedItem, KnownExploited, ReleaseLife

_KINDS = (Advisory, KnownExploited, ExploitScore, ReleaseLife)
_NUMBERS = {kind: number for number, kind in enumerate(_KINDS)}
_HEAD = struct.Struct("<BI")
_BUFFER_BYTES = 1 << 20


class Canary(msgspec.Struct, frozen=True, kw_only=True):
    """A vulnerability that a complete feed names."""

    identifier: str
    namespace: str
    """Or the beginning of one."""


class ParseOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a parse came to."""

    items: int = 0
    records: int = 0
    rejects: int = 0
    reasons: tuple[str, ...] = ()
    skipped: dict[str, int] = {}
    has_canary: bool = False
    problem: str = ""
    """Why it ended early, if it did."""


def parse_to_spool(
    feed: Feed, places: Sequence[Path], spool: Path, limits: RawLimits, canary: Canary | None
) -> ParseOutcome:
    """Write everything that the feed's files say to the spool. An error of the feed ends it early and is the outcome's problem.

    Raises OutputError where the spool cannot be written: that says nothing about the feed.
    """
    log = FeedLog()
    items, has_canary, problem = 0, False, ""
    try:
        with spool.open("wb", buffering=_BUFFER_BYTES) as file:
            try:
                for item in feed.parse(_files_of(places, limits), log):
                    _write(file, item)
                    items += 1
                    if canary is not None and not has_canary:
                        has_canary = _is_canary(item, canary)
            except (FeedError, HostileInput) as error:
                problem = error.message
            except OSError as error:
                problem = f"a raw file cannot be read: {error.strerror or type(error).__name__}"
    except OSError as error:
        raise _unwritten(error) from None
    return ParseOutcome(
        items=items,
        records=log.records,
        rejects=log.rejects,
        reasons=tuple(log.reasons),
        skipped=dict(sorted(log.skipped.items())),
        has_canary=has_canary,
        problem=problem,
    )


def spooled(spool: Path) -> Iterator[FeedItem]:
    """The items in their order."""
    decoders = [msgspec.msgpack.Decoder(kind) for kind in _KINDS]
    with spool.open("rb", buffering=_BUFFER_BYTES) as file:
        while head := file.read(_HEAD.size):
            number, size = _HEAD.unpack(head)
            yield decoders[number].decode(file.read(size))


_encoder = msgspec.msgpack.Encoder()


def _write(file: BinaryIO, item: FeedItem) -> None:
    try:
        content = _encoder.encode(item)
    except UnicodeEncodeError:
        # Half of a surrogate pair, which JSON may hold and no encoding has room for.
        content = _encoder.encode(_printable(msgspec.to_builtins(item)))
    try:
        file.write(_HEAD.pack(_NUMBERS[type(item)], len(content)))
        file.write(content)
    except OSError as error:
        raise _unwritten(error) from None


def _unwritten(error: OSError) -> OutputError:
    return OutputError(
        f"what was read of a feed could not be written: {(error.strerror or str(error)).lower()}",
        hint="make room on the disk; the installed database stays in use",
    )


def _printable(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, list | tuple):
        return [_printable(item) for item in value]
    if isinstance(value, dict):
        return {key: _printable(item) for key, item in value.items()}
    return value


def _files_of(places: Iterable[Path], limits: RawLimits) -> Iterator[RawFile]:
    for place in places:
        yield from raw_files(place, limits)


def _is_canary(item: FeedItem, canary: Canary) -> bool:
    return (
        isinstance(item, Advisory)
        and (item.id == canary.identifier or canary.identifier in item.aliases)
        and any(affected.namespace.startswith(canary.namespace) for affected in item.affected)
    )
