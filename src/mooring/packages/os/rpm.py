"""The database of rpm: in SQLite (rpm 4.16 and later), NDB (SUSE) or Berkeley DB (before), told by their first bytes.

It lies in var/lib/rpm, in usr/lib/sysimage/rpm (Fedora 36, SUSE) or in usr/share/rpm (ostree). The write-ahead log of
an SQLite database is another file, empty once rpm has ended, and is not read. Key:
`rpm:<name>-<version>.<architecture>`.
"""

from collections.abc import Iterator

import msgspec

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, OwnedFilesFact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.os.places.root import root_of
from mooring.packages.os.rpmdb import bdb, ndb, sqlite
from mooring.packages.os.rpmdb.edges import Wishes, edges
from mooring.packages.os.rpmdb.header import PROVIDES, REQUIRES, Header, parse_header
from mooring.packages.os.rpmdb.package import FileList, file_list, owned_facts, package_fact

_FOLDERS = ("var/lib/rpm", "usr/lib/sysimage/rpm", "usr/share/rpm")
_FACTS_EACH = 3
"""A package, its configuration files, its other files."""
_NAME_BYTES = 80
_MAX_DAMAGE = 1_000
"""What was damaged so often is not worth reading on."""
_KEYS = "gpg-pubkey"
"""Entries of this name are signing keys that rpm keeps in its database; they are no packages."""


class _Installed(msgspec.Struct, frozen=True, gc=False):
    """One package, before it is known what the others need."""

    fact: PackageFact
    owned: list[OwnedFilesFact]
    wishes: Wishes

    @property
    def weight(self) -> int:
        """About the bytes of memory that it takes beyond a constant."""
        names = len(self.wishes.requires) + len(self.wishes.provides)
        return _NAME_BYTES * names + sum(len(part.paths) + len(part.digests) for part in self.owned)


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield each package and its files; raise ReadError at the end where a header or a page was damaged."""
    damage: list[ReadError] = []
    root = root_of(file.folder, *_FOLDERS)
    packages = _packages(file, root, damage)
    found = edges([package.wishes for package in packages], root)
    for package, between in zip(packages, found, strict=True):
        yield msgspec.structs.replace(package.fact, provides=between.provides, depends=between.depends)
        yield from package.owned
    if damage:
        more = f" (and {len(damage) - 1} more)" if len(damage) > 1 else ""
        raise ReadError(f"{damage[0].message}{more}")


def _packages(file: LayerFile, root: str, damage: list[ReadError]) -> list[_Installed]:
    """All packages that can be read; what cannot is added to `damage`."""
    packages: list[_Installed] = []
    left = file.limits.max_file_bytes
    for blob in _headers(file.content):
        if len(damage) > _MAX_DAMAGE:
            break
        if isinstance(blob, ReadError):
            damage.append(blob)
            continue
        try:
            package = _installed(parse_header(blob), root, damage)
        except ReadError as error:
            damage.append(error)
            continue
        left -= package.weight
        if left < 0 or len(packages) >= file.limits.max_facts_per_file // _FACTS_EACH:
            damage.append(ReadError("rpm database: has more packages or paths than a scan allows"))
            break
        if package.fact.name != _KEYS:
            packages.append(package)
    return packages


def _installed(header: Header, root: str, damage: list[ReadError]) -> _Installed:
    """The package of a header; a damaged column is noted, a missing name or version raises ReadError."""
    fact = package_fact(header, root)
    files, requires, provides = FileList(), [], []
    try:
        files = file_list(header)
    except ReadError as error:
        damage.append(ReadError(f"{fact.name}: {error.message}"))
    try:
        requires, provides = header.texts(REQUIRES), header.texts(PROVIDES)
    except ReadError as error:
        damage.append(ReadError(f"{fact.name}: {error.message}"))
    owned = owned_facts(fact.key, files, root)
    return _Installed(fact, owned, Wishes(fact.name.encode(), requires, provides, [part.paths for part in owned]))


def _headers(content: bytes) -> Iterator[bytes | ReadError]:
    if content.startswith(sqlite.MAGIC):
        return sqlite.sqlite_headers(content)
    if content.startswith(ndb.MAGIC):
        return ndb.ndb_headers(content)
    if bdb.is_bdb(content):
        return bdb.bdb_headers(content)
    raise ReadError("is not an rpm database: neither SQLite nor NDB nor a Berkeley DB hash")


READER = Reader(
    name="rpm",
    version=2,
    claim=Claim(
        names=("Packages", "Packages.db", "rpmdb.sqlite"),
        pattern=r"(^|/)(var/lib|usr/lib/sysimage|usr/share)/rpm/[^/]+$",
    ),
    read=read,
    summary="the rpm database in SQLite, NDB or Berkeley DB form",
)
