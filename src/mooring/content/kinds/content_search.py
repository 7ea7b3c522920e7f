"""Regular expressions that a user or a bundle looks for in the text files of an image.

An expression (RE2) is looked for in each line and may match anywhere in it: anchor it with `^` where it must stand at the start. (Anchore
Engine matched at the start of lines.) Files of which most is no text are passed over; UTF-16 with a byte order mark is text. The first
hundred lines of a file are kept for each expression. Of files too large to be held, windows are searched.
"""

from collections.abc import Iterator

import msgspec

from mooring.content.kind import Assembly, ContentKind
from mooring.content.options import ContentOptions
from mooring.content.searching.expressions import Expression, Expressions
from mooring.content.searching.text import may_be_text, text_of
from mooring.content.shown import text
from mooring.content.variants import settings_key
from mooring.model.evidence.content import Content, ContentMatch, ContentMatchFact, ContentSearch, Need
from mooring.model.facts import Fact
from mooring.model.reader import OVERLAP_BYTES, Claim, LayerFile, Reader, Window

_NAME, _VERSION = "content-search", 1
_SETTING = "content.search"
_MOST_LINES = 100
_MAX_MATCHES = 100_000
"""Of one image."""
_TEXT_CHARS = 2_000


class SearchingReader:
    """Looks for the expressions of one scan."""

    def __init__(self, options: ContentOptions) -> None:
        named = [Expression(name=name, regex=regex) for name, regex in options.search]
        self._expressions = Expressions(named, _SETTING)
        self._next: tuple[str, int, int] = ("", 0, 0)
        """Path and offset of the window that is expected next, and the line feeds before it."""

    def reader(self) -> Reader:
        """The reader for one scan."""
        claim = Claim(everything=True, accepts=lambda path, head, size: may_be_text(head))
        return Reader(name=_NAME, version=_VERSION, claim=claim, read=self.read, read_window=self.read_window)

    def read(self, file: LayerFile) -> Iterator[Fact]:
        """Yield a fact for each line and expression."""
        found = text_of(file.content)
        if found is not None:
            yield from self._facts(found, first_line=1)

    def read_window(self, window: Window) -> Iterator[Fact]:
        """Yield the same for a part of a file: whole lines only, since the next window begins with what is cut here."""
        path, offset, before = self._next
        is_known = window.offset == 0 or (path, offset) == (window.path, window.offset)
        before = before if window.offset else 0
        passed = window.content[: max(len(window.content) - OVERLAP_BYTES, 0)]
        self._next = (
            (window.path, window.offset + len(passed), before + passed.count(b"\n")) if is_known else ("", 0, 0)
        )
        if text_of(window.head) is None or window.head.startswith((b"\xff\xfe", b"\xfe\xff")):
            return
        start = window.content.find(b"\n") + 1 if window.offset else 0
        end = len(window.content) if window.is_last else window.content.rfind(b"\n") + 1
        part = window.content[start : end or len(window.content)]
        found = text_of(part.replace(b"\0", b" "), is_start=not window.offset)
        if found is not None:
            skipped = window.content.count(b"\n", 0, start)
            yield from self._facts(found, first_line=before + skipped + 1 if is_known else 0)

    def _facts(self, found: bytes, *, first_line: int) -> Iterator[Fact]:
        """`first_line` 0: the numbers of the lines are not known."""
        for hit in self._expressions.hits(found, most=_MOST_LINES):
            expression = self._expressions.all[hit.number]
            line = hit.line + first_line - 1 if first_line else 0
            yield ContentMatchFact(name=expression.name, regex=expression.regex, line=line)


def _assemble(assembly: Assembly, content: Content) -> Content:
    """The matches in files that the image shows, ordered by path, name and line."""
    found: set[ContentMatch] = set()
    for visible in assembly.contents.facts:
        record = assembly.records[visible.layer_index]
        raw = record.odd_paths.get(visible.path) or visible.path.encode("utf-8", "surrogateescape")
        for group in visible.groups:
            for fact in group.facts if group.reader == _NAME else ():
                if type(fact) is ContentMatchFact:
                    found.add(
                        ContentMatch(
                            path=text(raw), name=fact.name, regex=fact.regex, line=fact.line, layer=record.diff_id
                        )
                    )
    matches = tuple(sorted(found))
    problem = f"more than {_MAX_MATCHES} lines were found; the rest was left out" if len(matches) > _MAX_MATCHES else ""
    asked = assembly.options.search
    search = ContentSearch(
        need=Need.CONTENT_SEARCH,
        settings=", ".join(f"{name}={regex}" for name, regex in asked)[:_TEXT_CHARS],
        subjects=tuple(dict.fromkeys(part for row in asked for part in row)),
        problem=problem,
    )
    return msgspec.structs.replace(content, matches=matches[:_MAX_MATCHES], searches=(*content.searches, search))


KIND = ContentKind(
    need=Need.CONTENT_SEARCH,
    version=_VERSION,
    summary="regular expressions that are looked for in the lines of text files",
    is_wanted=lambda options: bool(options.search),
    reader=lambda options: SearchingReader(options).reader(),
    variant=lambda options: settings_key(options.search),
    assemble=_assemble,
)
