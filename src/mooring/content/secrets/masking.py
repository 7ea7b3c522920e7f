"""Texts and files without their secrets, for all that is kept or shown."""

from functools import lru_cache

from mooring.content.options import ContentOptions
from mooring.content.secrets.matching.patterns import pattern_database
from mooring.content.secrets.matching.search import Searcher
from mooring.content.secrets.matching.text import UTF_32_MARKS, Encoding, encoding_of, searchable
from mooring.content.secrets.rule import RuleSet
from mooring.content.secrets.rule_set import rules_of
from mooring.content.secrets.short_texts import MASK, masked, short_texts

_SMALL_BYTES = 64 << 10
"""Up to here keywords and RE2 are done before hyperscan is loaded."""
UNREADABLE = b"*** (UTF-32, which is not searched for secrets: all of it is masked)\n"
TOO_MUCH = b"*** (more places that look like secrets than are followed: all of it is masked)\n"


def mask_text(text: str, options: ContentOptions) -> str:
    """A short text with `***` for each secret, also for values that only their name tells (`DB_PASSWORD=...`)."""
    return masked(text, short_texts(options).spots(text))


def mask(content: bytes, options: ContentOptions, path: bytes = b"") -> tuple[bytes, int]:
    """A file with `***` for each secret that a rule finds, and how many there were. What is no text is searched byte by byte.
    Rules that hold for files of this path apply, and those that exempt such files, too.

    Where there are more than can be followed, or nothing can be told (UTF-32), nothing of it is kept.
    """
    if content.startswith(UTF_32_MARKS):
        return UNREADABLE, 1
    encoding = encoding_of(content) or Encoding(has_nul=True)
    text, _ = searchable(content, encoding)
    folder = "" if len(text) <= _SMALL_BYTES else options.pattern_cache
    searcher = _searcher(rules_of(options), folder, with_patterns=len(text) > _SMALL_BYTES)
    found = [searcher.search(text, one) for one in dict.fromkeys((path, b""))]
    if any(one.left_out for one in found):
        return TOO_MUCH, max(len(one.hits) for one in found)
    hits = sorted({(hit.start, hit.end) for one in found for hit in one.hits})
    stars = (
        MASK.encode() if encoding.width == 1 else MASK.encode("utf-16-be" if encoding.is_big_endian else "utf-16-le")
    )
    out: list[bytes] = []
    at = count = 0
    for places in hits:
        start, end = (encoding.mark + encoding.width * place for place in places)
        if end > at:
            out += (content[at : max(at, start)], stars if start >= at else b"")
            at = end
            count += 1
    return b"".join(out) + content[at:], count


@lru_cache(maxsize=4)
def _searcher(rules: RuleSet, folder: str, *, with_patterns: bool) -> Searcher:
    regexes = [rule.regex for rule in rules.rules if rule.regex]
    return Searcher(rules, pattern_database(regexes, folder) if with_patterns else None)
