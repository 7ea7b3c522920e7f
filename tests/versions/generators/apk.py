"""Writes tests/versions/apk.txt with apk 2: `python apk.py VERSIONS.txt COMMAND... > apk.txt`, the command being what runs apk.

Left out is what apk 2 and apk 3 put otherwise: numbers with leading zeros and more than one digit behind them, versions that end in `.0`
(apk 2 takes `1.0` for older than `1.0_rc1`), and a dot without digits behind it.
"""

import re
import subprocess
import sys
from pathlib import Path

from pairs import pairs, table

TAILS = (
    "", "-r0", "-r1", "-r10", "-r01", "_alpha", "_alpha1", "_beta", "_beta2", "_pre3", "_rc", "_rc0", "_rc1", "_rc10-r1", "_cvs1", "_svn2",
    "_git20240101-r0", "_git20230717", "_hg3", "_p", "_p0", "_p1", "_p1-r2", "_p10", "_rc1_p2", "_p1_rc2", "_p1_p2", "_rc_git1", "a",
    "a-r1", "b", "z_p1", "a_rc1", "p1", "p1-r3", "p2.1", "p10", ".0", ".0-r1", ".1", ".01", ".09", ".10", ".0.0", ".1a", "_pre_beta",
)  # fmt: skip
SIGNS = {"<": -1, "=": 0, ">": 1}


def variants(version: str) -> list[str]:
    """The version with the edges of apk's order put on it."""
    core = re.match(r"[0-9]+(?:\.[0-9]+)*", version)
    base = core.group() if core else "1.0"
    return [base + tail for tail in TAILS] + [f"0{base}", base.rpartition(".")[0] or "2"]


def is_alike_in_both(version: str) -> bool:
    """Whether apk 2 and apk 3 agree on the numbers of the version."""
    return not re.search(r"\.0[0-9][0-9]|\.00|\.0$|\.[-r]", version)


def main() -> None:
    versions, apk = Path(sys.argv[1]).read_text().splitlines(), sys.argv[2:]
    release = subprocess.run([*apk, "--version"], capture_output=True, text=True, check=True).stdout.split(",")[0]
    judged = []
    for left, right in pairs([text for text in versions if is_alike_in_both(text)], variants, 4_200, seed=5):
        check = subprocess.run([*apk, "version", "--check", left, right], capture_output=True, text=True)
        if check.stdout or not is_alike_in_both(left) or not is_alike_in_both(right):
            continue
        said = subprocess.run([*apk, "version", "-t", left, right], capture_output=True, text=True, check=True).stdout
        judged.append((left, right, SIGNS[said.strip()]))
    sys.stdout.write(table(f"Made by generators/apk.py with {release}.", judged))


main()
