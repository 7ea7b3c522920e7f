"""installed/vcpkg/status: the packages that vcpkg has installed, with the changes that wait beside it.

Format: vcpkg's `paragraphs.cpp`, stanzas as dpkg writes them: Package, Version, Port-Version, Architecture (the
triplet), Depends, Status. A stanza with Feature adds a feature and has no version.
"""

from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.deb822 import stanzas


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield each installed package; raises ReadError at the end where one has no version."""
    home = file.path.partition("vcpkg/status")[0]
    damaged = ""
    features: dict[tuple[str, str], list[str]] = {}
    packages = {}
    for fields in stanzas(file.text()):
        name, triplet = fields.get("package", ""), fields.get("architecture", "")
        if not name or fields.get("status", "") != "install ok installed":
            continue
        if fields.get("feature"):
            features.setdefault((name, triplet), []).append(fields["feature"])
        elif fields.get("version"):
            packages[name, triplet] = fields
        else:
            damaged = damaged or name
    for (name, triplet), fields in packages.items():
        yield _package(name, triplet, fields, features.get((name, triplet), []), home)
    if damaged:
        raise ReadError(f"package {damaged!r} has no version")


def _package(name: str, triplet: str, fields: dict[str, str], features: list[str], home: str) -> PackageFact:
    version, _, port = fields["version"].partition("#")
    port = port or fields.get("port-version", "")
    qualifiers = {"port_version": "" if port == "0" else port, "triplet": triplet}
    needs = [
        need.partition(":")[0].partition("[")[0].partition("(")[0].strip()
        for need in fields.get("depends", "").split(",")
    ]
    return PackageFact(
        type="vcpkg",
        name=name,
        version=version,
        key=f"vcpkg:{name}:{triplet}",
        architecture=triplet,
        home=home,
        depends=tuple(dict.fromkeys(need for need in needs if need)),
        qualifiers={label: value for label, value in qualifiers.items() if value},
        properties={"features": ",".join(features)} if features else {},
        language="c++",
    )


READER = Reader(
    name="vcpkg-status",
    version=1,
    claim=Claim(names=("status",), pattern=r"(?:^|/)vcpkg/status$"),
    read=read,
    summary="Packages that vcpkg has installed (vcpkg/status)",
)
