"""Picks pairs of versions that are worth comparing, and writes the table of what a native tool says of them.

`python -m` is not needed: each generator beside this file imports it, takes a file of version strings (one a line) as its argument and
writes the table to standard output.
"""

import random
import re
from collections.abc import Callable, Sequence


def natural(text: str) -> list[tuple[int, int, str]]:
    """A rough order that puts similar versions side by side."""
    return [(1, int(part), "") if part.isdecimal() else (0, 0, part) for part in re.findall(r"[0-9]+|[^0-9]+", text)]


def pairs(
    versions: Sequence[str], variants: Callable[[str], list[str]], count: int, seed: int
) -> list[tuple[str, str]]:
    """`count` pairs: neighbours, a version with its variants, and a few at random; the same for the same seed."""
    rng = random.Random(seed)
    pool = sorted({version for version in versions if " " not in version and 0 < len(version) < 60}, key=natural)
    found: dict[tuple[str, str], None] = {}
    while len(found) < count:
        at = rng.randrange(len(pool))
        kind = rng.random()
        other = pool[min(len(pool) - 1, at + rng.randrange(1, 9))]
        if kind < 0.45:
            other = rng.choice(variants(pool[at]))
        elif kind < 0.5:
            other = rng.choice(pool)
        left = pool[at] if rng.random() < 0.6 else rng.choice(variants(pool[at]))
        if left != other and " " not in left + other:
            found[(left, other)] = None
    return list(found)


def table(head: str, judged: Sequence[tuple[str, str, int]]) -> str:
    """The text of a table from pairs with the sign that the tool gave."""
    lines = [f"# {line}" for line in head.splitlines()]
    for left, right, sign in judged:
        older, newer = (left, right) if sign <= 0 else (right, left)
        lines.append(f"{older} {'<' if sign else '='} {newer}")
    return "\n".join(lines) + "\n"
