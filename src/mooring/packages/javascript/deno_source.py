"""Imports by address in TypeScript and JavaScript sources of programs for Deno, which need no manifest and often have
none.

Format: docs.deno.com/runtime/fundamentals/modules. The line is enough: the language keeps an address in one string,
and a comment that names an exact version is rare and near the truth.
"""

from collections.abc import Iterator

from mooring.model.facts import Fact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.javascript.manifests.addresses import packages_in

_MARKS = (b"npm:", b"jsr:", b"https://")
_QUOTES = frozenset("\"'`")
_MAX_LINE = 4096
"""A longer line is generated code, where an address stands for nothing that was imported."""


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield each package and version once, at the first line that imports it."""
    if not any(mark in file.content for mark in _MARKS):
        return
    seen = set()
    for number, line in enumerate(file.text().split("\n"), start=1):
        if (
            "@" not in line
            or len(line) > _MAX_LINE
            or _QUOTES.isdisjoint(line)
            or line.lstrip().startswith(("//", "*", "/*"))
        ):
            continue
        for package in packages_in(line, file.path, line=number):
            if package.provides not in seen:
                seen.add(package.provides)
                yield package


READER = Reader(
    name="deno-source",
    version=1,
    claim=Claim(
        suffixes=(".ts", ".tsx", ".mts", ".js", ".jsx", ".mjs"),
        pattern=r"^(?!(?s:.*)\b(?:node_modules|\.git|dist|build)/)(?!(?s:.*)\.(?:d\.ts|min\.js)$)",
        none_above_bytes=2 * 1024 * 1024,
        in_images=False,
    ),
    read=read,
    summary="imports by address (npm:, jsr:, esm.sh, unpkg.com, deno.land) in sources for Deno",
)
