"""Installed Python projects: the METADATA or PKG-INFO that an installer leaves beside the code.

Specifications: recording installed projects (PEP 376, PEP 627) for `*.dist-info`; setuptools, "The Internal Structure
of Python Eggs", for `*.egg-info` (a folder, or a single file written by distutils) and `*.egg`, a folder or a ZIP
archive with an EGG-INFO inside. A `.dist-info` has its METADATA and an `.egg-info` its PKG-INFO; other combinations are
left-overs of build tools and not read, so that one folder is one package.
"""

from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.model.facts import Fact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.python.standards.archive import project_in
from mooring.packages.python.standards.core_metadata import first, header_fields, package_of
from mooring.packages.python.standards.names import split_folder_name


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the one package that the file describes; its key is `python:` and the folder or file that pip would remove.

    A file `*.egg` that is no ZIP archive is passed over: it may be a model of Panda3D.
    """
    if file.content.startswith(b"PK\3\4"):
        return project_in(file, member_ending="egg-info/pkg-info", is_installed=True)
    return iter(()) if file.name.lower().endswith(".egg") else _described(file)


def _described(file: LayerFile) -> Iterator[Fact]:
    place = file.path if file.name.lower().endswith(".egg-info") else file.folder
    if place.rpartition("/")[2].lower() == "egg-info":
        place = place.rpartition("/")[0]
    site, _, folder = place.rpartition("/")
    fields = header_fields(file.content)
    given_name, given_version = split_folder_name(folder)
    name = first(fields, "name") or given_name
    if not name:
        raise ReadError("has no Name, and its folder does not tell one")
    version = first(fields, "version") or given_version
    yield package_of(fields, name=name, version=version, key=f"python:{place}", home=site)


READER = Reader(
    name="python-installed",
    version=1,
    claim=Claim(
        names=("METADATA", "metadata", "Metadata", "PKG-INFO", "pkg-info", "Pkg-Info"),
        suffixes=(".egg-info", ".egg"),
        pattern=r"(?i)\.dist-info/metadata$|(?:\.egg-info|(?:^|/)egg-info)/pkg-info$|\.egg(?:-info)?$",
    ),
    read=read,
    summary="Python projects installed by pip, uv, setuptools or a distribution (METADATA, PKG-INFO, .egg-info, .egg)",
)
