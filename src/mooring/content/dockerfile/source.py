"""Lines of a Dockerfile put together: directives, comments, continued lines, heredocs (docs.docker.com, Dockerfile reference)."""

import re
from bisect import bisect_right
from itertools import islice

import msgspec

MAX_INSTRUCTIONS = 10_000
MAX_HEREDOCS = 32
"""Of one instruction."""

_DIRECTIVE = re.compile(r"^#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.*?)\s*$")
_DIRECTIVES = ("syntax", "escape", "check")
_HEREDOC = re.compile(
    r"""(?<![^\s;|&])(\d{0,4})<<(-?)(?:"([^"\s<]{1,256})"|'([^'\s<]{1,256})'|([^\s"'<>|&;()]{1,256}))"""
)
_WITH_HEREDOCS = re.compile(r"\s*(?:ONBUILD\s+)?(?:RUN|COPY|ADD)\s", re.IGNORECASE)


class Marks(msgspec.Struct, frozen=True, kw_only=True):
    """Which line of the file a place in a joined text comes from."""

    offsets: tuple[int, ...] = (0,)
    """Ascending; the first is 0."""
    lines: tuple[int, ...] = (0,)

    def line_at(self, offset: int) -> int:
        """The line, from 1."""
        return self.lines[max(bisect_right(self.offsets, offset) - 1, 0)]

    def shifted(self, by: int) -> "Marks":
        """The marks of the same text without its first `by` characters."""
        first = self.line_at(by)
        rest = [(offset - by, line) for offset, line in zip(self.offsets, self.lines, strict=True) if offset > by]
        return Marks(offsets=(0, *(offset for offset, _ in rest)), lines=(first, *(line for _, line in rest)))


class Heredoc(msgspec.Struct, frozen=True, kw_only=True):
    """A text that stands below its instruction."""

    name: str
    body: str
    start: int
    """Where the body begins in the text of the instruction."""
    line: int
    """Of the first line of the body."""
    is_quoted: bool = False
    """Variables in it stay as they are."""


class Logical(msgspec.Struct, frozen=True, kw_only=True):
    """One instruction: continuation lines joined, heredocs below, comments apart."""

    text: str
    """With the word of the instruction; the bodies of heredocs follow on lines of their own."""
    head_length: int
    """Where the first line ends and the bodies begin."""
    marks: Marks
    line: int
    end_line: int
    heredocs: tuple[Heredoc, ...] = ()
    comments: tuple[str, ...] = ()
    """Without `#`: those above it since the last instruction, and those between its lines."""
    empty_lines: tuple[int, ...] = ()
    """Empty lines within it: they continue it, which is deprecated."""


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """All of a file, line by line."""

    logicals: tuple[Logical, ...] = ()
    escape: str = "\\"
    directives: dict[str, str] = {}
    comments: tuple[str, ...] = ()
    """All of them, for those that hold for the whole file."""
    problems: tuple[str, ...] = ()


def source_of(text: str) -> Source:
    """Put the lines of a file together. Never raises; what is odd is a problem."""
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    directives, problems = _directives(lines)
    escape = directives.get("escape", "\\")
    if escape not in ("\\", "`"):
        problems.append(f"the directive escape is {escape[:20]!r}; expected \\ or `")
        escape = "\\"
    reading = _Reading(lines, escape, problems)
    logicals = reading.all()
    return Source(
        logicals=tuple(logicals),
        escape=escape,
        directives=directives,
        comments=tuple(reading.all_comments),
        problems=tuple(problems),
    )


def _directives(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """Parser directives: comments of a known form above everything else."""
    found: dict[str, str] = {}
    problems: list[str] = []
    for number, line in enumerate(lines, start=1):
        match = _DIRECTIVE.match(line.strip()) if len(line) <= 4096 else None
        name = match.group(1).lower() if match else ""
        if match is None or name not in _DIRECTIVES:
            break
        if name in found:
            problems.append(f"line {number}: the directive {name!r} stands twice; the first one holds")
        found.setdefault(name, match.group(2))
    return found, problems


class _Reading:
    """A walk over the lines."""

    def __init__(self, lines: list[str], escape: str, problems: list[str]) -> None:
        self.lines = lines
        self.problems = problems
        self.at = 0
        self.pending: list[str] = []
        self.all_comments: list[str] = []
        mark = re.escape(escape)
        self.continued = re.compile(rf"(?:^|[^{mark}]){mark}[ \t]*$")
        self.escape = escape

    def all(self) -> list[Logical]:
        found: list[Logical] = []
        while self.at < len(self.lines):
            line = self.lines[self.at].strip()
            if not line:
                self.at += 1
            elif line.startswith("#"):
                self._comment(line)
                self.at += 1
            elif len(found) == MAX_INSTRUCTIONS:
                self.problems.append(f"there are more than {MAX_INSTRUCTIONS} instructions; the rest was left out")
                break
            else:
                found.append(self._logical())
        return found

    def _comment(self, line: str) -> None:
        self.pending.append(line[1:].strip())
        self.all_comments.append(self.pending[-1])

    def _logical(self) -> Logical:
        first = self.at
        joined = _Joined()
        empty: list[int] = []
        goes_on = True
        while goes_on and self.at < len(self.lines):
            raw = self.lines[self.at]
            stripped = raw.strip()
            if self.at > first and stripped.startswith("#"):
                self._comment(stripped)
            elif self.at > first and not stripped:
                empty.append(self.at + 1)
            else:
                goes_on = self.continued.search(raw) is not None
                joined.add(raw[: raw.rindex(self.escape)] if goes_on else raw, self.at + 1)
            self.at += 1
        return self._with_heredocs(joined, first + 1, tuple(empty))

    def _with_heredocs(self, joined: "_Joined", line: int, empty: tuple[int, ...]) -> Logical:
        head = joined.trimmed()
        heredocs: list[Heredoc] = []
        if "<<" in head and _WITH_HEREDOCS.match(head):
            matches = list(islice(_HEREDOC.finditer(head), MAX_HEREDOCS))
            heredocs += [
                self._heredoc(match, joined, line) for match in matches if not _is_within_quotes(head, match.start())
            ]
        comments, self.pending = tuple(self.pending), []
        return Logical(
            text=joined.text(),
            head_length=len(head),
            marks=joined.marks(),
            line=line,
            end_line=self.at,
            heredocs=tuple(heredocs),
            comments=comments,
            empty_lines=empty,
        )

    def _heredoc(self, match: re.Match[str], joined: "_Joined", line: int) -> Heredoc:
        name = next(group for group in match.groups()[2:] if group)
        strips_tabs, is_quoted = match.group(2) == "-", not match.group(5)
        start, first = len(joined.text()) + 1, self.at + 1
        body: list[str] = []
        while self.at < len(self.lines):
            raw = self.lines[self.at].lstrip("\t") if strips_tabs else self.lines[self.at]
            self.at += 1
            joined.add_line(raw, self.at)
            if raw == name:
                return Heredoc(name=name, body="\n".join(body), start=start, line=first, is_quoted=is_quoted)
            body.append(raw)
        self.problems.append(f"line {line}: the heredoc {name[:80]!r} does not end")
        return Heredoc(name=name, body="\n".join(body), start=start, line=first, is_quoted=is_quoted)


class _Joined:
    """A text put together from lines, with where each came from."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.offsets: list[int] = []
        self.numbers: list[int] = []
        self.length = 0

    def add(self, piece: str, line: int) -> None:
        """White space on either side of a joint becomes one space; without any, words are joined as the builder does."""
        if not self.parts:
            piece = piece.lstrip()
        elif piece[:1].isspace() or self.parts[-1][-1:].isspace() or not self.parts[-1]:
            before = self.parts[-1].rstrip()
            self.length -= len(self.parts[-1]) - len(before)
            self.parts[-1] = before
            piece = (" " if before else "") + piece.lstrip()
        self._append(piece, line)

    def add_line(self, piece: str, line: int) -> None:
        """A line of a heredoc."""
        self._append("\n" + piece, line)

    def _append(self, piece: str, line: int) -> None:
        self.offsets.append(self.length)
        self.numbers.append(line)
        self.parts.append(piece)
        self.length += len(piece)

    def trimmed(self) -> str:
        """The text so far, white space at its end taken away for good."""
        text = "".join(self.parts)
        self.parts = [text.rstrip()]
        self.length = len(self.parts[0])
        return self.parts[0]

    def text(self) -> str:
        return "".join(self.parts)

    def marks(self) -> Marks:
        return Marks(offsets=tuple(self.offsets), lines=tuple(self.numbers))


def _is_within_quotes(text: str, at: int) -> bool:
    """Whether a quote is open at this place."""
    quote = ""
    skip = False
    for character in text[:at]:
        if skip:
            skip = False
        elif character == "\\" and quote != "'":
            skip = True
        elif quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
    return bool(quote)
