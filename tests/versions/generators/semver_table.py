"""Writes tests/versions/semver.txt with node-semver: `python semver_table.py VERSIONS.txt /path/to/node_modules/semver > semver.txt`."""

import json
import re
import subprocess
import sys
from pathlib import Path

from pairs import pairs, table

SCRIPT = """
const semver = require(process.argv[1]);
const filled = text => text.replace(/^(v?\\d+)(?=$|-|\\+)/, '$1.0.0').replace(/^(v?\\d+\\.\\d+)(?=$|-|\\+)/, '$1.0');
const pairs = JSON.parse(require('fs').readFileSync(0));
const options = {loose: true};
const judged = pairs.map(([a, b]) => [a, b, filled(a), filled(b)])
  .filter(([a, b, x, y]) => semver.valid(x, options) && semver.valid(y, options))
  .map(([a, b, x, y]) => [a, b, semver.compare(x, y, options)]);
console.log(JSON.stringify(judged));
"""


def variants(version: str) -> list[str]:
    """The version with the edges of SemVer put on it."""
    core = re.split(r"[-+]", version)[0]
    tails = (
        "",
        "-0",
        "-1",
        "-10",
        "-9",
        "-a",
        "-A",
        "-alpha",
        "-alpha.1",
        "-alpha.beta",
        "-beta",
        "-beta.2",
        "-beta.11",
        "-rc.1",
        "-rc1",
    )
    more = (
        "+build",
        "-x.7.z.92",
        "-x-y-z.--",
        "--",
        "-rc.1+1",
        "-SNAPSHOT",
        "-a.b",
        "-a.b.c",
        "-1a",
        "-0a",
        "-12345678901234567890123",
    )
    return [core + tail for tail in (*tails, *more)] + ["v" + version]


def main() -> None:
    versions = Path(sys.argv[1]).read_text().splitlines()
    chosen = [(a, b) for a, b in pairs(versions, variants, 6_000, seed=1)]
    package = json.loads((Path(sys.argv[2]) / "package.json").read_text())["version"]
    done = subprocess.run(
        ["node", "-e", SCRIPT, sys.argv[2]], input=json.dumps(chosen), capture_output=True, text=True, check=True
    )
    judged = [tuple(row) for row in json.loads(done.stdout)][:3_600]
    head = f"Made by generators/semver_table.py with node-semver {package} (loose mode; short versions filled with zeros first)."
    sys.stdout.write(table(head, judged))


main()
