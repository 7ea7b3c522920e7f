"""`paket.lock` (fsprojects.github.io/Paket, "The paket.lock file").

Groups, then sections by source (`NUGET`, `GITHUB`, `GIT`, `HTTP`), then packages at four blanks and their needs at six.
"""

import re
from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.dotnet.projects.nuget import nuget_package

_SECTION = re.compile(r"(NUGET|GITHUB|GIT|GIST|HTTP)\s*$")
_PACKAGE = re.compile(r"    (\S+) \(([^()\s]+)\)")
_NEED = re.compile(r"      (\S+)")
_Entry = tuple[int, str, str, str, str, list[str]]
"""Line, group, section, name, version and needs."""


def read(file: LayerFile) -> Iterator[Fact]:
    """A package per entry, with edges within the file; packages of groups named for tests or builds have that scope."""
    if b"\0" in file.content:
        raise ReadError("is not text")
    for line, group, source, name, version, needs in _entries(file.text().split("\n")):
        yield _package(file.path, line, group, source, name, version, needs)


def _entries(lines: list[str]) -> Iterator[_Entry]:
    group, source = "", ""
    entry: _Entry | None = None
    for number, line in enumerate(lines, start=1):
        need, package, section = _NEED.match(line), _PACKAGE.match(line), _SECTION.match(line)
        if need and entry:
            entry[-1].append(need[1])
            continue
        if entry and (package or section or line.startswith("GROUP ")):
            yield entry
            entry = None
        if line.startswith("GROUP "):
            group = line[6:].strip()
        elif section:
            source = section[1]
        elif package:
            entry = (number, group, source, package[1], package[2], [])
    if entry:
        yield entry


def _package(home: str, line: int, group: str, source: str, name: str, version: str, needs: list[str]) -> PackageFact:
    properties = {"group": group, "source": source.lower()}
    if source == "NUGET":
        scope = next((word for word in ("test", "build") if word in group.lower()), "runtime")
        return nuget_package(name, version, home=home, depends=needs, scope=scope, properties=properties, line=line)
    owner, _, project = name.partition(":")[0].rpartition("/")
    return PackageFact(
        type="github" if source == "GITHUB" and owner else "generic",
        namespace=owner,
        name=project,
        version=version,
        home=home,
        properties={key: value for key, value in properties.items() if value},
        line=line,
        language="dotnet",
        is_installed=False,
    )


READER = Reader(
    name="paket-lock",
    version=1,
    claim=Claim(names=("paket.lock",), in_images=False),
    read=read,
    summary="Paket lock files: `paket.lock`, with edges",
)
