"""Packages of Azure Linux and CBL-Mariner images without rpm: var/lib/rpmmanifest/container-manifest-2.

The image build removes the database and leaves what `rpm -qa` printed, ten columns a line parted by tabs: name,
version-release, install time, build time, vendor, epoch (always `(none)`), size, architecture, epoch as a number,
source package. Key: `rpm:<name>-<version>.<architecture>`, as the database's own packages have.
"""

from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.os.places.root import key_of, root_of
from mooring.packages.os.rpmdb.package import split_source

_PLACE = "var/lib/rpmmanifest"
_COLUMNS = 10
_KEYS = "gpg-pubkey"


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the package of each line; raise ReadError at the end where lines have fewer columns."""
    root = root_of(file.folder, _PLACE)
    odd = []
    for number, line in enumerate(file.text().splitlines()[: file.limits.max_facts_per_file], start=1):
        columns = [_value(column) for column in line.split("\t")]
        if len(columns) < _COLUMNS or not columns[0] or not columns[1]:
            odd.extend([number] if line.strip() else [])
        elif columns[0] != _KEYS:
            yield _package(columns, root, number)
    if odd:
        more = f" (and {len(odd) - 1} more)" if len(odd) > 1 else ""
        raise ReadError(f"line {odd[0]} does not have {_COLUMNS} columns with a name and a version{more}")


def _package(columns: list[str], root: str, number: int) -> PackageFact:
    name, release, installed, _, vendor, _, size, architecture, epoch, source = columns[:_COLUMNS]
    version = f"{epoch}:{release}" if epoch.strip("0") else release
    source_name, source_version = split_source(source)
    properties = {
        "vendor": vendor,
        "source_rpm": source,
        "installed_size": size,
        "install_time": installed,
        "root": root,
    }
    return PackageFact(
        type="rpm",
        name=name,
        version=version,
        key=key_of("rpm", root, f"{name}-{version}.{architecture}"),
        architecture=architecture,
        source_name=source_name,
        source_version=source_version,
        home=root,
        properties={name: value for name, value in properties.items() if value},
        line=number,
    )


def _value(column: str) -> str:
    return "" if column == "(none)" else column.strip()


READER = Reader(
    name="rpm-manifest",
    version=1,
    claim=Claim(names=("container-manifest-2",), pattern=r"(^|/)var/lib/rpmmanifest/[^/]+$"),
    read=read,
    summary="container-manifest-2 of Azure Linux and CBL-Mariner images that have no rpm database",
)
