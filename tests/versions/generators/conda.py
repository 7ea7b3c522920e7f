"""Writes tests/versions/conda.txt with rattler: `python conda.py VERSIONS.txt > conda.txt` where `py-rattler` is installed.

Rattler also reads what conda refuses, empty components (`1.0__`) among it; such versions are left out.
"""

import re
import sys
from importlib.metadata import version as installed
from pathlib import Path

from pairs import pairs, table
from rattler import Version

TAILS = (
    "", ".0", ".0.0", ".1", "a", "a1", ".a", ".a1", "alpha", "beta2", "b10", "rc", "rc1", ".rc1", "_", "_1", "_a",
    "-1", "-a", "dev", ".dev", ".dev1", "dev1", "post", "post1", ".post1", ".post", "+1", "+a", "+a.1", "+1.0",
    "+0", ".0.a", ".0.0.dev", "0a", "z", "*", ".0a0b", ".0.1a",
)  # fmt: skip


def variants(version: str) -> list[str]:
    """The version with the edges of VersionOrder put on it."""
    core = (re.match(r"[0-9]+(?:\.[0-9]+)*", version) or re.match("", version)).group() or "1.0"
    return [core + tail for tail in TAILS] + ["1!" + core, "v" + core]


def sign(left: str, right: str) -> int | None:
    """Minus one, nought or one; None where a text is no version."""
    if re.search(r"[._-]{2}|[._-]\+", left + " " + right):
        return None
    try:
        a, b = Version(left), Version(right)
    except Exception:  # noqa: BLE001 - rattler raises a type of its own.
        return None
    return (a > b) - (a < b)


def main() -> None:
    versions = Path(sys.argv[1]).read_text().splitlines()
    judged = [(a, b, found) for a, b in pairs(versions, variants, 5_000, seed=6) if (found := sign(a, b)) is not None]
    sys.stdout.write(table(f"Made by generators/conda.py with py-rattler {installed('py-rattler')}.", judged[:4_000]))


main()
