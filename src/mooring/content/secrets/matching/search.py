"""The search of one text by all rules. Two engines say where to look, RE2 decides, and both ways give the same.

A text is cut into blocks at fixed offsets from its beginning. What a rule finds in a block is what RE2 finds, one match after the other,
from the block's first byte on, among matches that begin in the block and end at most `REACH_BYTES` behind it; a keyword counts within
that distance of the block. So each block is judged by its neighbourhood alone, and a large text may be searched in windows: what stands
deep enough in a window is found there as it would be in the whole text.

Hyperscan tells where matches end; a match begins no farther back than its expression is wide, so RE2 looks at a few hundred bytes for
each. Without hyperscan RE2 looks at every block in which a keyword of the rule occurs.
"""

import copy
from collections.abc import Iterable, Iterator, Set
from itertools import islice

import msgspec

from mooring.content.secrets.matching.judging import Hit, Judge
from mooring.content.secrets.matching.patterns import PatternDatabase
from mooring.content.secrets.matching.sifting import sifted
from mooring.content.secrets.rule import RuleSet

BLOCK_BYTES = 64 << 10
REACH_BYTES = 16 << 10
MARGIN_BLOCKS = 2
"""Blocks at an inner end of a window whose hits are left to the next window."""
MAX_HITS = 1_000
"""Of one text, or window of one."""
MAX_HITS_OF_RULE = 100
_MAX_RAW_HITS = 5_000
_MAX_RAW_HITS_OF_RULE = 200
_MAX_CONFIRMED_BYTES = 256 << 20
_SEGMENT_BLOCKS = 16
_MAX_ENDS = 50_000
_CONTEXT_BYTES = 16
Stretches = dict[tuple[int, int], tuple[int, int]]
"""Block and position of a rule, to the part of the text in which a match of it lies, if there is one."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What a text holds."""

    hits: tuple[Hit, ...] = ()
    """In the order of the text."""
    left_out: str = ""
    """Why there may be more; empty where that is all."""


class Blocks(msgspec.Struct, frozen=True, kw_only=True):
    """A text, or a window of one, on the grid of the whole text."""

    size: int
    origin: int = 0
    """Offset of its first byte in the whole text."""
    is_last: bool = True
    block: int = BLOCK_BYTES
    reach: int = REACH_BYTES

    @property
    def usable(self) -> range:
        """Blocks that lie in it with all that decides about them."""
        first = -(-(self.origin + self.reach) // self.block) if self.origin else 0
        end = self.origin + self.size
        return range(first, -(-end // self.block) if self.is_last else max(first, (end - self.reach) // self.block))

    @property
    def told(self) -> range:
        """Blocks whose hits it is to tell."""
        usable = self.usable
        margin = (MARGIN_BLOCKS if self.origin else 0, 0 if self.is_last else MARGIN_BLOCKS)
        return range(usable.start + margin[0], max(usable.start + margin[0], usable.stop - margin[1]))

    def begin(self, block: int) -> int:
        """Where a block begins in the text at hand."""
        return max(0, block * self.block - self.origin)

    def end(self, block: int) -> int:
        """Where it ends."""
        return min(self.size, (block + 1) * self.block - self.origin)

    def limit(self, block: int) -> int:
        """Where matches that begin in it must end."""
        return min(self.size, (block + 1) * self.block - self.origin + self.reach)

    def of_end(self, end: int, width: float) -> Iterator[int]:
        """Blocks in which a match that ends there may begin."""
        at = self.origin + end
        own = (at - 1) // self.block
        yield own
        beyond = at - own * self.block
        if beyond <= self.reach and beyond < width:
            yield own - 1


class Searcher:
    """All rules, made ready once, for any number of texts. `database` knows the expressions of the rules that have one, in their order."""

    def __init__(
        self,
        rules: RuleSet,
        database: PatternDatabase | None,
        *,
        block: int = BLOCK_BYTES,
        reach: int = REACH_BYTES,
    ) -> None:
        self.rules = rules
        self._block, self._reach = block, reach
        self._database = database
        self.judges = tuple(
            Judge(rule, position, rules.allowlists)
            for position, rule in enumerate(rule for rule in rules.rules if rule.regex)
        )
        by_keyword: dict[bytes, list[int]] = {}
        always: list[int] = []
        for judge in self.judges:
            if database is None or judge.position in database.left_out:
                for word in judge.keywords:
                    by_keyword.setdefault(word, []).append(judge.position)
                if not judge.keywords:
                    always.append(judge.position)
        self._by_keyword, self._always = tuple(by_keyword.items()), tuple(always)

    def narrowed(self, lowered: bytes) -> "Searcher":
        """The same search for texts that are all parts of this one in lower case: keywords that it lacks are not looked for again."""
        narrow = copy.copy(self)
        narrow._by_keyword = tuple(entry for entry in self._by_keyword if entry[0] in lowered)
        return narrow

    def search(self, text: bytes, path: bytes, *, origin: int = 0, is_last: bool = True) -> Found:
        """The secrets of a text, or of a window of one, in a file of this path."""
        blocks = Blocks(size=len(text), origin=origin, is_last=is_last, block=self._block, reach=self._reach)
        run = _Run(self.judges, text, path, blocks)
        usable = blocks.usable
        for first in range(usable.start, usable.stop, _SEGMENT_BLOCKS):
            segment = range(first, min(usable.stop, first + _SEGMENT_BLOCKS))
            if not run.confirm(self._stretches(text, blocks, segment, run.exhausted)):
                break
        return run.found()

    def _stretches(self, text: bytes, blocks: Blocks, segment: range, exhausted: Set[int]) -> Stretches:
        """Where in some blocks to look for what; not for rules that have found enough."""
        found: Stretches = {}
        if self._database is not None and not self._add_ends(text, blocks, segment, exhausted, found):
            for block in segment:
                if not self._add_ends(text, blocks, range(block, block + 1), exhausted, found):
                    self._add_all(blocks, block, found)
        if self._by_keyword or self._always:
            for block in segment:
                self._add_likely(text, blocks, block, found)
        return found

    def _add_ends(self, text: bytes, blocks: Blocks, segment: range, exhausted: Set[int], found: Stretches) -> bool:
        """Ask hyperscan; False where there are too many answers to follow one by one."""
        assert self._database is not None
        begin = max(0, blocks.begin(segment.start) - _CONTEXT_BYTES)
        end = min(len(text), blocks.limit(segment.stop - 1) + _CONTEXT_BYTES)
        part = text if not begin and end == len(text) else memoryview(text)[begin:end]
        ends = self._database.ends(part, _MAX_ENDS)
        if ends is None:
            return False
        for position, offset in ends:
            if position in exhausted:
                continue
            width = self.judges[position].width
            for block in blocks.of_end(begin + offset, width):
                if block in segment:
                    least = blocks.begin(block)
                    if width <= blocks.reach:
                        least = max(least, begin + offset - int(width))
                    known = found.get((block, position))
                    most = begin + offset
                    found[block, position] = (
                        (least, most) if known is None else (min(known[0], least), max(known[1], most))
                    )
        return True

    def _add_all(self, blocks: Blocks, block: int, found: Stretches) -> None:
        for judge in self.judges:
            found[block, judge.position] = (blocks.begin(block), blocks.limit(block))

    def _add_likely(self, text: bytes, blocks: Blocks, block: int, found: Stretches) -> None:
        """Rules that hyperscan does not know, where one of their keywords is near."""
        lowered = _near(text, blocks, block)
        stretch = (blocks.begin(block), blocks.limit(block))
        for position in self._always:
            found[block, position] = stretch
        for word, positions in self._by_keyword:
            if word in lowered:
                for position in positions:
                    found[block, position] = stretch


class _Run:
    """One text on its way through RE2."""

    def __init__(self, judges: tuple[Judge, ...], text: bytes, path: bytes, blocks: Blocks) -> None:
        self._judges, self._text, self._path, self._blocks = judges, text, path, blocks
        self._told = blocks.told
        self._raw: dict[int, list[Hit]] = {}
        self._counts: dict[int, int] = {}
        self._is_meant: dict[int, bool] = {}
        self.exhausted: set[int] = set()
        """Rules that have found as much as is kept."""
        self._total = self._confirmed_bytes = 0
        self._left_out = ""

    def confirm(self, stretches: Stretches) -> bool:
        """Look closely; False where that is enough for one text."""
        near_block, lowered = -1, b""
        for block, position in sorted(stretches):
            judge = self._judges[position]
            if position in self.exhausted or not self._means(judge):
                continue
            if judge.keywords and near_block != block:
                near_block, lowered = block, _near(self._text, self._blocks, block)
            if not judge.is_likely(lowered):
                continue
            begin, end = stretches[block, position]
            self._confirmed_bytes += end - begin
            self._keep(judge, block, begin, min(end, self._blocks.limit(block)))
            if self._total >= _MAX_RAW_HITS or self._confirmed_bytes >= _MAX_CONFIRMED_BYTES:
                self._left_out = (
                    "it has more places that look like secrets than are followed; the rest was not searched"
                )
                return False
        return True

    def _keep(self, judge: Judge, block: int, begin: int, end: int) -> None:
        """Keep the first hits of a rule in a block. What is there to judge others by, and told by another window, counts for no bound."""
        hits = judge.hits(self._text, begin, end, self._blocks.end(block), self._path)
        kept = list(islice(hits, _MAX_RAW_HITS_OF_RULE))
        self._raw.setdefault(block, []).extend(kept)
        if block in self._told:
            self._total += len(kept)
            count = self._counts[judge.position] = self._counts.get(judge.position, 0) + len(kept)
            if count >= _MAX_RAW_HITS_OF_RULE:
                self.exhausted.add(judge.position)
        if len(kept) >= _MAX_RAW_HITS_OF_RULE or judge.position in self.exhausted:
            self._left_out = f"rule {judge.rule.id} takes very many places in it for secrets; some were left out"

    def _means(self, judge: Judge) -> bool:
        """Whether the rule is meant for this file."""
        known = self._is_meant.get(judge.position)
        if known is None:
            known = judge.fits_path(self._path) and not judge.exempts_path(self._path)
            self._is_meant[judge.position] = known
        return known

    def found(self) -> Found:
        """What is told, in the order of the text, within bounds."""
        left_out = self._left_out
        kept: list[Hit] = []
        counts: dict[int, int] = {}
        told = [block for block in sorted(self._raw) if block in self._told]
        for hit in sifted(self._raw, self._judges, self._text, told):
            counts[hit.rule] = counts.get(hit.rule, 0) + 1
            if counts[hit.rule] > MAX_HITS_OF_RULE:
                rule = self._judges[hit.rule].rule.id
                left_out = (
                    f"rule {rule} takes more than {MAX_HITS_OF_RULE} places in it for secrets; the rest was left out"
                )
            elif len(kept) >= MAX_HITS:
                left_out = f"it has more than {MAX_HITS} secrets; the rest was left out"
            else:
                kept.append(hit)
        return Found(hits=_in_order(kept), left_out=left_out)


def _in_order(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    return tuple(sorted(hits, key=lambda hit: (hit.start, hit.end, hit.rule)))


def _near(text: bytes, blocks: Blocks, block: int) -> bytes:
    """What keywords are looked for in, in lower case."""
    begin = max(0, blocks.begin(block) - (blocks.reach if block * blocks.block > blocks.origin else 0))
    return text[begin : blocks.limit(block)].lower()
