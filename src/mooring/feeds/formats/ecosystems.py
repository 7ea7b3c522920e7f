"""Names of OSV's ecosystems as namespaces. They are parsed, never compared as text: most carry a release, a channel or a CPE.

Format: OSV schema 1.7, "Defined ecosystems", and what the publishers write beyond it.
"""

import re
from collections.abc import Callable
from functools import lru_cache

import msgspec

from mooring.model.advisory import NameKind
from mooring.versions.scheme import SCHEME_OF_TYPE


class Ecosystem(msgspec.Struct, frozen=True, kw_only=True):
    """Who an entry of an OSV record speaks about."""

    namespace: str
    """As model/advisory.py lists them."""
    scheme: str
    """Name of the version scheme."""
    name_kind: NameKind = NameKind.BINARY
    repository: str = ""
    """CPE of the product whose repository the package comes from, where not every user of the release has it."""
    is_distribution: bool = False


@lru_cache(maxsize=4096)
def ecosystem_of(text: str) -> Ecosystem | None:
    """The ecosystem that a text such as `Ubuntu:Pro:16.04:LTS` names; None for one whose packages no reader finds (`Android`, `Linux`,
    `OSS-Fuzz`) or that is not known."""
    name, _, rest = text.strip()[:300].partition(":")
    if language := _LANGUAGES.get(name):
        return Ecosystem(namespace=language, scheme=SCHEME_OF_TYPE.get(language, "loose"))
    reader = _DISTRIBUTIONS.get(name)
    return reader(rest) if reader is not None else None


_LANGUAGES = {
    "npm": "npm", "PyPI": "pypi", "Maven": "maven", "Go": "golang", "crates.io": "cargo", "RubyGems": "gem", "Packagist": "composer",
    "NuGet": "nuget", "Hex": "hex", "Pub": "pub", "SwiftURL": "swift", "CRAN": "cran", "Bioconductor": "cran", "Bitnami": "bitnami",
    "GitHub Actions": "github", "Hackage": "hackage", "GHC": "ghc", "ConanCenter": "conan", "CocoaPods": "cocoapods",
    "Julia": "julia", "opam": "opam", "conda": "conda", "Generic": "generic",
}  # fmt: skip
"""A colon and the address of a registry may follow: `Packagist:https://packages.drupal.org/8`."""

_PLAIN_RELEASE = re.compile(r"v?(\d{1,4}(?:\.\d{1,4}){0,2})")


def _distribution(namespace: str, scheme: str, kind: NameKind = NameKind.BINARY, *, repository: str = "") -> Ecosystem:
    return Ecosystem(namespace=namespace, scheme=scheme, name_kind=kind, repository=repository, is_distribution=True)


def _rolling(namespace: str, scheme: str, kind: NameKind) -> Callable[[str], Ecosystem | None]:
    """A distribution without releases."""
    return lambda _: _distribution(namespace, scheme, kind)


def _released(
    name: str, scheme: str, kind: NameKind, *, parts: int = 3, otherwise: str = ""
) -> Callable[[str], Ecosystem | None]:
    """A distribution with releases of at most so many numbers; `otherwise` where none is written."""

    def of(rest: str) -> Ecosystem | None:
        found = _PLAIN_RELEASE.match(rest)
        release = ".".join(found[1].split(".")[:parts]) if found else otherwise
        return _distribution(f"{name}:{release}", scheme, kind) if release else None

    return of


def _debian(rest: str) -> Ecosystem | None:
    """`12`, `6.0`, `unstable`."""
    release = rest.partition(":")[0].lower()
    if release in ("sid", "unstable"):
        release = "unstable"
    elif not _PLAIN_RELEASE.fullmatch(release):
        return None
    # From 4.0 to 6.0 the second number says nothing; 3.0 and 3.1 were two releases.
    release = release.removesuffix(".0") if release != "3.0" else release
    return _distribution(f"debian:{release}", "deb", NameKind.SOURCE)


def _ubuntu(rest: str) -> Ecosystem | None:
    """`22.04:LTS`, `Pro:16.04:LTS`, `Pro:FIPS-updates:20.04:LTS`, `24.10`."""
    parts = rest.split(":")
    at = next((index for index, part in enumerate(parts) if re.fullmatch(r"\d{1,2}\.\d{2}", part)), None)
    if at is None:
        return None
    channels = [part.lower() for part in parts[:at]]
    if channels and channels[0] == "pro":
        channels = channels[1:] or ["esm"]
    return _distribution(f"ubuntu:{parts[at]}{'+' * bool(channels)}{'-'.join(channels)}", "deb", NameKind.SOURCE)


def _alpine(rest: str) -> Ecosystem | None:
    """`v3.19`, `edge`."""
    release = rest.partition(":")[0].removeprefix("v")
    if release != "edge" and not _PLAIN_RELEASE.fullmatch(release):
        return None
    return _distribution(f"alpine:{release}", "apk", NameKind.SOURCE)


def _openeuler(rest: str) -> Ecosystem | None:
    """`24.03-LTS-SP1`: service packs have packages of their own, and os-release names them in VERSION only."""
    release, _, pack = rest.partition("-")
    if not _PLAIN_RELEASE.fullmatch(release):
        return None
    channel = pack.lower().removeprefix("lts").removeprefix("-")
    return _distribution(f"openeuler:{release}{'+' * bool(channel)}{channel}", "rpm", NameKind.SOURCE)


_SUSE = re.compile(
    r"Linux Enterprise (?P<product>[A-Za-z ]+?) (?P<major>\d{1,2})(?:\.(?P<minor>\d{1,2}))?"
    r"(?: SP(?P<pack>\d{1,2}))?(?:-(?P<channel>[A-Za-z-]+))?"
)
_SUSE_CHANNELS = {
    "server for sap applications": "sap",
    "server for raspberry pi": "rpi",
    "server ltss extended security": "ltss-es",
}


def _suse(rest: str) -> Ecosystem | None:
    """`Linux Enterprise Server 15 SP4-LTSS`, `Linux Enterprise Module for Basesystem 15 SP5`, `Linux Enterprise Micro 5.3`.

    Server, Desktop, High Performance Computing and all modules and extensions are one release to whoever installs from them.
    """
    found = _SUSE.fullmatch(rest.strip())
    if found is None:
        return None
    release = found["major"] + (f".{number}" if (number := found["pack"] or found["minor"]) else "")
    product = found["product"].lower()
    if product.startswith("micro"):
        return _distribution(f"sle-micro:{release}", "rpm")
    channel = (found["channel"] or _SUSE_CHANNELS.get(product, "")).lower()
    return _distribution(f"sles:{release}{'+' * bool(channel)}{channel}", "rpm")


def _opensuse(rest: str) -> Ecosystem | None:
    """`Leap 15.5`, `Leap Micro 5.5`, `Tumbleweed`."""
    if rest.strip().lower().startswith("tumbleweed"):
        return _distribution("opensuse-tumbleweed", "rpm")
    product, _, release = rest.strip().removesuffix(" NonFree").rpartition(" ")
    if product not in ("Leap", "Leap Micro") or not _PLAIN_RELEASE.fullmatch(release):
        return None
    return _distribution(f"opensuse-{product.lower().replace(' ', '-')}:{release}", "rpm")


_EL = re.compile(r"(?:^|:)el(\d{1,2})(?:$|[.:])")
_RHEL_CHANNELS = {"rhel_eus": "eus", "rhel_aus": "aus", "rhel_tus": "tus", "rhel_e4s": "e4s", "rhel_els": "els"}


def _red_hat(rest: str) -> Ecosystem | None:
    """A CPE without its head: `enterprise_linux:8::appstream`, `rhel_eus:9.2::baseos`, `openshift:4.12::el8`, `rhel_extras:7`."""
    product, _, more = rest.partition(":")
    release, _, edition = more.partition(":")
    number = _PLAIN_RELEASE.match(release)
    if product == "enterprise_linux" and number:
        return _distribution(f"rhel:{number[1]}", "rpm")
    if (channel := _RHEL_CHANNELS.get(product)) and number:
        return _distribution(f"rhel:{number[1]}+{channel}", "rpm")
    cpe = f"cpe:/a:redhat:{rest}"
    if found := _EL.search(edition):
        return _distribution(f"rhel:{found[1]}", "rpm", repository=cpe)
    if product.startswith("rhel_") and number:
        return _distribution(f"rhel:{number[1].partition('.')[0]}", "rpm", repository=cpe)
    return None


_DISTRIBUTIONS: dict[str, Callable[[str], Ecosystem | None]] = {
    "Debian": _debian,
    "Ubuntu": _ubuntu,
    "Alpine": _alpine,
    "Alpaquita": _released("alpaquita", "apk", NameKind.SOURCE, otherwise="stream"),
    "Wolfi": _rolling("wolfi", "apk", NameKind.SOURCE),
    "Chainguard": _rolling("chainguard", "apk", NameKind.SOURCE),
    "MinimOS": _rolling("minimos", "apk", NameKind.SOURCE),
    "Echo": _released("echo", "deb", NameKind.SOURCE, parts=1, otherwise="1"),
    "AlmaLinux": _released("almalinux", "rpm", NameKind.BINARY, parts=1),
    "Rocky Linux": _released("rocky", "rpm", NameKind.BINARY, parts=1),
    "Oracle Linux": _released("oracle", "rpm", NameKind.BINARY, parts=1),
    "Amazon Linux": _released("amazon", "rpm", NameKind.BINARY, parts=1),
    "Red Hat": _red_hat,
    "SUSE": _suse,
    "openSUSE": _opensuse,
    "openEuler": _openeuler,
    "Mageia": _released("mageia", "rpm", NameKind.SOURCE, parts=1),
    "Fedora": _released("fedora", "rpm", NameKind.SOURCE, parts=1),
    "Photon OS": _released("photon", "rpm", NameKind.ANY, parts=2),
    "Azure Linux": lambda rest: _azure("azurelinux", rest),
    "CBL-Mariner": lambda rest: _azure("mariner", rest),
    "Arch Linux": _rolling("arch", "pacman", NameKind.ANY),
}


def _azure(name: str, rest: str) -> Ecosystem | None:
    """`3` and `3.0` are one release."""
    found = _PLAIN_RELEASE.match(rest)
    if found is None:
        return None
    major, _, minor = found[1].partition(".")
    return _distribution(f"{name}:{major}.{minor.partition('.')[0] or '0'}", "rpm", NameKind.ANY)
