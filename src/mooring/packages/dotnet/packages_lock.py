"""`packages.lock.json` of NuGet (learn.microsoft.com, "PackageReference in project files", "Locking dependencies")."""

from collections.abc import Iterator, Mapping

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.dotnet.projects.nuget import nuget_package
from mooring.packages.formats.documents import Value, mapping, parse_json, text


def read(file: LayerFile) -> Iterator[Fact]:
    """Each locked package once, whatever number of target frameworks needs it."""
    document = mapping(parse_json(file.content))
    if "dependencies" not in document:
        raise ReadError("is JSON without the 'dependencies' of a NuGet lock file")
    seen = set()
    for framework in mapping(document.get("dependencies")).values():
        for name, value in mapping(framework).items():
            fact = _package(name, mapping(value), file.path)
            # The same package may need others on another framework; the first framework's edges are kept.
            if fact is not None and (fact.name, fact.version) not in seen:
                seen.add((fact.name, fact.version))
                yield fact


def _package(name: str, row: Mapping[str, Value], home: str) -> PackageFact | None:
    """None for a project reference, which is the user's own code and has no version here."""
    kind, version = text(row.get("type")), text(row.get("resolved"))
    if not name or (kind.lower() == "project" and not version):
        return None
    return nuget_package(
        name,
        version,
        home=home,
        depends=mapping(row.get("dependencies")),
        properties={"dependency": kind.lower(), "content_hash": text(row.get("contentHash"))},
    )


READER = Reader(
    name="nuget-lock",
    version=1,
    claim=Claim(
        names=("packages.lock.json",),
        suffixes=(".lock.json",),
        pattern=r"(?:^|/)packages(?:\.[^/]+)?\.lock\.json$",
        in_images=False,
    ),
    read=read,
    summary="NuGet lock files: `packages.lock.json`, with edges",
)
