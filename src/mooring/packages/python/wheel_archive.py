"""Wheels that lie in a folder: what an installer would unpack, so named and not installed, and read only in
directories.

Specification: binary distribution format (PEP 427).
"""

from collections.abc import Iterator

from mooring.model.facts import Fact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.python.standards.archive import project_in


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the project of the wheel."""
    return project_in(file, member_ending=".dist-info/metadata", is_installed=False)


READER = Reader(
    name="python-wheel-archive",
    version=1,
    claim=Claim(suffixes=(".whl",), in_images=False),
    read=read,
    summary="Python wheels",
)
