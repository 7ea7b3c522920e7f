"""Packages of images that are put together from Debian packages without dpkg: files in `var/lib/dpkg/status.d`.

Google's distroless images and others made with Bazel's Debian rules do so. `status.d/<package>` is the control stanza of the package,
mostly without a `Status`; `status.d/<package>.md5sums` is its list of files. Key: `dpkg:<name>`, whatever `Multi-Arch` says,
since that is how the md5sums are named.
"""

from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.model.facts import Fact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.deb822 import stanzas
from mooring.packages.os.places.root import key_of
from mooring.packages.os.stanza.package import facts_of
from mooring.packages.os.stanza.sums import sums_of

_FOLDER = "var/lib/dpkg/status.d"


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the package of the stanza, or the files of the md5sums."""
    root = file.folder.removesuffix(_FOLDER).rstrip("/")
    if file.name.endswith(".md5sums"):
        yield from sums_of(key_of("dpkg", root, file.name.removesuffix(".md5sums")), root, file.content)
        return
    odd = ""
    found = False
    for fields in stanzas(file.text()):
        found = True
        if fields.get("status", "").endswith((" config-files", " not-installed")):
            continue
        if missing := [name for name in ("Package", "Version") if not fields.get(name.lower())]:
            odd = odd or f"has no {' and no '.join(missing)}"
        if fields.get("package"):
            yield from facts_of(fields, kind="dpkg", root=root, is_multi_arch_key=False)
    if odd or (not found and file.content.strip()):
        raise ReadError(odd or "has no stanza of a package")


READER = Reader(
    name="distroless",
    version=1,
    claim=Claim(folders=(_FOLDER,)),
    read=read,
    summary="packages of distroless images, which keep a control file for each and no dpkg",
)
