"""`<application>.deps.json`, which lies beside every published .NET application: what it was deployed with."""

from collections.abc import Iterator

from mooring.model.facts import Fact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.dotnet.projects.dependencies import dependencies


def read(file: LayerFile) -> Iterator[Fact]:
    """The application (a project), the packages that were deployed with it, and their files."""
    yield from dependencies(file.content, file.path, folder=file.folder)


READER = Reader(
    name="dotnet-deps",
    version=1,
    claim=Claim(suffixes=(".deps.json",)),
    read=read,
    summary="deployed .NET applications: `*.deps.json`, with edges",
)
