"""Software that an installer beside the distribution's put there: Flatpak, Chocolatey.

Each writes one document for each installed thing, so each is a function in `installers/`, chosen by the path.
"""

from collections.abc import Iterator

from mooring.model.facts import Fact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.os.installers.chocolatey import nuspec
from mooring.packages.os.installers.flatpak import applications

_PATHS = (
    r"(?:^|/)flatpak/(?:app|runtime)/.+/export/share/(?:metainfo|appdata)/[^/]+\.xml$",
    r"(?i:(?:^|/)chocolatey/lib/[^/]+/[^/]+\.nuspec$)",
)


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield what the document says is installed."""
    if file.name.lower().endswith(".nuspec"):
        yield from nuspec(file.content)
    else:
        yield from applications(file.content)


READER = Reader(
    name="other-installer",
    version=1,
    claim=Claim(suffixes=(".xml", ".nuspec"), pattern="|".join(_PATHS), max_bytes=16 * 1024 * 1024),
    read=read,
    summary="applications of Flatpak, packages of Chocolatey",
)
