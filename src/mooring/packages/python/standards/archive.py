"""The core metadata inside an egg or a wheel: ZIP archives of one project each.

Specifications: binary distribution format (PEP 427); setuptools, "The Internal Structure of Python Eggs".
"""

from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.model.facts import Fact
from mooring.model.reader import LayerFile
from mooring.packages.formats.zip import ArchiveBudget, ZipArchive
from mooring.packages.python.standards.core_metadata import MAX_HEADER_BYTES, first, header_fields, package_of
from mooring.packages.python.standards.names import split_folder_name

_MAX_METADATA_BYTES = 4 * MAX_HEADER_BYTES


def project_in(file: LayerFile, *, member_ending: str, is_installed: bool) -> Iterator[Fact]:
    """Yield the project of the archive, by its first member in the top two levels with that ending (lower case)."""
    archive = ZipArchive(file.content, ArchiveBudget(file.limits))
    member = next((found for found in archive.find((member_ending,)) if found.name.count("/") == 1), None)
    if member is None:
        raise ReadError(f"has no {member_ending.lstrip('/')!r}")
    fields = header_fields(archive.read(member, max_bytes=_MAX_METADATA_BYTES))
    given_name, given_version = split_folder_name(file.name)
    name = first(fields, "name") or given_name
    if not name:
        raise ReadError("has no Name in its metadata or its file name")
    version = first(fields, "version") or given_version
    yield package_of(
        fields, name=name, version=version, key=f"python:{file.path}", home=file.folder, is_installed=is_installed
    )
