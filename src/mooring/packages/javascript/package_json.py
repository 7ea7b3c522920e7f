"""package.json: an npm package as it lies in an image, one folder each.

A manifest without a name or a version is no package but a marker (`{"type": "module"}` in a sub-folder, a workspace
root): npm cannot install it and no advisory can speak of it, so it is left out, where Syft reports a package of
version UNKNOWN.
"""

from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.model.facts import Fact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.javascript.manifests.manifest import offer, package_of, read_manifest


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the package of a package.json, or nothing; its key is `npm:<folder>`."""
    folder = file.folder
    try:
        manifest = read_manifest(file.content)
    except ReadError:
        if _is_foreign_matter(folder):
            return
        raise
    package = package_of(manifest, folder, key=f"npm:{folder}")
    if package is not None:
        yield package


def _is_foreign_matter(folder: str) -> bool:
    """Whether the folder lies inside an installed package, where npm never looks for another.

    Packages carry broken manifests as test data (`resolve` is in most images); these hide nothing from the inventory.
    """
    return f"/{folder}/".find("/node_modules/") >= 0 and offer(folder)[1] == ""


READER = Reader(
    name="npm-package",
    version=1,
    claim=Claim(names=("package.json",), max_bytes=16 * 1024 * 1024),
    read=read,
    summary="package.json of installed npm packages and extensions of Visual Studio Code",
)
