"""Which distribution the image is: os-release, and the files that came before it or stand beside it.

Ranks: os-release in etc, then in usr/lib (the order of os-release(5)), then the files that only one distribution writes, then
lsb-release, then those that derivatives keep from their parent (redhat-release, debian_version), last the greeting in issue.
A debian_version is also noted as `debian_version`: os-release does not name the point release.
"""

from collections.abc import Callable, Iterator

from mooring.model.distro import Distro
from mooring.model.facts import DistroFact, Fact, NoteFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.distro import (
    from_cpe,
    from_debian_version,
    from_lsb_release,
    from_os_release,
    from_release_line,
    from_suse_release,
)
from mooring.packages.formats.documents import mapping, parse_json, sequence

_OWN = {
    "alpine-release": "alpine",
    "postmarketos-release": "postmarketos",
    "photon-release": "photon",
    "mariner-release": "mariner",
    "azurelinux-release": "azurelinux",
    "oracle-release": "ol",
    "enterprise-release": "ol",
    "rocky-release": "rocky",
    "almalinux-release": "almalinux",
    "sl-release": "scientific",
    "centos-release": "centos",
    "fedora-release": "fedora",
    "gentoo-release": "gentoo",
    "slackware-version": "slackware",
    "mageia-release": "mageia",
    "manjaro-release": "manjaro",
    "arch-release": "arch",
    "openEuler-release": "openeuler",
    "devuan_version": "devuan",
}
"""Files that one distribution writes, and its id. Some name no version, arch-release is empty."""
_ESM_FILES = ("ubuntu-esm-infra.list", "ubuntu-esm-apps.list", "ubuntu-esm-infra.sources", "ubuntu-esm-apps.sources")
_ESM_FOLDER = "etc/apt/sources.list.d"
_PRO_STATUS = "var/lib/ubuntu-advantage/status.json"
_FOLDERS = ("etc", "usr/lib", "usr/share")
_LSB_RANK, _CPE_RANK, _SYSTEM_RANK, _SUSE_RANK, _DEBIAN_RANK, _ISSUE_RANK = 30, 40, 50, 20, 60, 90

_Parse = Callable[[str, str], Distro | None]


def _ranked() -> dict[str, tuple[int, _Parse | str]]:
    """Path to rank and how it is read; a text is the id whose own file it is."""
    table: dict[str, tuple[int, _Parse | str]] = {
        "etc/os-release": (0, from_os_release),
        "usr/lib/os-release": (1, from_os_release),
    }
    for order, folder in enumerate(_FOLDERS):
        table |= {
            f"{folder}/{name}": (10 + order + (5 if name == "gentoo-release" else 0), found)
            for name, found in _OWN.items()
        }
        table[f"{folder}/system-release-cpe"] = (_CPE_RANK + order, from_cpe)
        table[f"{folder}/system-release"] = (_SYSTEM_RANK + order, "")
        table[f"{folder}/redhat-release"] = (_SYSTEM_RANK + 5 + order, "")
    table["etc/SuSE-release"] = (_SUSE_RANK, from_suse_release)
    table["etc/lsb-release"] = (_LSB_RANK, from_lsb_release)
    table["etc/debian_version"] = (_DEBIAN_RANK, from_debian_version)
    table["etc/issue"] = (_ISSUE_RANK, "")
    return table


_TABLE = _ranked()


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the distribution that the file names; nothing where it names none that is known."""
    text = file.text()[:65536]
    if file.folder == _ESM_FOLDER or file.path == _PRO_STATUS:
        if _is_esm_status(file.content) if file.path == _PRO_STATUS else _is_esm_source(text):
            yield NoteFact(owner="distro", name="channel", value="esm")
        return
    if file.path not in _TABLE:
        return
    rank, parse = _TABLE[file.path]
    distro = from_release_line(text, file.path, parse) if isinstance(parse, str) else parse(text, file.path)
    if distro is not None:
        yield DistroFact(distro=distro, rank=rank)
    if file.name == "debian_version" and text.strip():
        yield NoteFact(owner="image", name="debian_version", value=text.strip()[:60])


def _is_esm_source(text: str) -> bool:
    """Whether a list of apt's sources takes packages from Ubuntu's extended support."""
    return any("esm.ubuntu.com" in line and not line.lstrip().startswith("#") for line in text.split("\n"))


def _is_esm_status(content: bytes) -> bool:
    """Whether the status that the Ubuntu Pro client keeps has extended support enabled."""
    services = sequence(mapping(parse_json(content)).get("services"))
    rows = [mapping(service) for service in services]
    return any(row.get("status") == "enabled" and row.get("name") in ("esm-infra", "esm-apps") for row in rows)


READER = Reader(
    name="release",
    version=1,
    claim=Claim(
        paths=(*_TABLE, _PRO_STATUS, *(f"{_ESM_FOLDER}/{name}" for name in _ESM_FILES)),
        min_bytes=0,
        max_bytes=1024 * 1024,
    ),
    read=read,
    summary="the distribution, from os-release and its older relatives",
)
