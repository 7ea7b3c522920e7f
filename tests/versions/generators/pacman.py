"""Writes tests/versions/pacman.txt with libalpm: `python pacman.py VERSIONS.txt libalpm.so.13 > pacman.txt`.

Left out are the pairs on which vercmp has no order: only one version has a pkgrel, or one has separators at its end.
"""

import ctypes
import re
import sys
from pathlib import Path

from pairs import pairs, table

TAILS = (
    "", "-1", "-2", "-10", "-01", "-1.1", "a-1", "a1-1", "b-1", "rc1-1", "rc10-1", "rc-1", "rc.1-1", ".rc1-1", "_rc1-1", "+r1-1",
    ".r10.gabc-1",
    ".0-1", ".0", ".a-1", "..a-1", "..1-1", ".1-1", "1-1", "beta-1", ".beta.1-1", "_p1-1", "+1-1", "+a-1", ".__1-1", "A-1", "aa-1",
    "-a", "-1a",
    "-1.a", ".00-1", "pre", "rc1", "_1", "a.b-1", "a1b-1", "a..b-1",
)  # fmt: skip


def variants(version: str) -> list[str]:
    """The version with the edges of vercmp put on it."""
    rest = version.rpartition(":")[2]
    core = re.split(r"[-+_]", rest)[0]
    return [core + tail for tail in TAILS] + [f"0:{rest}", f"1:{rest}", f":{core}-1", f"0{core}-1", f".{core}-1"]


def is_ordered(left: str, right: str) -> bool:
    """Whether vercmp's order of the two is one that all versions could have."""
    return ("-" in left) == ("-" in right) and not re.search(r"[^0-9A-Za-z](?:-|$| )", f"{left} {right}")


def main() -> None:
    versions = Path(sys.argv[1]).read_text().splitlines()
    library = ctypes.CDLL(sys.argv[2])
    library.alpm_version.restype = ctypes.c_char_p
    chosen = [(left, right) for left, right in pairs(versions, variants, 4_800, seed=8) if is_ordered(left, right)]
    judged = [(left, right, library.alpm_pkg_vercmp(left.encode(), right.encode())) for left, right in chosen]
    release = library.alpm_version().decode()
    sys.stdout.write(table(f"Made by generators/pacman.py with libalpm {release} (alpm_pkg_vercmp).", judged))


main()
