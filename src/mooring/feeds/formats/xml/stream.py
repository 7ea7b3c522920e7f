"""XML of hundreds of megabytes, one record at a time, without entities, external or internal.

Expat is driven by hand: a tree of the whole would not fit, and the guarded parsers that build trees are written in Python.
"""

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mooring.base.errors import FeedMalformed, HostileInput
from mooring.feeds.raw import RawFile

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element, TreeBuilder

MAX_DEPTH = 200
MAX_RECORD_ELEMENTS = 2_000_000
_PIECE = 256 * 1024
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def xml_records(file: RawFile, tags: frozenset[str]) -> Iterator["Element"]:
    """Each outermost element with one of these local names, as a tree of local names; namespaces are taken off tags, not off attributes.

    Raises FeedMalformed where the file is no well-formed XML, which may be after some records; HostileInput at an entity declaration, and
    at elements that are nested too deeply or too many in one record.
    """
    from xml.parsers.expat import ExpatError

    collector = _Collector(tags, file.name)
    try:
        for piece in _pieces(file):
            collector.parser.Parse(piece, False)
            yield from collector.taken()
        collector.parser.Parse(b"", True)
    except ExpatError as error:
        raise FeedMalformed(f"{file.name} is no well-formed XML: {error}") from None
    yield from collector.taken()


def xml_record(file: RawFile, tag: str) -> "Element":
    """The only record of a small file. Raises FeedMalformed where there is none.

    Bytes that are no UTF-8 and characters that XML forbids occur in texts that people wrote; they are replaced, not refused.
    """
    content = file.read()
    try:
        return _only(file.name, content, tag)
    except FeedMalformed:
        repaired = _FORBIDDEN.sub("\ufffd", content.decode("utf-8", "replace")).encode()
        if repaired == content:
            raise
        return _only(file.name, repaired, tag)


def _only(name: str, content: bytes, tag: str) -> "Element":
    source = RawFile(name=name, open=lambda: io.BytesIO(content))
    found = list(xml_records(source, frozenset((tag,))))
    if not found:
        raise FeedMalformed(f"{name} has no element {tag!r}")
    return found[0]


def text_of(element: "Element | None", path: str = "") -> str:
    """The text of an element, or of its descendant at a path; empty where there is none."""
    found = element.find(path) if element is not None and path else element
    return (found.text or "").strip() if found is not None else ""


def _pieces(file: RawFile) -> Iterator[bytes]:
    """The file in pieces, so that damages of its compression are told as such."""
    waiting: list[bytes] = []
    size = 0
    for line in file.lines():
        waiting += (line, b"\n")
        size += len(line) + 1
        if size >= _PIECE:
            yield b"".join(waiting)
            waiting.clear()
            size = 0
    yield b"".join(waiting)


class _Collector:
    """Builds the records and passes over the rest."""

    def __init__(self, tags: frozenset[str], name: str) -> None:
        from xml.parsers.expat import ParserCreate

        self.parser = ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.EntityDeclHandler = self._refuse
        self.parser.ExternalEntityRefHandler = self._refuse
        self._tags = tags
        self._name = name
        self._depth = 0
        self._base = 0
        self._elements = 0
        self._builder: TreeBuilder | None = None
        self._done: list[Element] = []

    def taken(self) -> list["Element"]:
        """The records that are complete since the last call."""
        done, self._done = self._done, []
        return done

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise HostileInput(f"elements of {self._name} are nested more than {MAX_DEPTH} deep")
        local = name.rpartition(":")[2]
        if self._builder is None:
            if local not in self._tags:
                return
            from xml.etree.ElementTree import TreeBuilder

            self._builder = TreeBuilder()
            self._base = self._depth
            self._elements = 0
        self._elements += 1
        if self._elements > MAX_RECORD_ELEMENTS:
            raise HostileInput(f"a record of {self._name} has more than {MAX_RECORD_ELEMENTS} elements")
        self._builder.start(local, attributes)

    def _end(self, name: str) -> None:
        if self._builder is not None:
            self._builder.end(name.rpartition(":")[2])
            if self._depth == self._base:
                self._done.append(self._builder.close())
                self._builder = None
        self._depth -= 1

    def _text(self, text: str) -> None:
        if self._builder is not None:
            self._builder.data(text)

    def _refuse(self, *_: object) -> int:
        raise HostileInput(f"{self._name} declares entities, which no feed needs")
