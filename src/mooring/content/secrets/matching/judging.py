"""One rule made ready: what RE2 finds with it in a stretch of text, and which of that counts as a secret."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from mooring.content.secrets.matching.expressions import Expression, compiled
from mooring.content.secrets.matching.width import max_width
from mooring.content.secrets.rule import ADDITIONAL, Allowlist, Rule

_PREFIX_BYTES = 4
LINE_REACH = 4 << 10
"""Bytes of a line that are looked at on either side of a match."""


class Hit(msgspec.Struct, frozen=True, gc=False):
    """A secret by its place in a text; what stands there is not kept."""

    start: int
    """Of the secret."""
    end: int
    rule: int
    """Position of the rule in its set."""
    first: int
    """Where the whole match begins."""
    last: int


class Judge:
    """One rule with its expression compiled when it is first needed."""

    def __init__(self, rule: Rule, position: int, allowlists: Sequence[Allowlist]) -> None:
        self.rule, self.position = rule, position
        self._allowlists = allowlists
        self._exemptions: tuple[_Exemption, ...] | None = None
        self.keywords = tuple(word.encode("utf-8", "surrogatepass") for word in rule.keywords)
        self.is_additional = ADDITIONAL in rule.tags
        self._expression: Expression | None = None
        self._path: Expression | None = None
        self._width: float | None = None

    @property
    def expression(self) -> Expression:
        """The rule's expression."""
        if self._expression is None:
            self._expression = compiled(self.rule.regex)
        return self._expression

    @property
    def width(self) -> float:
        """Bytes of the longest match."""
        if self._width is None:
            self._width = max_width(self.rule.regex)
        return self._width

    def fits_path(self, path: bytes) -> bool:
        """Whether the rule is meant for files of this path."""
        if not self.rule.path:
            return True
        if self._path is None:
            self._path = compiled(self.rule.path)
        return self._path.search(path) is not None

    def exempts_path(self, path: bytes) -> bool:
        """Whether an allowlist keeps the rule from all that stands in files of this path."""
        return any(exemption.holds_for_path(path) for exemption in self._exempting())

    def is_likely(self, lowered: bytes) -> bool:
        """Whether one of the keywords stands in text in lower case, or none is asked for."""
        return not self.keywords or any(word in lowered for word in self.keywords)

    def hits(self, text: bytes, begin: int, end: int, starts_before: int, path: bytes) -> Iterator[Hit]:
        """What counts in a stretch of text, for matches that begin before `starts_before`; without the keywords."""
        search, at = self.expression.search, begin
        while at < starts_before:
            match = search(text, at, end)
            if match is None:
                return
            first, last = match.span()
            if first >= starts_before:
                return
            start, stop = self._secret_span(match)
            if start < stop and self._counts(text, start, stop, first, last, path):
                yield Hit(start, stop, self.position, first, last)
            at = last if last > first else last + 1

    def _secret_span(self, match: object) -> tuple[int, int]:
        """The group that the rule names, else the first that is not empty, else the match."""
        span = match.span  # type: ignore[attr-defined] # re2 has no types
        if self.rule.secret_group:
            return _pair(span(self.rule.secret_group))
        for group in range(1, self.expression.groups + 1):
            start, stop = _pair(span(group))
            if stop > start:
                return start, stop
        return _pair(span())

    def _counts(self, text: bytes, start: int, stop: int, first: int, last: int, path: bytes) -> bool:
        secret = text[start:stop]
        if self.rule.entropy and entropy(secret) <= self.rule.entropy:
            return False
        return not any(
            exemption.holds(text, (start, stop), (first, last), secret, path) for exemption in self._exempting()
        )

    def _exempting(self) -> "tuple[_Exemption, ...]":
        if self._exemptions is None:
            given = (one for one in self._allowlists if not one.rules or self.rule.id in one.rules)
            self._exemptions = tuple(map(_Exemption, (*self.rule.allowlists, *given)))
        return self._exemptions

    def specificity(self, secret: bytes) -> int:
        """How much the rule knows of a secret that it found: the words around (0), whose it is (1), or how such secrets begin (2)."""
        if self.rule.is_generic:
            return 0
        lowered = secret.lower()
        begins = lowered[:_PREFIX_BYTES].decode("latin-1")
        is_known = any(word in lowered for word in self.keywords) or begins in self.rule.regex.lower()
        return 2 if is_known else 1


class _Exemption:
    """An allowlist with its expressions compiled when they are first needed."""

    def __init__(self, allowlist: Allowlist) -> None:
        self._allowlist = allowlist
        self._stopwords = tuple(word.encode("utf-8", "surrogatepass") for word in allowlist.stopwords)
        self._regexes: tuple[Expression, ...] | None = None
        self._paths: tuple[Expression, ...] | None = None

    def holds_for_path(self, path: bytes) -> bool:
        """Whether the path alone is enough."""
        others = self._allowlist.regexes or self._stopwords
        if not self._allowlist.paths or (others and self._allowlist.needs_all):
            return False
        return self._fits(path)

    def holds(
        self, text: bytes, secret_span: tuple[int, int], match_span: tuple[int, int], secret: bytes, path: bytes
    ) -> bool:
        """Whether a match is no secret."""
        given = self._allowlist
        found: list[bool] = []
        if self._stopwords:
            lowered = secret.lower()
            found.append(any(word in lowered for word in self._stopwords))
        if given.regexes:
            begin, end = secret_span
            if given.target == "match":
                begin, end = match_span
            elif given.target == "line":
                begin, end = line_span(text, *match_span)
            found.append(self._matches(text[begin:end]))
        if given.paths:
            found.append(self._fits(path))
        return bool(found) and (all(found) if given.needs_all else any(found))

    def _matches(self, what: bytes) -> bool:
        if self._regexes is None:
            self._regexes = tuple(map(compiled, self._allowlist.regexes))
        return any(regex.search(what) is not None for regex in self._regexes)

    def _fits(self, path: bytes) -> bool:
        if self._paths is None:
            self._paths = tuple(map(compiled, self._allowlist.paths))
        return any(regex.search(path) is not None for regex in self._paths)


def entropy(secret: bytes) -> float:
    """Shannon's, in bits a byte."""
    counts: Iterable[int] = Counter(secret).values()
    size = len(secret)
    return -sum(count / size * math.log2(count / size) for count in counts)


def line_span(text: bytes, first: int, last: int) -> tuple[int, int]:
    """The lines that a stretch stands in, without the last line break, and no more than `LINE_REACH` bytes of them on either side."""
    begin = text.rfind(b"\n", max(0, first - LINE_REACH), first) + 1 or max(0, first - LINE_REACH)
    end = text.find(b"\n", last, last + LINE_REACH)
    return begin, end if end >= 0 else min(len(text), last + LINE_REACH)


def _pair(span: tuple[int, int]) -> tuple[int, int]:
    return span[0], span[1]
