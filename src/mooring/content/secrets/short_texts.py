"""Secrets in short texts: variables, labels, commands, lines of a build. Without hyperscan: loading it takes longer."""

import copy
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import msgspec

from mooring.base.config import SecretText
from mooring.content.options import ContentOptions
from mooring.content.secrets.fingerprints import Fingerprints
from mooring.content.secrets.matching.checksums import is_valid
from mooring.content.secrets.matching.judging import Hit
from mooring.content.secrets.matching.search import Searcher
from mooring.content.secrets.named_values import RULE, NamedValue, named_values, old_form_value
from mooring.content.secrets.rule import Rule, RuleSet
from mooring.content.secrets.rule_set import rules_of

MASK = "***"
MAX_TEXT_CHARS = 1 << 20
"""Of a longer text the rest is masked: nobody knows what is in it."""
_CONTINUATION = bytes(range(0x80, 0xC0))


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """A secret in a short text, by its place in the text's characters."""

    start: int
    end: int
    rule: Rule
    fingerprint: str = ""
    is_valid: bool | None = None


class ShortTexts:
    """Searches short texts by the rules of some options. Expressions are compiled when a keyword of theirs first occurs."""

    def __init__(self, rules: RuleSet, key: SecretText) -> None:
        chosen = tuple(rule for rule in rules.rules if rule.regex and not rule.path)
        self._searcher = Searcher(msgspec.structs.replace(rules, rules=chosen), None)
        self._fingerprints = Fingerprints(key)

    def narrowed(self, texts: Iterable[str]) -> "ShortTexts":
        """The same search, faster, for these texts and parts of them."""
        narrow = copy.copy(self)
        together = "\n".join(texts).encode("utf-8", "surrogatepass").lower()
        narrow._searcher = self._searcher.narrowed(together)
        return narrow

    def spots(self, text: str) -> tuple[Spot, ...]:
        """The secrets of a text, in its order."""
        text = text[:MAX_TEXT_CHARS]
        content = text.encode("utf-8", "surrogatepass")
        found = [self._spot(content, hit) for hit in self._searcher.search(content, b"").hits]
        return tuple(sorted((*found, *self._named(text, found)), key=lambda spot: (spot.start, -spot.end)))

    def _spot(self, content: bytes, hit: Hit) -> Spot:
        rule, secret = self._searcher.judges[hit.rule].rule, content[hit.start : hit.end]
        return Spot(
            start=_characters(content, hit.start, up=False),
            end=_characters(content, hit.end, up=True),
            rule=rule,
            fingerprint=self._fingerprints.of(rule.id, secret),
            is_valid=is_valid(rule.checksum, secret) if rule.checksum else None,
        )

    def _named(self, text: str, found: Sequence[Spot]) -> Iterator[Spot]:
        """Values that only their name tells; where a rule knows a part of one, the rule tells it."""
        old = old_form_value(text)
        values: tuple[NamedValue, ...] = (*named_values(text), *((old,) if old else ()))
        for value in values:
            if not any(spot.start < value.end and value.start < spot.end for spot in found):
                yield self.named(text, value.start, value.end)

    def named(self, text: str, start: int, end: int) -> Spot:
        """A value that its name tells."""
        secret = text[start:end].encode("utf-8", "surrogatepass")
        return Spot(start=start, end=end, rule=RULE, fingerprint=self._fingerprints.of(RULE.id, secret))


def masked(text: str, spots: Sequence[Spot]) -> str:
    """The text with `***` for each secret."""
    out: list[str] = []
    at = 0
    for spot in spots:
        if spot.end > at:
            out += (text[at : max(at, spot.start)], MASK if spot.start >= at else "")
            at = spot.end
    rest = text[at:]
    return "".join(out) + (rest if len(text) <= MAX_TEXT_CHARS else text[at:MAX_TEXT_CHARS] + MASK)


def short_texts(options: ContentOptions) -> ShortTexts:
    """The search for these options. Raises BadConfig where a file of theirs cannot be used."""
    return _made(rules_of(options), options.fingerprint_key)


@lru_cache(maxsize=4)
def _made(rules: RuleSet, key: SecretText) -> ShortTexts:
    return ShortTexts(rules, key)


def _characters(content: bytes, at: int, *, up: bool) -> int:
    """How many characters of UTF-8 begin before a byte; one that is cut counts where `up` is set."""
    begun = len(content[:at].translate(None, _CONTINUATION))
    is_cut = at < len(content) and 0x80 <= content[at] < 0xC0
    return begun - (is_cut and not up)
