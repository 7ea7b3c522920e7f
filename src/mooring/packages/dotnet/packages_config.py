"""`packages.config` of NuGet's older style (learn.microsoft.com, "packages.config reference")."""

from collections.abc import Iterator

from mooring.model.facts import Fact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.dotnet.projects.nuget import nuget_package
from mooring.packages.formats.documents import local_name, parse_xml


def read(file: LayerFile) -> Iterator[Fact]:
    """Each package that has an id; `developmentDependency` ones with scope `dev`."""
    for element in parse_xml(file.content).iter():
        name = (element.get("id") or "").strip()
        if local_name(element) != "package" or not name:
            continue
        is_dev = (element.get("developmentDependency") or "").strip().lower() == "true"
        yield nuget_package(
            name,
            (element.get("version") or "").strip(),
            home=file.path,
            scope="dev" if is_dev else "runtime",
            properties={"target_framework": (element.get("targetFramework") or "").strip()},
        )


READER = Reader(
    name="nuget-config",
    version=1,
    claim=Claim(names=("packages.config",), in_images=False),
    read=read,
    summary="NuGet packages of older projects: `packages.config`",
)
