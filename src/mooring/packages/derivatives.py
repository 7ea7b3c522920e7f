"""What is known of derivatives: the distribution whose packages, or rebuilds of them, they consist of.

A parent is named only where its advisories are sound for the derivative's packages: versions are the parent's, or differ by a
rebuild suffix. Amazon, Azure Linux, Wolfi, Chainguard, Photon and others have version numbers of their own, and no parent.
"""

from collections.abc import Mapping

import msgspec

from mooring.model.distro import Distro

DEBIAN_CODENAMES = {
    "5": "lenny",
    "6": "squeeze",
    "7": "wheezy",
    "8": "jessie",
    "9": "stretch",
    "10": "buster",
    "11": "bullseye",
    "12": "bookworm",
    "13": "trixie",
    "14": "forky",
    "15": "duke",
}
UBUNTU_CODENAMES = {
    "10.04": "lucid",
    "12.04": "precise",
    "12.10": "quantal",
    "13.04": "raring",
    "13.10": "saucy",
    "14.04": "trusty",
    "14.10": "utopic",
    "15.04": "vivid",
    "15.10": "wily",
    "16.04": "xenial",
    "16.10": "yakkety",
    "17.04": "zesty",
    "17.10": "artful",
    "18.04": "bionic",
    "18.10": "cosmic",
    "19.04": "disco",
    "19.10": "eoan",
    "20.04": "focal",
    "20.10": "groovy",
    "21.04": "hirsute",
    "21.10": "impish",
    "22.04": "jammy",
    "22.10": "kinetic",
    "23.04": "lunar",
    "23.10": "mantic",
    "24.04": "noble",
    "24.10": "oracular",
    "25.04": "plucky",
    "25.10": "questing",
    "26.04": "resolute",
}
_DEBIAN_VERSIONS = {name: version for version, name in DEBIAN_CODENAMES.items()}
_UBUNTU_VERSIONS = {name: version for version, name in UBUNTU_CODENAMES.items()}

_RHEL_REBUILDS = frozenset(
    (
        "centos",
        "rocky",
        "almalinux",
        "ol",
        "scientific",
        "springdale",
        "eurolinux",
        "miraclelinux",
        "cloudlinux",
        "virtuozzo",
        "navylinux",
        "circle",
        "vzlinux",
        "rhcos",
    )
)
"""Same sources and version numbers as Red Hat Enterprise Linux of the same number."""
_FEDORA_REMIXES = frozenset(("fedora-asahi-remix", "bazzite", "bluefin", "aurora", "ultramarine", "qubes"))
_SLES_EDITIONS = frozenset(("sles_sap", "sled", "sle_hpc", "sle-hpc"))
_UBUNTU_SAME_VERSION = frozenset(
    ("pop", "neon", "ubuntu-core", "tuxedo", "rhino", "ubuntustudio", "xubuntu", "kubuntu")
)
"""Numbered like the Ubuntu release they are built on (Ubuntu Core by its year alone)."""
_DEBIAN_BY_MAJOR = {
    ("devuan", "1"): "8",
    ("devuan", "2"): "9",
    ("devuan", "3"): "10",
    ("devuan", "4"): "11",
    ("devuan", "5"): "12",
    ("devuan", "6"): "13",
    ("pureos", "10"): "11",
    ("pureos", "11"): "12",
    ("parrot", "5"): "11",
    ("parrot", "6"): "12",
    ("parrot", "7"): "13",
}
_UBUNTU_BY_MAJOR = {
    ("linuxmint", "18"): "16.04",
    ("linuxmint", "19"): "18.04",
    ("linuxmint", "20"): "20.04",
    ("linuxmint", "21"): "22.04",
    ("linuxmint", "22"): "24.04",
    ("elementary", "5"): "18.04",
    ("elementary", "6"): "20.04",
    ("elementary", "7"): "22.04",
    ("elementary", "8"): "24.04",
    ("zorin", "15"): "18.04",
    ("zorin", "16"): "20.04",
    ("zorin", "17"): "22.04",
    ("zorin", "18"): "24.04",
}
_ALPINE_OF_POSTMARKETOS = {
    "v20.05": "3.12",
    "v21.03": "3.13",
    "v21.06": "3.14",
    "v21.12": "3.15",
    "v22.06": "3.16",
    "v22.12": "3.17",
    "v23.06": "3.18",
    "v23.12": "3.19",
    "v24.06": "3.20",
    "v24.12": "3.21",
    "v25.06": "3.22",
    "v25.12": "3.23",
}
_ARCH_REPOSITORIES = frozenset(("endeavouros", "archarm", "arcolinux", "archcraft", "garuda", "blackarch"))


class Parent(msgspec.Struct, frozen=True, kw_only=True):
    """The distribution that a derivative's packages come from."""

    id: str
    version: str = ""
    codename: str = ""
    is_certain: bool = False
    """Whether the files named the version or codename."""


def parent_of(distro: Distro, fields: Mapping[str, str]) -> Parent | None:
    """The parent of a derivative; None for a distribution with packages of its own. `fields` are those of its os-release."""
    found = distro.id
    if found in ("debian", "ubuntu", "rhel", "fedora", "alpine", "arch", "amzn", "sles"):
        return None
    if codename := fields.get("UBUNTU_CODENAME", "").lower():
        return Parent(id="ubuntu", version=_UBUNTU_VERSIONS.get(codename, ""), codename=codename, is_certain=True)
    if codename := fields.get("DEBIAN_CODENAME", "").lower():
        return Parent(id="debian", version=_DEBIAN_VERSIONS.get(codename, ""), codename=codename, is_certain=True)
    return _rpm_parent(distro, fields) or _other_parent(distro)


def _rpm_parent(distro: Distro, fields: Mapping[str, str]) -> Parent | None:
    """Rebuilds are numbered like their parent, and say so in PLATFORM_ID (`platform:el9`) since version 8."""
    platform = fields.get("PLATFORM_ID", "").removeprefix("platform:")
    if distro.id == "rhcos":
        version = fields.get("RHEL_VERSION", "")
        return Parent(id="rhel", version=version, is_certain=bool(version))
    if distro.id in _RHEL_REBUILDS or (platform[:2] == "el" and "rhel" in distro.id_like):
        version = distro.version_id or platform[2:]
        is_certain = platform == f"el{version.partition('.')[0]}" and "." not in platform
        return Parent(id="rhel", version=version, is_certain=is_certain)
    if distro.id in _FEDORA_REMIXES or (platform[:1] == "f" and platform[1:].isdigit() and "fedora" in distro.id_like):
        return Parent(id="fedora", version=platform[1:] or distro.version_id, is_certain=bool(platform[1:]))
    if distro.id in _SLES_EDITIONS:
        return Parent(id="sles", version=distro.version_id, is_certain=True)
    return None


def _other_parent(distro: Distro) -> Parent | None:
    found, version = distro.id, distro.version_id
    major = version.partition(".")[0]
    if found == "raspbian":
        return Parent(
            id="debian", version=version, codename=distro.codename, is_certain=bool(version or distro.codename)
        )
    if found == "kali":  # Rolls on Debian testing; sid is the nearest release that advisories are kept for.
        return Parent(id="debian", codename="sid")
    if debian := _DEBIAN_BY_MAJOR.get((found, major)):
        return Parent(id="debian", version=debian, codename=DEBIAN_CODENAMES[debian])
    if ubuntu := _UBUNTU_BY_MAJOR.get((found, major)):
        return Parent(id="ubuntu", version=ubuntu, codename=UBUNTU_CODENAMES[ubuntu])
    if found in _UBUNTU_SAME_VERSION:
        ubuntu = version if "." in version or not version else f"{version}.04"
        return Parent(id="ubuntu", version=ubuntu, codename=UBUNTU_CODENAMES.get(ubuntu, ""))
    if found == "postmarketos":
        is_edge = distro.codename == "edge" or version == "edge"
        return Parent(
            id="alpine",
            version=_ALPINE_OF_POSTMARKETOS.get(version, ""),
            codename="edge" if is_edge else "",
            is_certain=is_edge,
        )
    if found in _ARCH_REPOSITORIES:
        return Parent(id="arch", is_certain=True)
    return None
