"""Writes tests/versions/pep440.txt with the library `packaging`: `python pep440.py VERSIONS.txt > pep440.txt`."""

import re
import sys
from importlib.metadata import version as installed
from pathlib import Path

from packaging.version import InvalidVersion, Version
from pairs import pairs, table

TAILS = (
    "", ".0", "a", "a0", "a1", "-alpha_1", "b2", ".beta-2", "c1", "rc1", "-preview", "pre3", ".post", ".post0", "-1", ".rev1", "-r4",
    ".dev", ".dev0", ".dev12", "a1.dev1", "a1.post1", "a1.post1.dev2", ".post1.dev1", "rc1.post2",
    "+1", "+a", "+a.1", "+1.a", "+ubuntu-1", "+10", "+9",
)  # fmt: skip


def variants(version: str) -> list[str]:
    """The version with the edges of PEP 440 put on it."""
    core = re.match(r"[0-9]+(?:\.[0-9]+)*", version)
    base = core.group() if core else "1.0"
    return [base + tail for tail in TAILS] + [f"1!{base}", f"v{base}", f"0!{base}.0RC1"]


def sign(left: str, right: str) -> int | None:
    """Minus one, nought or one; None where the library refuses a text."""
    try:
        a, b = Version(left), Version(right)
    except InvalidVersion:
        return None
    return (a > b) - (a < b)


def main() -> None:
    versions = Path(sys.argv[1]).read_text().splitlines()
    judged = [(a, b, found) for a, b in pairs(versions, variants, 4_300, seed=2) if (found := sign(a, b)) is not None]
    sys.stdout.write(table(f"Made by generators/pep440.py with packaging {installed('packaging')}.", judged[:4_200]))


main()
