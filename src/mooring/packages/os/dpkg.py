"""What dpkg and opkg say is installed: their `status` file.

dpkg keeps a stanza for each package it ever saw (dpkg(1), "INFORMATION ABOUT PACKAGES"); opkg copied the form
(OpenWrt, Yocto). Keys: `dpkg:<name>`, and `dpkg:<name>:<architecture>` for packages that are `Multi-Arch: same`,
which is dpkg's own rule for the names of the files in `info/` and what tells two installed architectures apart;
`opkg:<name>`. A fact whose owner is `dpkg:<name>` (a copyright file, a list of an old dpkg) is meant for
`dpkg:<name>:<architecture>` too.
"""

from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, NoteFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.deb822 import stanzas
from mooring.packages.os.places.root import root_of
from mooring.packages.os.stanza.package import facts_of

_PLACES = ("var/lib/dpkg/status", "usr/lib/opkg/status", "var/lib/opkg/status", "lib/dpkg/status", "lib/opkg/status")
_STATES_WITHOUT_FILES = frozenset({"config-files", "not-installed"})
"""The states in which nothing of the package but its configuration is left. In all others (`unpacked`,
`half-configured`, `triggers-pending`, ...) its files are there, whatever the administrator wants (`deinstall ok
installed`)."""


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the packages whose files are there; without a status too, since only image builders leave it out."""
    kind = "opkg" if "/opkg/" in f"/{file.path}" else "dpkg"
    root = root_of(file.path, *_PLACES)
    odd, odd_count = "", 0
    esm = False
    number = 0
    for number, fields in enumerate(stanzas(file.text()), start=1):
        if fields.get("status", "").rpartition(" ")[2] in _STATES_WITHOUT_FILES:
            continue
        if missing := [name for name in ("Package", "Version") if not fields.get(name.lower())]:
            odd = odd or f"stanza {number} has no {' and no '.join(missing)}"
            odd_count += 1
        if fields.get("package"):
            yield from facts_of(fields, kind=kind, root=root, is_multi_arch_key=True)
            version = fields.get("version", "")
            esm = esm or "+esm" in version or "~esm" in version
    if esm and kind == "dpkg":
        yield NoteFact(owner="distro", name="channel", value="esm")
    if not number and file.content.strip():
        raise ReadError("has no stanza of a package")
    if odd:
        raise ReadError(f"{odd}, and {odd_count - 1} more are odd" if odd_count > 1 else odd)


READER = Reader(
    name="dpkg",
    version=1,
    claim=Claim(names=("status",), pattern=r"(?:^|/)lib/[do]pkg/status$"),
    read=read,
    summary="installed packages of Debian, Ubuntu and their derivatives (dpkg), of OpenWrt and Yocto (opkg)",
)
