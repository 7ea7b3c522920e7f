"""Writes tests/versions/golang.txt with Go's own packages: `python golang.py VERSIONS.txt > golang.txt`.

Versions of modules are compared with golang.org/x/mod/semver (the copy in GOROOT/src/cmd/vendor), those of Go itself with go/version.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from pairs import pairs, table

TAILS = (
    "", "-0", "-1", "-10", "-9", "-a", "-A", "-alpha", "-alpha.1", "-beta.2", "-beta.11", "-rc1", "-rc10", "-rc2", "-rc.1", "-rc.1.0", "--",
    "-0.20200101000000-abcdefabcdef", "-0.20210101000000-abcdefabcdef", "-rc1.0.20210101000000-abcdefabcdef", "+incompatible", "+meta.1",
    "-rc1+incompatible", "-x-y-z.--", "-1a", "-0a", "-12345678901234567890123", "-pre",
)  # fmt: skip
TOOLCHAINS = [
    f"go1.{minor}{tail}"
    for minor in (4, 19, 20, 21, 22, 100)
    for tail in ("", "rc1", "rc2", "rc10", "beta1", "alpha1", "-acme")
]
TOOLCHAINS += [
    f"go1.{minor}.{patch}{tail}" for minor in (19, 20, 21, 22) for patch in (0, 1, 2, 10) for tail in ("", "-acme")
] + ["go2"]
PROGRAM = """package main

import ("bufio"; "fmt"; "go/version"; "os"; "strings"; "scratch/semver")

func main() {
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		a, b, _ := strings.Cut(lines.Text(), " ")
		if version.IsValid(a) && version.IsValid(b) {
			fmt.Println(a, b, version.Compare(a, b))
		} else if x, y := "v"+strings.TrimPrefix(a, "v"), "v"+strings.TrimPrefix(b, "v"); semver.IsValid(x) && semver.IsValid(y) {
			fmt.Println(a, b, semver.Compare(x, y))
		}
	}
}
"""


def variants(version: str) -> list[str]:
    """The version with the edges of Go's order put on it; of Go itself all there are."""
    if version.startswith("go"):
        return TOOLCHAINS
    core = re.split(r"[-+]", version.removeprefix("v"))[0]
    return [core + tail for tail in TAILS] + [f"v{core}-rc.2", f"v{core}", core.rpartition(".")[0] or "1"]


def main() -> None:
    chosen = pairs(Path(sys.argv[1]).read_text().splitlines(), variants, 3_000, seed=6)
    chosen += pairs(TOOLCHAINS, variants, 700, seed=6)
    root, release = subprocess.run(
        ["go", "env", "GOROOT", "GOVERSION"], capture_output=True, text=True, check=True
    ).stdout.split()
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copytree(f"{root}/src/cmd/vendor/golang.org/x/mod/semver", f"{scratch}/semver")
        Path(scratch, "go.mod").write_text("module scratch\n\ngo 1.22\n")
        Path(scratch, "main.go").write_text(PROGRAM)
        lines = "".join(f"{left} {right}\n" for left, right in chosen)
        done = subprocess.run(
            ["go", "run", "."], cwd=scratch, input=lines, stdout=subprocess.PIPE, text=True, check=True
        )
    judged = [(left, right, int(sign)) for left, right, sign in map(str.split, done.stdout.splitlines())]
    sys.stdout.write(
        table(f"Made by generators/golang.py with {release} (x/mod/semver as vendored there, go/version).", judged)
    )


main()
