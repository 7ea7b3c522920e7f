"""Expressions of a content search, all looked for in one go.

Hyperscan says in one pass over a text which expressions may be found in it; RE2 then finds the lines. Ten expressions so cost little more
than one. What hyperscan does not take (or would take too long to compile) is looked for by RE2 alone, and so is everything where there is
no hyperscan. Both are linear in the text.
"""

import re
from collections.abc import Iterator, Sequence

import msgspec

from mooring.base.errors import BadConfig

MAX_EXPRESSIONS = 1_000
MAX_CHARS = 10_000
_MAX_MEMORY_BYTES = 16 << 20
_MAX_TOGETHER_CHARS = 1_000
"""Longer expressions are not given to hyperscan."""
_LARGE_REPEAT = re.compile(r"\{\s*\d*\s*,?\s*\d{3,}")
_MAY_DIFFER = re.compile(r"\\[AzZGCKpPRXHVN0-9]|\{\s*,|\[\[|\(\?[a-zA-Z]*-|\(\?[a-zA-Z]*[xJ]")
"""What the two engines may read differently, or what means the ends of a text: hyperscan sees whole texts, RE2 lines."""
_ENDS_OF_TEXT = re.compile(r"\\[Az]|\(\?[a-zA-Z]*-[a-zA-Z]*m")


class Expression(msgspec.Struct, frozen=True, kw_only=True):
    """One expression that a user asked for."""

    name: str
    regex: str


class Hit(msgspec.Struct, frozen=True, order=True, gc=False):
    """A line in which an expression is found."""

    line: int
    """From 1."""
    number: int
    """Of the expression, from 0."""


class Expressions:
    """Compiled expressions. Raises BadConfig, which names `setting`, for one that RE2 does not take."""

    def __init__(self, expressions: Sequence[Expression], setting: str) -> None:
        if len(expressions) > MAX_EXPRESSIONS:
            raise BadConfig(f"{setting} has {len(expressions)} expressions; the limit is {MAX_EXPRESSIONS}")
        self.all = tuple(expressions)
        self._lines = [_LineSearch(one, setting) for one in self.all]
        self._filter = _Filter([one.regex for one in self.all])

    def hits(self, text: bytes, *, most: int) -> Iterator[Hit]:
        """Yield the lines of each expression, the first `most` of them, in the order of the expressions. `text` is UTF-8."""
        for number in self._filter.candidates(text):
            for line in self._lines[number].lines(text, most):
                yield Hit(line, number)


class _LineSearch:
    """Finds the lines in which one expression matches somewhere."""

    def __init__(self, expression: Expression, setting: str) -> None:
        import re2

        options = re2.Options()
        options.max_mem, options.log_errors = _MAX_MEMORY_BYTES, False
        options.never_nl = True  # so that no match crosses a line
        regex = expression.regex
        self._by_line = _ENDS_OF_TEXT.search(regex) is not None
        try:
            if len(regex) > MAX_CHARS:
                raise BadConfig(
                    _refusal(expression, setting, f"it has {len(regex)} characters, the limit is {MAX_CHARS}")
                )
            re2.compile(regex, options=options)  # alone first: what follows must not close a bracket of it
            self._compiled = re2.compile(f"(?m:{regex})".encode(), options=options)
        except (re2.error, UnicodeEncodeError) as error:
            reason = error.args[0] if isinstance(error, re2.error) and error.args else "it is no text"
            reason = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
            raise BadConfig(
                _refusal(expression, setting, reason),
                hint="write it for RE2 (https://github.com/google/re2/wiki/Syntax): no look-around, no back-references",
            ) from None

    def lines(self, text: bytes, most: int) -> Iterator[int]:
        """Yield the numbers of the first lines with a match, from 1."""
        search = self._in_single_lines(text) if self._by_line else self._in_text(text)
        for count, line in enumerate(search, start=1):
            yield line
            if count >= most:
                return

    def _in_text(self, text: bytes) -> Iterator[int]:
        line, counted, at = 1, 0, 0
        while at <= len(text):
            found = self._compiled.search(text, at)
            if found is None or (found.start() == len(text) and text.endswith(b"\n")):
                return
            line += text.count(b"\n", counted, found.start())
            counted = found.start()
            yield line
            end = text.find(b"\n", counted)
            if end < 0:
                return
            at = end + 1

    def _in_single_lines(self, text: bytes) -> Iterator[int]:
        for number, line in enumerate(text.removesuffix(b"\n").split(b"\n"), start=1):
            if self._compiled.search(line) is not None:
                yield number


class _Filter:
    """Tells which expressions may match somewhere in a text."""

    def __init__(self, regexes: Sequence[str]) -> None:
        together = [number for number, regex in enumerate(regexes) if _is_for_both(regex)]
        self._scanner = None
        if len(together) > 1:
            together, self._scanner = _compiled(regexes, together)
        self._alone = sorted(set(range(len(regexes))) - (set(together) if self._scanner is not None else set()))

    def candidates(self, text: bytes) -> list[int]:
        """Numbers of the expressions, in order."""
        found = set(self._alone)
        if self._scanner is not None:

            def note(number: int, start: int, end: int, flags: int, context: object) -> None:
                found.add(number)

            self._scanner.scan(text, match_event_handler=note)
        return sorted(found)


def _is_for_both(regex: str) -> bool:
    is_small = len(regex) <= _MAX_TOGETHER_CHARS and not _LARGE_REPEAT.search(regex)
    return is_small and regex.isascii() and not _MAY_DIFFER.search(regex)


def _compiled(regexes: Sequence[str], numbers: Sequence[int]):  # type: ignore[no-untyped-def] # hyperscan has no types
    """Numbers of those that hyperscan takes, and a database of them; each is tried, since it takes all or none."""
    try:
        import hyperscan
    except ImportError:  # there is none for this machine
        return [], None
    flags = (
        hyperscan.HS_FLAG_MULTILINE
        | hyperscan.HS_FLAG_SINGLEMATCH
        | hyperscan.HS_FLAG_UTF8
        | hyperscan.HS_FLAG_ALLOWEMPTY
    )

    def database(chosen: Sequence[int]):  # type: ignore[no-untyped-def] # hyperscan has no types
        made = hyperscan.Database()
        made.compile(
            expressions=[regexes[number].encode() for number in chosen],
            ids=list(chosen),
            elements=len(chosen),
            flags=[flags] * len(chosen),
        )
        return made

    try:
        return list(numbers), database(numbers)
    except hyperscan.error:
        pass
    taken = []
    for number in numbers:
        try:
            database([number])
        except hyperscan.error:
            continue
        taken.append(number)
    try:
        return (taken, database(taken)) if taken else ([], None)
    except hyperscan.error:
        return [], None


def _refusal(expression: Expression, setting: str, reason: str) -> str:
    shown = expression.regex.encode("utf-8", "backslashreplace").decode()[:200]
    return f"{setting}: the expression {shown!r} of {expression.name!r} was not taken: {reason}"
