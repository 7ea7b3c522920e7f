"""Writes tests/versions/maven.txt with Maven's ComparableVersion:

    python maven.py VERSIONS.txt maven-artifact-3.9.9.jar [CLASSPATH] > maven.txt

Pairs that rest on what is not transitive in Maven's order (see versions/maven.py) are left out: those with a word between a dot and
more, or a group of nulls in the middle.
"""

import re
import subprocess
import sys
from pathlib import Path

from pairs import pairs, table

MAIN = "org.apache.maven.artifact.versioning.ComparableVersion"
TAILS = (
    "", ".0", ".0.0", "-0", "-ga", ".Final", "-FINAL", ".RELEASE", "-alpha", "-a1", "-alpha-1", ".Alpha2", "-b2",
    "-beta", ".Beta10", "-m3", ".M3", "-milestone-3", "-rc1", ".CR1", "-RC2-SNAPSHOT", "-SNAPSHOT", "-sp", ".SP1",
    "-1", "-10", "-2", ".1", "-foo", ".foo", "-x2", "x2", "-redhat-1", ".redhat-00001", ".Final-redhat-2", "-0.1",
    "-1.0.1", "-20240101.120000-3", "-pre", "-dev", "a", "-xyz-1-abc", "-alpha.0", "-beta-0-1", "..1", "-rc", "-cr",
    "-snapshot-1", "-ga-foo", "-jre", "-android",
)  # fmt: skip
LEFT_OUT = re.compile(r"\.[^0-9.-]+[.-]|-(0+|ga|final|release)-|[.-](jre|jdk)[0-9]+$", re.IGNORECASE)


def variants(version: str) -> list[str]:
    """The version with the edges of Maven's order put on it."""
    core = re.match(r"[0-9]+(?:\.[0-9]+)*", version)
    return [(core.group() if core else "1") + tail for tail in TAILS]


def main() -> None:
    versions = Path(sys.argv[1]).read_text().splitlines()
    chosen = [
        pair for pair in pairs(versions, variants, 5_000, seed=3) if not any(LEFT_OUT.search(text) for text in pair)
    ]
    command = ["java", "-cp", ":".join(sys.argv[2:]), MAIN, *(text for pair in chosen for text in pair)]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    signs = re.findall(r"^ {3}\S+ (<|==|>) \S+$", output, re.MULTILINE)[::2]
    judged = [(a, b, {"<": -1, "==": 0, ">": 1}[sign]) for (a, b), sign in zip(chosen, signs, strict=True)]
    head = f"Made by generators/maven.py with ComparableVersion of {Path(sys.argv[2]).stem}."
    sys.stdout.write(table(head, judged[:3_900]))


main()
