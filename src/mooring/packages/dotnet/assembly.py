"""Managed assemblies (ECMA-335, II.25): .NET libraries and programs that lie about without a package manager's record.

The version resource names product and version. A deps.json beside it tells more, and the NuGet package may be called
otherwise than the file, so what is found here is a guess.
"""

import re
from collections.abc import Iterator

import msgspec

from mooring.model.facts import Fact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.dotnet.projects.nuget import nuget_package
from mooring.packages.formats import pe

_VERSION = re.compile(r"\d+(?:\.\d+)+(?:-[0-9A-Za-z.-]+)?")


def read(file: LayerFile) -> Iterator[Fact]:
    """The assembly as a package; nothing for resource satellites, native files, and files without any version."""
    found = pe.read_pe(file.content)
    if found is None or not found.is_managed:
        return
    strings = pe.version_strings(found)
    name = _name(file.name)
    version = _version(strings)
    if not version or name.endswith(".resources"):
        return
    fact = nuget_package(
        name,
        version,
        home=file.folder,
        properties={
            "product": strings.get("ProductName", ""),
            "company": strings.get("CompanyName", ""),
            "file_version": strings.get("FileVersion", ""),
            "assembly_version": strings.get("Assembly Version", ""),
            "description": strings.get("FileDescription", "")[:500],
        },
        is_installed=True,
    )
    yield msgspec.structs.replace(fact, is_guess=True)


def _name(file_name: str) -> str:
    """A NuGet package is mostly called like its main assembly, and the file like the assembly."""
    stem, dot, ending = file_name.rpartition(".")
    return stem if dot and ending.lower() in ("dll", "exe") else file_name


def _version(strings: dict[str, str]) -> str:
    """The product version without its build metadata: the SDK writes the package's version and the commit there."""
    for key in ("ProductVersion", "FileVersion", "Assembly Version", "FixedFileVersion"):
        found = _VERSION.match(strings.get(key, ""))
        if found and found[0].strip("0."):
            return found[0]
    return ""


READER = Reader(
    name="dotnet-assembly",
    version=1,
    claim=Claim(magics=(pe.MAGIC,), suffixes=(".dll", ".exe")),
    read=read,
    summary="managed .NET assemblies: product and version of `*.dll` and `*.exe`",
)
