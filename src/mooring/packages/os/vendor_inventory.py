"""Inventories that makers of container hosts put into an image in place of a package manager's database.

Container-Optimized OS: `etc/cos-package-info.json` lists Gentoo packages; `version` is the release of the system, which its
advisories go by, `ebuild_version` the package's own. Only `installedPackages` are in the image; `buildTimePackages` made it.
Bottlerocket: `usr/share/bottlerocket/application-inventory.json`, in the form of AWS Systems Manager's `AWS:Application`; its packages
are built by rpm and have rpm's version parts.
"""

from collections.abc import Iterator, Mapping

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import Value, mapping, parse_json, sequence, text

_BOTTLEROCKET = {"Url": "homepage", "Summary": "summary", "Publisher": "vendor", "InstalledTime": "install_time"}


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the packages of the inventory; raise ReadError at the end where an entry has no name."""
    document = mapping(parse_json(file.content))
    is_cos = file.name.startswith("cos-")
    rows = document.get("installedPackages" if is_cos else "Content")
    if not isinstance(rows, list):
        raise ReadError(f"has no list {'installedPackages' if is_cos else 'Content'!r}")
    nameless = 0
    for row in sequence(rows):
        fact = _cos(mapping(row)) if is_cos else _bottlerocket(mapping(row))
        if fact.name:
            yield fact
        else:
            nameless += 1
    if nameless:
        raise ReadError(f"has {nameless} entries without a name")


def _cos(row: Mapping[str, Value]) -> PackageFact:
    properties = {name: text(row.get(name)) for name in ("category", "ebuild_version") if text(row.get(name))}
    return PackageFact(type="cos", name=text(row.get("name")), version=text(row.get("version")), properties=properties)


def _bottlerocket(row: Mapping[str, Value]) -> PackageFact:
    name, version, release, epoch = (text(row.get(field)) for field in ("Name", "Version", "Release", "Epoch"))
    return PackageFact(
        type="rpm",
        name=name,
        version=f"{epoch}:" * (epoch not in ("", "0")) + version + f"-{release}" * bool(release),
        key=f"bottlerocket:{name}",
        architecture=text(row.get("Architecture")),
        properties={kept: text(row.get(field)) for field, kept in _BOTTLEROCKET.items() if text(row.get(field))},
    )


READER = Reader(
    name="vendor-inventory",
    version=1,
    claim=Claim(paths=("etc/cos-package-info.json", "usr/share/bottlerocket/application-inventory.json")),
    read=read,
    summary="package inventories of Container-Optimized OS and Bottlerocket",
)
