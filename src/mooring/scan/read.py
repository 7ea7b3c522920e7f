"""One layer: its bytes in, its record out."""

import gc
from collections.abc import Iterator

from mooring.base.errors import DamagedImage, EngineUnavailable, ReadError
from mooring.base.limits import MIB, Limits
from mooring.image.decompress import decompressed
from mooring.image.layer import HashedStream, LayerPass
from mooring.model.codec import encode
from mooring.model.facts import Fact
from mooring.model.files import FileFacts, LayerRecord, Problem
from mooring.model.reader import HEAD_BYTES, OVERLAP_BYTES, WINDOW_BYTES, LayerFile, Window
from mooring.scan.dispatch import Dispatch, Selected

_LARGE_LIBRARY = 48 * MIB
_TOLD_ALIKE = 100
_LARGE_CONTENT = 24 * MIB
"""A file that is only searched, not parsed, is searched as well in windows."""


class FactCollector:
    """Hands files to readers and keeps what they find; a reader that fails costs a problem, never the scan."""

    def __init__(self, limits: Limits, *, with_digests: bool) -> None:
        self._limits, self._with_digests = limits, with_digests
        self._facts: dict[bytes, list[FileFacts]] = {}
        self.odd_paths: dict[str, bytes] = {}
        self._problems: list[Problem] = []
        self._repeated: dict[tuple[str, str], int] = {}
        """Reader and reason to how many files it holds for."""
        self.is_lasting = True
        """False once a service that a reader asks gave no answer."""

    def deliver(self, path: bytes, mode: int, content: bytes, wanted: tuple[Selected, ...]) -> None:
        """Have each reader read the file. A later entry of the same path in a layer replaces what an earlier one gave."""
        text = path.decode("utf-8", "backslashreplace")
        file = LayerFile(path=text, content=content, mode=mode, limits=self._limits, with_digests=self._with_digests)
        groups: list[FileFacts] = []
        for selected in wanted:
            if len(content) > selected.max_bytes:
                self._problem(
                    path,
                    f"is {len(content) / MIB:.1f} MiB; the reader takes at most {selected.max_bytes / MIB:.1f} MiB, so it was not read",
                    selected,
                )
                continue
            facts = self._collected(selected.reader.read(file), path, selected)
            if facts:
                groups.append(FileFacts(path=file.path, reader=selected.reader.name, facts=tuple(facts)))
        self._keep(path, text, groups)

    def is_large(self, path: bytes, size: int, wanted: tuple[Selected, ...]) -> bool:
        """Whether a file is read in windows: where it may not be held, and where a shared library or what is only searched need not be.

        What a window cannot show (a .NET bundle, a GraalVM image) is a program and not a library; the largest libraries of an image
        decide over the memory of a scan.
        """
        if size > self._limits.max_file_bytes:
            return True
        if not all(selected.reader.read_window is not None for selected in wanted):
            return False
        if size > _LARGE_CONTENT and all(selected.reader.claim.everything for selected in wanted):
            return True
        return size > _LARGE_LIBRARY and b".so" in path[path.rfind(b"/") :]

    def deliver_large(
        self, path: bytes, size: int, pieces: Iterator[bytes | memoryview], wanted: tuple[Selected, ...]
    ) -> None:
        """Show a file too large to be held to the readers that can read it in windows; for the others it is a problem."""
        text = path.decode("utf-8", "backslashreplace")
        found: dict[str, dict[bytes, Fact]] = {}
        for selected in wanted:
            if selected.reader.read_window is None:
                self._problem(
                    path, f"is {size / MIB:.0f} MiB, more than is held in memory, so it was not read", selected
                )
        able = [selected for selected in wanted if selected.reader.read_window is not None]
        for window in windows_of(text, size, pieces) if able else ():
            for selected in able:
                assert selected.reader.read_window is not None
                known = found.setdefault(selected.reader.name, {})
                for fact in self._collected(selected.reader.read_window(window), path, selected):
                    known.setdefault(encode(fact), fact)  # Two windows may tell the same; not all facts can be hashed.
        self._keep(
            path,
            text,
            [FileFacts(path=text, reader=name, facts=tuple(facts.values())) for name, facts in found.items() if facts],
        )

    def _keep(self, path: bytes, text: str, groups: list[FileFacts]) -> None:
        self._facts.pop(path, None)
        if groups:
            self._facts[path] = groups
            if text.encode() != path:
                self.odd_paths[text] = path

    def _collected(self, given: Iterator[Fact], path: bytes, selected: Selected) -> list[Fact]:
        facts: list[Fact] = []
        try:
            for fact in given:
                facts.append(fact)
                if len(facts) >= self._limits.max_facts_per_file:
                    raise ReadError(f"has more than {self._limits.max_facts_per_file} entries; the rest was left out")
        except ReadError as error:
            self.is_lasting &= not isinstance(error, EngineUnavailable)
            self._problem(path, str(error), selected)
        except Exception as error:  # noqa: BLE001 - the reader loop: a bug in one reader must not hide what the others find
            self._problem(
                path, f"the reader stopped with {type(error).__name__}: {error}; this is a bug in Mooring", selected
            )
        return facts

    def _problem(self, path: bytes, reason: str, selected: Selected) -> None:
        by = f"{selected.reader.name} {selected.reader.version}"
        reason = reason[:500]
        count = self._repeated[by, reason] = self._repeated.get((by, reason), 0) + 1
        if count <= _TOLD_ALIKE:
            self._problems.append(Problem(path=printable(path), reason=reason, reader=by))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be read; of very many files with one reason (a service that went away) the first, and how many more."""
        more = (
            Problem(path="", reason=reason, reader=by, count=count - _TOLD_ALIKE)
            for (by, reason), count in self._repeated.items()
            if count > _TOLD_ALIKE
        )
        return (*self._problems, *more)

    def facts(self) -> tuple[FileFacts, ...]:
        """All facts, in the order of the files."""
        return tuple(group for groups in self._facts.values() for group in groups)


def windows_of(path: str, size: int, pieces: Iterator[bytes | memoryview]) -> Iterator[Window]:
    """The pieces of a file as overlapping windows."""
    head = b""
    offset, line, line_offset = 0, 1, 0
    held = bytearray()
    for piece in pieces:
        held += piece
        if len(held) >= WINDOW_BYTES:
            head = head or bytes(held[:HEAD_BYTES])
            yield Window(
                path=path,
                size=size,
                head=head,
                offset=offset,
                content=bytes(held),
                is_last=False,
                first_line=line,
                line_offset=line_offset,
            )
            cut = len(held) - OVERLAP_BYTES
            last = held.rfind(b"\n", 0, cut)
            line += held.count(b"\n", 0, cut)
            line_offset = offset + last + 1 if last >= 0 else line_offset
            offset += cut
            del held[:cut]
    yield Window(
        path=path,
        size=size,
        head=head or bytes(held[:HEAD_BYTES]),
        offset=offset,
        content=bytes(held),
        is_last=True,
        first_line=line,
        line_offset=line_offset,
    )


def read_layer(
    stored: Iterator[bytes],
    name: str,
    dispatch: Dispatch,
    limits: Limits,
    *,
    with_digests: bool,
    with_archive_digests: bool = False,
    more_digests: tuple[str, ...] = (),
) -> LayerRecord:
    """Read a layer once, from its bytes as stored (whose digest the source verifies); the diffID is computed from what was read.

    Raises DamagedImage and HostileInput; a layer that cannot be read whole gives no record.
    """
    plain = HashedStream(decompressed(stored, limits, name))
    collector = FactCollector(limits, with_digests=with_archive_digests)
    walk = LayerPass(
        iter(plain),
        name,
        select=dispatch,
        deliver=collector.deliver,
        deliver_large=collector.deliver_large,
        is_large=collector.is_large,
        limits=limits,
        with_digests=with_digests,
        more_digests=more_digests,
    )
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        entries = walk.run()
    finally:
        if was_enabled:
            gc.enable()
    for _ in stored:
        pass  # what stands behind the compressed stream counts for the digest that the source verifies
    return LayerRecord(
        diff_id=plain.digest,
        size=plain.size,
        entries=entries,
        whiteouts=tuple(walk.whiteouts),
        opaque_folders=tuple(walk.opaque_folders),
        facts=collector.facts(),
        odd_paths=collector.odd_paths,
        problems=(*walk.problems, *collector.problems),
        is_lasting=collector.is_lasting,
    )


def check_digest(expected: str, got: str, what: str) -> None:
    """Raise DamagedImage unless the digest computed from the bytes is the one that the image names."""
    if expected and expected.startswith("sha256:") and expected != got:
        raise DamagedImage(
            f"{what} should be {expected} and is {got}",
            hint="the image is damaged or was tampered with; fetch it again",
        )


def printable(path: bytes) -> str:
    """A path for people and reports: leading slash, damaged bytes replaced."""
    return "/" + path.decode("utf-8", "replace")
