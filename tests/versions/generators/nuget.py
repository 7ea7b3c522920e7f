"""Writes tests/versions/nuget.txt with the library `univers`, no NuGet client being at hand: `python nuget.py VERSIONS.txt > nuget.txt`."""

import re
import sys
from importlib.metadata import version as installed
from pathlib import Path

from pairs import pairs, table
from univers.versions import InvalidVersion, NugetVersion

TAILS = (
    "", ".0", ".1", "-alpha", "-ALPHA", "-alpha.1", "-Beta", "-beta.2", "-beta.11", "-rc1", "-RC.1", "-rc.1", "-1", "-10", "-preview.7.22",
    "-x-y", "+meta", "-rc.1+meta", "-a.b.c", "-a.1b",
)  # fmt: skip


def variants(version: str) -> list[str]:
    """The version with the edges of NuGet put on it, four numbers among them."""
    core = (re.match(r"[0-9]+(?:\.[0-9]+){0,2}", version) or re.match("", version)).group() or "1.0"
    return [core + tail for tail in TAILS]


def sign(left: str, right: str) -> int | None:
    """Minus one, nought or one; None where the library refuses a text."""
    try:
        a, b = NugetVersion(left), NugetVersion(right)
        return 0 if a == b else -1 if a < b else 1
    except (InvalidVersion, ValueError, TypeError):
        return None


def main() -> None:
    versions = Path(sys.argv[1]).read_text().splitlines()
    judged = [(a, b, found) for a, b in pairs(versions, variants, 4_300, seed=4) if (found := sign(a, b)) is not None]
    sys.stdout.write(table(f"Made by generators/nuget.py with univers {installed('univers')}.", judged[:4_000]))


main()
