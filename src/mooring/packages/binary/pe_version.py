"""Windows programs and libraries that are not .NET: the product and version of their version resource.

Python's distlib ships such launchers into Linux images, and vendors ship whole Windows trees. What a resource says is
no package manager's record, so it is a guess.
"""

import re
from collections.abc import Iterator

from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats import pe

_VERSION = re.compile(r"\d[0-9A-Za-z.+-]*(?:, ?\d+)*")
_SEPARATORS = re.compile(r"[., ]+")
_PROPERTIES = {
    "CompanyName": "company",
    "FileDescription": "description",
    "OriginalFilename": "original_file",
    "FileVersion": "file_version",
}


def read(file: LayerFile) -> Iterator[Fact]:
    """The product; nothing for managed assemblies, and for files without a version resource."""
    found = pe.read_pe(file.content)
    if found is None or found.is_managed:
        return
    strings = pe.version_strings(found)
    name = strings.get("ProductName") or strings.get("FileDescription") or strings.get("InternalName") or ""
    version = _version(strings)
    if name and version:
        yield PackageFact(
            type="generic",
            name=name,
            version=version,
            architecture=found.layout.architecture,
            properties={own: strings[key] for key, own in _PROPERTIES.items() if strings.get(key)},
            is_guess=True,
        )


def _version(strings: dict[str, str]) -> str:
    """Old resource compilers write `1, 2, 0, 3`; the text before the first odd character is the version."""
    for key in ("ProductVersion", "FileVersion", "FixedFileVersion"):
        found = _VERSION.match(strings.get(key, ""))
        if found and found[0].strip("0., "):
            return _SEPARATORS.sub(".", found[0]).strip(".")
    return ""


READER = Reader(
    name="pe-version",
    version=1,
    claim=Claim(magics=(pe.MAGIC,), suffixes=(".dll", ".exe", ".bpl")),
    read=read,
    summary="native Windows programs and libraries: product and version of `*.dll`, `*.exe`, `*.bpl`",
)
