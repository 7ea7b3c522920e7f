"""Writes tests/versions/deb.txt with dpkg: `python deb.py VERSIONS.txt > deb.txt`."""

import re
import subprocess
import sys
from pathlib import Path

from pairs import pairs, table

TAILS = (
    "", "-0", "-1", "-1.1", "-01", "-1~bpo11+1", "-1+deb12u1", "-1+deb12u10", "-1ubuntu0.1", "-1build1", "~", "~~", "~~a", "~rc1", "~rc1-0",
    "+dfsg-1", "+really1", ".", ".0", "..", "a", "A", "aa", "a0", "0", "-a", "-~", "-0~", "-+", "-0.", ":1-1", "-1-1", "-.", "~1", "+",
)  # fmt: skip


def variants(version: str) -> list[str]:
    """The version with the edges of dpkg's order put on it."""
    epoch, _, rest = version.rpartition(":")
    core = re.split(r"[-~+]", rest)[0]
    return [core + tail for tail in TAILS] + [f"0:{rest}", f"1:{rest}", f"00{epoch or 0}:0{core}-1", f"0{core}"]


def is_relation(left: str, relation: str, right: str) -> bool | None:
    """What dpkg answers; None where it refuses a version."""
    done = subprocess.run(["dpkg", "--compare-versions", left, relation, right], stderr=subprocess.DEVNULL)
    return None if done.returncode > 1 else not done.returncode


def sign(left: str, right: str) -> int | None:
    """Minus one, nought or one; None where dpkg refuses a version."""
    is_older = is_relation(left, "lt", right)
    if is_older is None:
        return None
    return -1 if is_older else 1 - bool(is_relation(left, "eq", right))


def main() -> None:
    versions = Path(sys.argv[1]).read_text().splitlines()
    release = subprocess.run(["dpkg-query", "-f", "${Version}", "-W", "dpkg"], capture_output=True, text=True).stdout
    chosen = [(a, b) for a, b in pairs(versions, variants, 3_600, seed=3) if not (a + b).startswith("-")]
    judged = [(a, b, found) for a, b in chosen if (found := sign(a, b)) is not None]
    sys.stdout.write(table(f"Made by generators/deb.py with dpkg {release}.", judged))


main()
