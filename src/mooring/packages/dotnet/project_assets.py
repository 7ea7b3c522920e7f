"""`obj/project.assets.json`: what NuGet's restore resolved (NuGet.Client, LockFileFormat).

It names every package that the build needs, with edges by target framework; the projects of the solution are among
them.
"""

from collections.abc import Iterator, Mapping

from mooring.base.errors import ReadError
from mooring.model.facts import Fact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.dotnet.projects.nuget import nuget_package
from mooring.packages.formats.documents import Value, mapping, parse_json, text


def read(file: LayerFile) -> Iterator[Fact]:
    """Each library once, with the edges of all targets; projects as roots."""
    document = mapping(parse_json(file.content))
    libraries = mapping(document.get("libraries"))
    if "libraries" not in document and "targets" not in document:
        raise ReadError("is JSON without the 'libraries' and 'targets' of a NuGet assets file")
    edges = _edges(document)
    for label in dict.fromkeys([*libraries, *edges]):
        name, _, version = label.partition("/")
        library = mapping(libraries.get(label))
        if name:
            yield nuget_package(
                name,
                version,
                home=file.path,
                depends=edges.get(label, ()),
                properties={"content_hash": text(library.get("sha512"))},
                is_root=text(library.get("type")) == "project",
            )


def _edges(document: Mapping[str, Value]) -> dict[str, dict[str, None]]:
    found: dict[str, dict[str, None]] = {}
    for target in mapping(document.get("targets")).values():
        for label, value in mapping(target).items():
            found.setdefault(label, {}).update(dict.fromkeys(mapping(mapping(value).get("dependencies"))))
    return found


READER = Reader(
    name="nuget-assets",
    version=1,
    claim=Claim(names=("project.assets.json",), in_images=False),
    read=read,
    summary="what NuGet restored: `project.assets.json`, with edges",
)
