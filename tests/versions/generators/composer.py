"""Writes tests/versions/composer.txt with composer/semver: `python composer.py VERSIONS.txt /path/to/Composer/Semver > composer.txt`.

The versions of a date (`2010-01-02`) are left out where they end in zeros: see versions/composer.py.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

from pairs import pairs, table

SCRIPT = """
require $argv[1] . '/autoload.php';
$parser = new Composer\\Semver\\VersionParser();
$judged = [];
foreach (json_decode(stream_get_contents(STDIN)) as [$left, $right]) {
    try {
        $a = $parser->normalize($left);
        $b = $parser->normalize($right);
    } catch (Exception $error) {
        continue;
    }
    if (!str_starts_with($a . $b, 'dev-') && !str_starts_with($b, 'dev-')) {
        $judged[] = [$left, $right, version_compare($a, $b)];
    }
}
echo json_encode($judged);
"""
TAILS = (
    "", ".0", ".1", "-dev", "-alpha", "-alpha1", "a2", "-beta", "-beta.2", "b10", "-b9", "-RC1", "RC2", "-rc.3", "-RC2-dev", "-beta2-dev",
    "-stable", "-patch", "-patch1", "pl2", "p3", "-p10", "-pl9", ".x-dev", "+build.5", "-RC1.2", "-alpha.2.1", "_RC1", "@dev",
)  # fmt: skip


def variants(version: str) -> list[str]:
    """The version with the edges of Composer put on it."""
    core = (re.match(r"v?[0-9]{1,5}(?:\.[0-9]+){0,2}", version) or re.match("", version)).group() or "1.0"
    return [core + tail for tail in TAILS]


def main() -> None:
    versions = Path(sys.argv[1]).read_text().splitlines()
    chosen = pairs(versions, variants, 5_000, seed=5)
    done = subprocess.run(
        ["php", "-r", SCRIPT, sys.argv[2]], input=json.dumps(chosen), capture_output=True, text=True, check=True
    )
    judged = [tuple(row) for row in json.loads(done.stdout)][:4_000]
    php = subprocess.run(["php", "-r", "echo PHP_VERSION;"], capture_output=True, text=True, check=True).stdout
    sys.stdout.write(
        table(f"Made by generators/composer.py with Composer's VersionParser and version_compare of PHP {php}.", judged)
    )


main()
