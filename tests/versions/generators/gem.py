"""Writes tests/versions/gem.txt with Gem::Version: `python gem.py VERSIONS.txt > gem.txt`."""

import re
import subprocess
import sys
from pathlib import Path

from pairs import pairs, table

TAILS = (
    "", ".0", ".0.0", ".0.1", ".1", ".a", ".a1", ".a.1", ".A", ".b", ".rc", ".rc1", ".rc.1", ".rc10", ".rc2", ".pre", ".pre.1", "-1",
    "-rc1", "-pre", "--", "-a-b", ".0.a", ".0.0.b", ".a.0", ".a.0.0", ".a.0.b", ".a.0.0.b", ".a.0.1", ".a.0.0.1", ".a.b", ".beta.2", ".01",
    ".1a", ".0a", ".0.0.0.0.0.0.0.0.0.0.0.0.1", ".0.0.0.0.0.0.0.0.0.0.0.1", ".a.0.0.0.0.0.0.0.0.0.0.0.1", ".dev", ".20240101", ".9" * 3,
)  # fmt: skip
SCRIPT = """
$stdin.each_line do |line|
  a, b = line.split
  next unless Gem::Version.correct?(a) && Gem::Version.correct?(b)
  puts "#{a} #{b} #{Gem::Version.new(a) <=> Gem::Version.new(b)}"
end
"""


def variants(version: str) -> list[str]:
    """The version with the edges of Gem::Version put on it."""
    core = re.match(r"[0-9]+(?:\.[0-9]+)*", version)
    base = core.group() if core else "1.0"
    short = re.sub(r"(?:\.0+)+$", "", base)
    return [start + tail for tail in TAILS for start in (base, short)]


def main() -> None:
    versions = Path(sys.argv[1]).read_text().splitlines()
    chosen = pairs(versions, variants, 3_800, seed=7)
    release = subprocess.run(["gem", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    lines = "".join(f"{left} {right}\n" for left, right in chosen)
    done = subprocess.run(["ruby", "-e", SCRIPT], input=lines, capture_output=True, text=True, check=True)
    judged = [(left, right, int(sign)) for left, right, sign in map(str.split, done.stdout.splitlines())]
    sys.stdout.write(table(f"Made by generators/gem.py with RubyGems {release}.", judged))


main()
