"""Archives of extensions for Visual Studio Code (.vsix), with the npm packages that they bundle.

Format: code.visualstudio.com/api/working-with-extensions/publishing-extension: a ZIP archive with the extension under
`extension/`, laid out as any npm package. An archive inside the archive is the extension's content, not a package of
it.
"""

import re
from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.model.facts import Fact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.zip import ArchiveBudget, ZipArchive
from mooring.packages.javascript.manifests.manifest import offer, package_of, read_manifest
from mooring.packages.javascript.manifests.names import printable

_MANIFEST = re.compile(rb"^extension/(?:[^\n]*/)?package\.json$", re.IGNORECASE)
_MAX_MANIFEST = 16 * 1024 * 1024


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the extension and a package per bundled package.json; raise after the last one if some could not be
    read.
    """
    archive = ZipArchive(file.content, ArchiveBudget(file.limits))
    damaged: list[str] = []
    for member in archive.find(("package.json",), _MANIFEST):
        inner_path = printable(member.name)
        folder = f"{file.path}!/{inner_path.rpartition('/')[0]}"
        try:
            manifest = read_manifest(archive.read(member, max_bytes=_MAX_MANIFEST))
        except ReadError as error:
            if folder.endswith("!/extension") or offer(folder)[1]:
                damaged.append(str(error))
            continue
        package = package_of(manifest, folder, key=f"npm:{folder}", inner_path=inner_path)
        if package is not None:
            yield package
    if damaged:
        raise ReadError(f"{len(damaged)} packages of the extension are missing; the first: {damaged[0]}")


READER = Reader(
    name="vsix",
    version=1,
    claim=Claim(suffixes=(".vsix",)),
    read=read,
    summary="extensions of Visual Studio Code as archives (.vsix), with the npm packages in them",
)
