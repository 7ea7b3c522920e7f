"""The inventory: what an image holds. Written out it is an SBOM."""

import msgspec

from mooring.model.distro import Distro
from mooring.model.evidence.content import Content
from mooring.model.files import FileEntry, RemovedFile
from mooring.model.package import Package, Relation


class Executable(msgspec.Struct, frozen=True, kw_only=True, order=True, omit_defaults=True, gc=False):
    """An executable that no package explains."""

    path: str
    layer: str = ""


class OwnedFiles(msgspec.Struct, frozen=True, kw_only=True):
    """Files that a package's record lists."""

    package: str
    """Package id."""
    paths: tuple[str, ...]
    """With leading slash, as the record writes them."""
    algorithm: str = ""
    digests: tuple[str, ...] = ()
    """In the order of `paths`, or empty."""
    are_config: bool = False


class Inventory(msgspec.Struct, frozen=True, kw_only=True):
    """Distribution, packages, relations, files."""

    distro: Distro | None = None
    packages: tuple[Package, ...] = ()
    """Ordered by type, name, version, location."""
    relations: tuple[Relation, ...] = ()
    files: tuple[FileEntry, ...] | None = None
    """Every file that the image shows, ordered by path; None when not asked for."""
    removed_files: tuple[RemovedFile, ...] | None = None
    owned_files: tuple[OwnedFiles, ...] = ()
    """Only when files were asked for."""
    unexplained_executables: tuple[Executable, ...] = ()
    properties: dict[str, str] = {}
    """Notes about the image as a whole."""
    content: Content = Content()
    """Secrets, retrieved files, malware, …: what was looked for, and what was found."""
