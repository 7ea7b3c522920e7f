"""Which of all hits are told: each secret once, by the rule that knows it best."""

from collections.abc import Iterator, Mapping, Sequence

from mooring.content.secrets.matching.judging import Hit, Judge
from mooring.content.secrets.rule import Required

Raw = Mapping[int, Sequence[Hit]]
"""Hits by the block in which their match begins."""
Weight = tuple[int, int, float, int, int]
"""How much the rule knows, the length of the secret, how narrow the expression is, which comes first."""


def sifted(raw: Raw, judges: Sequence[Judge], text: bytes, told: Sequence[int]) -> Iterator[Hit]:
    """The hits of these blocks without: what a match of the same rule in the block before covers; rules that tell nothing themselves, or
    whose companions are not near; and secrets that a rule which knows more tells (of equal ones the longer, then the narrower expression).

    Every block is judged by two neighbours on either side.
    """
    alive: dict[int, list[Hit]] = {}
    for block in told:
        near = [hit for other in (block - 1, block, block + 1) for hit in _alive(raw, judges, text, other, alive)]
        rivals = [(_weight(hit, judges, text), hit) for hit in near if not _is_apart(judges[hit.rule])]
        for hit in _alive(raw, judges, text, block, alive):
            judge = judges[hit.rule]
            if judge.rule.is_silent:
                continue
            if judge.is_additional or not _is_outdone(hit, _weight(hit, judges, text), rivals):
                yield hit


def _is_apart(judge: Judge) -> bool:
    return judge.is_additional or judge.rule.is_silent


def _alive(raw: Raw, judges: Sequence[Judge], text: bytes, block: int, known: dict[int, list[Hit]]) -> list[Hit]:
    """Hits of a block that stand on their own."""
    hits = known.get(block)
    if hits is None:
        before = raw.get(block - 1, ())
        near = (*before, *raw.get(block, ()), *raw.get(block + 1, ()))
        hits = [
            hit
            for hit in raw.get(block, ())
            if not any(other.rule == hit.rule and _overlap(other, hit) for other in before)
            and all(_has(hit, required, near, judges, text) for required in judges[hit.rule].rule.required)
        ]
        known[block] = hits
    return hits


def _has(hit: Hit, required: Required, near: Sequence[Hit], judges: Sequence[Judge], text: bytes) -> bool:
    """Whether another rule matches as near as it must."""
    return any(
        judges[other.rule].rule.id == required.id and other is not hit and _is_within(hit, other, required, text)
        for other in near
    )


def _is_within(hit: Hit, other: Hit, required: Required, text: bytes) -> bool:
    low, high = min(hit.start, other.start), max(hit.start, other.start)
    if required.within_lines is not None and text.count(b"\n", low, high) > required.within_lines:
        return False
    if required.within_columns is None:
        return True
    columns = [one.start - text.rfind(b"\n", max(0, one.start - (64 << 10)), one.start) for one in (hit, other)]
    return abs(columns[0] - columns[1]) <= required.within_columns


def _weight(hit: Hit, judges: Sequence[Judge], text: bytes) -> Weight:
    judge = judges[hit.rule]
    return judge.specificity(text[hit.start : hit.end]), hit.end - hit.start, -judge.width, -hit.start, -hit.rule


def _is_outdone(hit: Hit, weight: Weight, rivals: Sequence[tuple[Weight, Hit]]) -> bool:
    """Whether a hit that weighs more covers half of it or more."""
    return any(
        other_weight > weight and 2 * _overlap(other, hit) >= hit.end - hit.start for other_weight, other in rivals
    )


def _overlap(one: Hit, other: Hit) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))
