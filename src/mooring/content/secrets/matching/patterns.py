"""All expressions in one hyperscan database: one call tells where which may match. It is kept on disk, since building takes a second.

A stored database holds for one version of hyperscan, one kind of processor and one set of expressions: all stand in its name. Its digest
is compared before it is used, so a damaged one is built again. Without the package `hyperscan` there is none, and keywords do its work.
"""

import contextlib
import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import msgspec

from mooring.base.replacing import replacing
from mooring.content.secrets.matching.expressions import for_hyperscan

if TYPE_CHECKING:
    import hyperscan

_FORM = b"mooring patterns 1\n"
_MAX_STORED_BYTES = 256 << 20


class _Stored(msgspec.Struct, frozen=True, array_like=True):
    refused: tuple[int, ...]
    database: bytes


class PatternDatabase:
    """Says where expressions may match. `left_out` are positions of those that it knows nothing of."""

    def __init__(self, database: "hyperscan.Database", left_out: frozenset[int]) -> None:
        self._database, self.left_out = database, left_out

    def ends(self, text: memoryview | bytes, most: int) -> list[tuple[int, int]] | None:
        """Position of an expression, and where a match of it ends: every end of every match. None where there are more than `most`."""
        import hyperscan

        found: list[tuple[int, int]] = []
        add = found.append

        def on_match(position: int, _start: int, end: int, _flags: int, _context: object) -> bool:
            add((position, end))
            return len(found) > most

        try:
            self._database.scan(text, match_event_handler=on_match)  # type: ignore[type-var] # any buffer will do
        except hyperscan.ScanTerminated:
            return None
        return found


def pattern_database(regexes: Sequence[str], folder: str) -> PatternDatabase | None:
    """A database of the expressions, from the folder or built and stored there. None where there is no hyperscan that works here."""
    try:
        import hyperscan
    except ImportError:
        return None
    try:
        name = _name(hyperscan, regexes)
    except hyperscan.HyperscanError:
        return None
    stored = _read(Path(folder) / name) if folder else None
    if stored is not None:
        with contextlib.suppress(hyperscan.HyperscanError):
            return _opened(hyperscan, stored)
    built = _built(hyperscan, regexes)
    if built is None:
        return None
    if folder:
        _write(Path(folder) / name, built)
    return _opened(hyperscan, built)


def _name(library: ModuleType, regexes: Sequence[str]) -> str:
    """What the database depends on, hashed: what hyperscan says of itself and of the processor, and the expressions."""
    probe = library.Database(mode=library.HS_MODE_BLOCK)
    probe.compile(expressions=[b"x"], ids=[0], elements=1, flags=0)
    about = probe.info()
    platform = f"{os.uname().machine} {about if isinstance(about, str) else about.decode('ascii', 'replace')}"
    digest = hashlib.sha256(msgspec.msgpack.encode((library.__version__, platform, tuple(regexes)))).hexdigest()
    return f"secrets-{digest[:32]}.hsdb"


def _opened(library: ModuleType, stored: _Stored) -> PatternDatabase:
    database = library.loadb(stored.database, library.HS_MODE_BLOCK)
    database.scratch = library.Scratch(database)
    return PatternDatabase(database, frozenset(stored.refused))


def _built(library: ModuleType, regexes: Sequence[str]) -> _Stored | None:
    worded = [for_hyperscan(regex) for regex in regexes]
    refused = {position for position, regex in enumerate(worded) if not regex}
    chosen = {position: regex for position, regex in enumerate(worded) if regex}
    if chosen and not (database := _compiled(library, chosen)):
        refused |= {position for position, regex in chosen.items() if not _compiled(library, {position: regex})}
        chosen = {position: regex for position, regex in chosen.items() if position not in refused}
        database = _compiled(library, chosen)
    if not chosen or not database:
        return None
    return _Stored(refused=tuple(sorted(refused)), database=library.dumpb(database))


def _compiled(library: ModuleType, regexes: dict[int, bytes]) -> "hyperscan.Database | None":
    database: hyperscan.Database = library.Database(mode=library.HS_MODE_BLOCK)
    try:
        database.compile(expressions=list(regexes.values()), ids=list(regexes), elements=len(regexes), flags=0)
    except library.HyperscanError:
        return None
    return database


def _read(path: Path) -> _Stored | None:
    """What is stored there, if it is whole."""
    try:
        with path.open("rb") as file:
            content = file.read(_MAX_STORED_BYTES + 1)
    except OSError:
        return None
    head = len(_FORM)
    digest, packed = content[head : head + 32], content[head + 32 :]
    if not content.startswith(_FORM) or hashlib.sha256(packed).digest() != digest:
        return None
    try:
        return msgspec.msgpack.decode(packed, type=_Stored)
    except msgspec.DecodeError:
        return None


def _write(path: Path, stored: _Stored) -> None:
    """Keep it; where that cannot be done it is built again next time."""
    packed = msgspec.msgpack.encode(stored)
    with contextlib.suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with replacing(path, f".{path.name}.") as file:
            file.write(_FORM + hashlib.sha256(packed).digest() + packed)
