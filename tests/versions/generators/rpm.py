"""Writes tests/versions/rpm.txt with rpm's own interpreter of Lua: `python rpm.py VERSIONS.txt > rpm.txt`."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from pairs import pairs, table

TAILS = (
    "", "-0", "-1", "-1.el9", "-1.el9_3", "-1.el9_10.1", "-1.fc40", "-10.el9", "~rc1-1", "~rc10-1", "~~a-1", "~-1", "^-1", "^20200101git-1",
    "^^-1", "^~-1", "~^-1", "^1", "^a", "~1", ".", "..", ".0", "0", "a", "A", "aB", "a1", ".a", ".1a", "a.1", "_1", "+b", "-1~", "-1^",
    "-1.",    "-1~a", "-1^b", "-~1", "^.1", "~.1", ".~1", ".^1", "-a", "-01", ".00-1", ".01-1", "-1.1-1", "-",
)  # fmt: skip
SCRIPT = '%{lua: for line in io.lines("PAIRS") do local a, b = line:match("(%S+) (%S+)") print(rpm.vercmp(a, b) .. string.char(10)) end}'


def variants(version: str) -> list[str]:
    """The version with the edges of rpm's order put on it."""
    rest = version.rpartition(":")[2]
    core = re.split(r"[-~^]", rest)[0]
    return [core + tail for tail in TAILS] + [f"0:{rest}", f"1:{rest}", f":{core}-1", f"0{core}-1", f"00:{core}"]


def signs(chosen: list[tuple[str, str]]) -> list[int]:
    """What rpm says of each pair."""
    with tempfile.NamedTemporaryFile("w") as file:
        file.write("".join(f"{left} {right}\n" for left, right in chosen))
        file.flush()
        done = subprocess.run(
            ["rpm", "--eval", SCRIPT.replace("PAIRS", file.name)], capture_output=True, text=True, check=True
        )
    return [int(line) for line in done.stdout.split()]


def main() -> None:
    versions = Path(sys.argv[1]).read_text().splitlines()
    release = subprocess.run(["rpm", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    chosen = pairs(versions, variants, 3_000, seed=4)
    judged = [(left, right, found) for (left, right), found in zip(chosen, signs(chosen), strict=True)]
    sys.stdout.write(table(f"Made by generators/rpm.py with {release} (rpm.vercmp of its Lua).", judged))


main()
