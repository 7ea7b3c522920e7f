"""The manifest of a NuGet package (learn.microsoft.com, ".nuspec reference"), where a package was unpacked."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from mooring.base.errors import ReadError
from mooring.model.facts import Fact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.dotnet.projects.nuget import nuget_package
from mooring.packages.formats.documents import local_name, parse_xml


def read(file: LayerFile) -> Iterator[Fact]:
    """The package; a template whose id or version is a token (`$version$`) names none."""
    metadata = next((child for child in parse_xml(file.content) if local_name(child) == "metadata"), None)
    if metadata is None:
        raise ReadError("is XML without the 'metadata' of a NuGet package")
    name, version = _text(metadata, "id"), _text(metadata, "version")
    if not name or "$" in name + version:
        return
    yield nuget_package(
        name,
        version,
        home=file.path[: max(file.path.rfind("/"), 0)],
        depends=[
            (element.get("id") or "").strip() for element in metadata.iter() if local_name(element) == "dependency"
        ],
        licenses=tuple(_licenses(metadata)),
        scope="dev" if _text(metadata, "developmentDependency").lower() == "true" else "runtime",
        properties={
            "authors": _text(metadata, "authors"),
            "homepage": _text(metadata, "projectUrl"),
            "description": _text(metadata, "description")[:500],
            "repository": next((e.get("url") or "" for e in metadata if local_name(e) == "repository"), ""),
        },
        is_installed=True,
    )


def _licenses(metadata: Element) -> Iterator[str]:
    """The expression; where there is none, the address. A `file` licence names a file of the package, which says
    nothing.
    """
    for element in metadata:
        if local_name(element) == "license" and element.get("type") == "expression" and (element.text or "").strip():
            yield (element.text or "").strip()
            return
    url = _text(metadata, "licenseUrl")
    if url and "aka.ms/deprecateLicenseUrl" not in url:
        yield url


def _text(metadata: Element, name: str) -> str:
    return next(((child.text or "").strip() for child in metadata if local_name(child) == name), "")


READER = Reader(
    name="nuspec",
    version=1,
    claim=Claim(suffixes=(".nuspec",)),
    read=read,
    summary="unpacked NuGet packages: `*.nuspec`, with licences and edges",
)
