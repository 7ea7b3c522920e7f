"""Project files of .NET: `*.csproj`, `*.fsproj`, `*.vbproj` and their package references."""

from collections.abc import Iterator

from mooring.model.facts import Fact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.dotnet.projects.msbuild import exact_version, references
from mooring.packages.dotnet.projects.nuget import nuget_package


def read(file: LayerFile) -> Iterator[Fact]:
    """Each package reference; the version is empty where a property or `Directory.Packages.props` has it."""
    for reference in references(file.content, ("PackageReference",)):
        version = exact_version(reference.version)
        yield nuget_package(
            reference.name,
            version,
            home=file.path,
            scope="dev" if reference.is_private else "runtime",
            properties={} if version else {"requirement": reference.version},
        )


READER = Reader(
    name="dotnet-project",
    version=1,
    claim=Claim(suffixes=(".csproj", ".fsproj", ".vbproj"), in_images=False),
    read=read,
    summary="package references of .NET project files: `*.csproj`, `*.fsproj`, `*.vbproj`",
)
