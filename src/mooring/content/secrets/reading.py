"""The reader of secrets: a file, or a window of one, in; facts without values out."""

from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.base.limits import MIB
from mooring.content.options import ContentOptions
from mooring.content.secrets.fingerprints import Fingerprints
from mooring.content.secrets.matching.checksums import is_valid
from mooring.content.secrets.matching.expressions import compiled
from mooring.content.secrets.matching.judging import Hit, Judge, line_span
from mooring.content.secrets.matching.search import Found, Searcher
from mooring.content.secrets.matching.text import MIN_BYTES, UTF_32_MARKS, Encoding, encoding_of, searchable
from mooring.content.secrets.places import accepting
from mooring.content.secrets.rule import RuleSet
from mooring.model.evidence.content import SecretFact
from mooring.model.reader import Claim, LayerFile, Reader, Window

NAME = "secrets"
VERSION = 1
_COMMENTS = (b"mooring:allow", b"gitleaks:allow")


class SecretReader:
    """Searches files by the rules of a scan."""

    def __init__(self, searcher: Searcher, options: ContentOptions) -> None:
        self._searcher = searcher
        self._fingerprints = Fingerprints(options.fingerprint_key)
        self._has_own_rules = bool(options.secret_rules)
        self._everywhere, self._max_bytes = options.secrets_everywhere, options.max_secret_file_bytes
        self._by_path = tuple(
            Judge(rule, position, searcher.rules.allowlists)
            for position, rule in enumerate(rule for rule in searcher.rules.rules if not rule.regex)
            if not rule.is_silent
        )
        paths = "|".join(f"(?:{judge.rule.path})" for judge in self._by_path)
        self._paths = compiled(paths) if paths else None

    def reader(self) -> Reader:
        """The reader as scans know it."""
        return Reader(
            name=NAME,
            version=VERSION,
            claim=Claim(
                everything=True,
                accepts=accepting(
                    everywhere=self._everywhere, by_path=self._is_told_by_path if self._has_own_rules else None
                ),
                min_bytes=MIN_BYTES,
            ),
            read=self.read,
            read_window=self.read_window,
            summary="keys, tokens and passwords in text files",
        )

    def read(self, file: LayerFile) -> Iterator[SecretFact]:
        """Yield a fact a secret, in the order of the text; raise ReadError where there may be more."""
        path = file.path.encode("utf-8", "surrogateescape")
        yield from self._facts_of_path(path)
        encoding = encoding_of(file.content)
        if encoding is None:
            _refuse_utf_32(file.content)
            return
        if len(file.content) > self._max_bytes:
            raise ReadError(self._too_large(len(file.content)) + ", so it was not searched for secrets")
        text, _ = searchable(file.content, encoding)
        found = self._searcher.search(text, path)
        yield from self._facts(text, found, first_line=1, line_start=0)
        _complain(found)

    def read_window(self, window: Window) -> Iterator[SecretFact]:
        """Yield what stands deep enough in a window to be told there; a neighbour tells the rest."""
        path = window.path.encode("utf-8", "surrogateescape")
        if not window.offset:
            yield from self._facts_of_path(path)
        encoding = encoding_of(window.head)
        if encoding is None:
            if window.is_last:
                _refuse_utf_32(window.head)
            return
        if window.offset < self._max_bytes:
            yield from self._facts_of_window(window, path, encoding)
        if window.is_last and window.size > self._max_bytes:
            raise ReadError(self._too_large(window.size) + "; only that much of it was searched for secrets")

    def _facts_of_window(self, window: Window, path: bytes, encoding: Encoding) -> Iterator[SecretFact]:
        text, origin = searchable(window.content, encoding, window.offset)
        found = self._searcher.search(text, path, origin=origin, is_last=window.is_last)
        first_line = window.first_line if window.offset else 1
        line_start = -(-max(0, window.line_offset - encoding.mark) // encoding.width) - origin
        yield from self._facts(text, found, first_line=first_line, line_start=line_start)
        _complain(found)

    def _facts(self, text: bytes, found: Found, *, first_line: int, line_start: int) -> Iterator[SecretFact]:
        """Facts for hits; lines are counted once, from hit to hit. `line_start` is where the first line begins, maybe before the text."""
        line, at = first_line, 0
        for hit in found.hits:
            line += text.count(b"\n", at, hit.start)
            last = text.rfind(b"\n", at, hit.start)
            line_start, at = (last + 1 if last >= 0 else line_start), hit.start
            yield self._fact(
                text, hit, line=line if first_line else 0, column=hit.start - line_start + 1 if first_line else 0
            )

    def _fact(self, text: bytes, hit: Hit, *, line: int, column: int) -> SecretFact:
        rule = self._searcher.judges[hit.rule].rule
        secret = text[hit.start : hit.end]
        begin, end = line_span(text, hit.first, hit.last)
        around = text[begin:end]
        return SecretFact(
            rule=rule.id,
            line=line,
            column=column,
            fingerprint=self._fingerprints.of(rule.id, secret),
            is_valid=is_valid(rule.checksum, secret) if rule.checksum else None,
            is_allowed=any(comment in around for comment in _COMMENTS),
        )

    def _facts_of_path(self, path: bytes) -> Iterator[SecretFact]:
        if not self._is_told_by_path(path):
            return
        for judge in self._by_path:
            if judge.fits_path(path) and not judge.exempts_path(path):
                yield SecretFact(rule=judge.rule.id)

    def _is_told_by_path(self, path: bytes) -> bool:
        return self._paths is not None and self._paths.search(path) is not None

    def _too_large(self, size: int) -> str:
        return f"is {size / MIB:.0f} MiB; text is searched up to {self._max_bytes / MIB:.0f} MiB"


def searched_ids(rules: RuleSet) -> tuple[str, ...]:
    """Ids of the rules that can tell something."""
    return tuple(rule.id for rule in rules.rules if not rule.is_silent)


def _refuse_utf_32(head: bytes) -> None:
    if head.startswith(UTF_32_MARKS) and len(head) >= 64:
        raise ReadError("begins like text in UTF-32, which is not searched for secrets")


def _complain(found: Found) -> None:
    if found.left_out:
        raise ReadError(found.left_out)
