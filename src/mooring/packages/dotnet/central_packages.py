"""Versions kept in one file for many projects (learn.microsoft.com, "Central Package Management").

`Directory.Packages.props` names them as `PackageVersion` and `GlobalPackageReference`; the older
Microsoft.Build.CentralPackageVersions SDK wrote `PackageReference Update` into `Packages.props`.
"""

from collections.abc import Iterator

from mooring.model.facts import Fact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.dotnet.projects.msbuild import exact_version, references
from mooring.packages.dotnet.projects.nuget import nuget_package


def read(file: LayerFile) -> Iterator[Fact]:
    """Each package that is given a version; entries whose version is a property or missing pin nothing and are
    left out.
    """
    for reference in references(file.content, ("PackageVersion", "PackageReference", "GlobalPackageReference")):
        version = exact_version(reference.version)
        if version:
            yield nuget_package(
                reference.name, version, home=file.path, scope="dev" if reference.is_private else "runtime"
            )


READER = Reader(
    name="nuget-central",
    version=1,
    claim=Claim(
        names=("Directory.Packages.props",), suffixes=(".props",), pattern=r"(?i)packages\.props$", in_images=False
    ),
    read=read,
    summary="central NuGet versions: `Directory.Packages.props` and other `*Packages.props`",
)
