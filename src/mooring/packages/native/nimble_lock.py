"""nimble.lock: the packages that Nimble resolved for a Nim project.

Format: Nimble's `lockfile.nim`: JSON, `packages` maps a name to version, revision, address, names of what it needs, and
a SHA-1 of its files.
"""

from collections.abc import Iterator, Mapping

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import Value, mapping, parse_json, sequence, text
from mooring.packages.formats.lines import LineFinder


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield a package per entry, with edges."""
    packages = mapping(parse_json(file.content)).get("packages")
    if not isinstance(packages, dict):
        raise ReadError("is not a lock file of Nimble: it has no packages")
    lines = LineFinder(file.content)
    for name, row in mapping(packages).items():
        line = lines.line_of(f'"{name}": {{', f'"{name}"')
        if name and mapping(row):
            yield _package(name, mapping(row), path=file.path, line=line)


def _package(name: str, row: Mapping[str, Value], *, path: str, line: int) -> PackageFact:
    address, revision = text(row.get("url")), text(row.get("vcsRevision"))
    sha1 = text(mapping(row.get("checksums")).get("sha1"))
    return PackageFact(
        type="nim",
        name=name,
        version=text(row.get("version")).removeprefix("#"),
        home=path,
        depends=tuple(dict.fromkeys(text(need) for need in sequence(row.get("dependencies")) if text(need))),
        qualifiers={"vcs_url": f"git+{address}@{revision}" if revision else f"git+{address}"} if address else {},
        properties={"sha1": sha1} if sha1 else {},
        line=line,
        language="nim",
        is_installed=False,
    )


READER = Reader(
    name="nimble-lock",
    version=1,
    claim=Claim(names=("nimble.lock",), in_images=False),
    read=read,
    summary="Packages that Nimble resolved for Nim (nimble.lock)",
)
