"""`paket.dependencies` (fsprojects.github.io/Paket, "The paket.dependencies file"): what a solution asks for."""

import re
from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.model.facts import Fact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.dotnet.projects.nuget import nuget_package

_ENTRY = re.compile(r"\s*(?:nuget|clitool)\s+(\S+)[ \t]*([^#\r\n]*)", re.IGNORECASE)
_PINNED = re.compile(r"(?:==?\s*)?(\d[0-9A-Za-z.+-]*)(?:\s|$)")


def read(file: LayerFile) -> Iterator[Fact]:
    """A package per entry; the version is empty unless the entry pins one, the requirement is kept as a property."""
    if b"\0" in file.content:
        raise ReadError("is not text")
    group = ""
    for number, line in enumerate(file.text().split("\n"), start=1):
        words = line.split()
        if len(words) == 2 and words[0].lower() == "group":
            group = words[1]
        entry = _ENTRY.match(line)
        if entry is None:
            continue
        requirement = entry[2].strip()
        pinned = _PINNED.match(requirement)
        yield nuget_package(
            entry[1],
            pinned[1] if pinned else "",
            home=file.path,
            scope=next((word for word in ("test", "build") if word in group.lower()), "runtime"),
            properties={"group": group, "requirement": requirement},
            line=number,
        )


READER = Reader(
    name="paket-dependencies",
    version=1,
    claim=Claim(names=("paket.dependencies",), in_images=False),
    read=read,
    summary="what Paket is asked for: `paket.dependencies`",
)
