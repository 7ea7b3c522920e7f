""".tool-versions: the versions of tools that asdf or mise is to use.

Format: asdf's "Configuration": a tool and one or more versions per line, the first being preferred. `system`, `path:`
and `latest` name no version.
"""

from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader

MAX_BYTES = 1 << 20


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield a package per version; raises ReadError at the end where a line has no version."""
    damaged = 0
    for number, line in enumerate(file.text().split("\n"), start=1):
        name, *versions = line.partition("#")[0].split() or [""]
        if name and not versions:
            damaged = damaged or number
        for version in versions:
            if version != "system" and not version.startswith(("path:", "latest")):
                yield PackageFact(
                    type="generic",
                    name=name,
                    version=version.removeprefix("ref:"),
                    home=file.path,
                    properties={"manager": "asdf"},
                    line=number,
                    is_installed=False,
                )
    if damaged:
        raise ReadError(f"line {damaged} names a tool without a version")


READER = Reader(
    name="tool-versions",
    version=1,
    claim=Claim(names=(".tool-versions",), max_bytes=MAX_BYTES, in_images=False),
    read=read,
    summary="Versions of tools for asdf (.tool-versions)",
)
