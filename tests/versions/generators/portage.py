"""Writes tests/versions/portage.txt with Portage: `PYTHONPATH=folder/of/portage python portage.py VERSIONS.txt > portage.txt`."""

import re
import sys
from importlib.metadata import version as installed
from pathlib import Path

sys.path.append(sys.path.pop(0))  # This file is called like the library.

from pairs import pairs, table
from portage.versions import vercmp

TAILS = (
    "", "-r0", "-r1", "-r10", "-r01", "_alpha", "_alpha1", "_alpha0", "_beta", "_beta2", "_pre3", "_rc", "_rc0",
    "_rc1", "_rc10-r1", "_p", "_p0", "_p1", "_p1-r2", "_p10", "_p20240101", "_rc1_p2", "_p1_rc2", "_p1_p2", "_rc_p",
    "a", "a-r1", "b", "z_p1", "a_rc1", ".0", ".00", ".0-r1", ".1", ".01", ".010", ".001", ".09", ".10", ".0.0", ".1a",
    ".0a", "_rc1_alpha", "_pre_beta", ".9999", ".100000000000000000000",
)  # fmt: skip


def variants(version: str) -> list[str]:
    """The version with the edges of the specification put on it."""
    core = re.match(r"[0-9]+(?:\.[0-9]+)*", version)
    base = core.group() if core else "1.0"
    return [base + tail for tail in TAILS] + [f"0{base}", base.rpartition(".")[0] or "2"]


def main() -> None:
    versions = Path(sys.argv[1]).read_text().splitlines()
    judged = []
    for left, right in pairs(versions, variants, 4_200, seed=9):
        found = vercmp(left, right)
        if found is not None:
            judged.append((left, right, (found > 0) - (found < 0)))
    sys.stdout.write(table(f"Made by generators/portage.py with Portage {installed('portage')}.", judged))


main()
