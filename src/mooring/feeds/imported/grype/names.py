"""How Grype calls distributions and ecosystems, as namespaces."""

import re

import msgspec

from mooring.model.advisory import NameKind

_PRODUCTS = {
    "redhat": "rhel",
    "oraclelinux": "oracle",
    "oracle": "oracle",
    "ol": "oracle",
    "amazonlinux": "amazon",
    "amazon": "amazon",
    "amzn": "amazon",
    "archlinux": "arch",
    "rockylinux": "rocky",
    "alma": "almalinux",
    "suse": "sles",
    "suse linux enterprise server": "sles",
    "azure": "azurelinux",
    "cbl-mariner": "mariner",
}
_TWO_PARTS = frozenset({"photon", "mariner", "azurelinux"})
"""Their releases end in `.0` where Grype may leave that away."""
_SOURCES = frozenset(
    {"debian", "ubuntu", "alpine", "wolfi", "chainguard", "minimos", "secureos", "echo", "mariner", "azurelinux"}
)
_BINARIES = frozenset({"almalinux", "oracle", "amazon", "sles", "fedora", "rocky", "hummingbird"})
_ECOSYSTEMS = {
    "python": "pypi", "pypi": "pypi", "npm": "npm", "javascript": "npm", "gem": "gem", "ruby": "gem", "java-archive": "maven",
    "jenkins-plugin": "maven", "java": "maven", "maven": "maven", "go-module": "golang", "go": "golang", "golang": "golang",
    "php-composer": "composer", "php": "composer", "composer": "composer", "dotnet": "nuget", "nuget": "nuget", "rust-crate": "cargo",
    "rust": "cargo", "cargo": "cargo", "swift": "swift", "hex": "hex", "erlang": "hex", "elixir": "hex", "dart-pub": "pub", "dart": "pub",
    "pub": "pub", "github-action": "github", "github-action-workflow": "github", "github": "github", "bitnami": "bitnami",
    "r-package": "cran", "r": "cran", "cran": "cran", "haskell": "hackage", "hackage": "hackage", "pod": "cocoapods",
    "cocoapods": "cocoapods", "conan": "conan", "conda": "conda", "lua-rocks": "luarocks", "opam": "opam", "actions": "github",
    "rubygems": "gem", "packagist": "composer", "pip": "pypi", "crates.io": "cargo",
}  # fmt: skip
"""Package types, purl types, languages and the names of publishers."""
_RELEASE_PART = re.compile(r"[0-9A-Za-z_.-]{1,40}")


class System(msgspec.Struct, frozen=True, kw_only=True):
    """One row of `operating_systems`."""

    product: str
    """The first part of its namespaces."""
    release: str
    """As namespaces write it; empty for distributions without releases."""
    namespace: str
    """`debian:12`, `ubuntu:22.04+esm`, `wolfi`; empty where the row says nothing that could be one."""
    name_kind: NameKind
    """Which names its feed uses. Red Hat's data name sources and, where a product has only that, packages."""
    major: str = ""
    minor: str = ""
    codename: str = ""
    channel: str = ""
    ends: str = ""
    active_ends: str = ""


def system_of(
    name: str,
    release_id: str,
    *,
    major: str,
    minor: str,
    label: str,
    channel: str,
    codename: str = "",
    ends: str = "",
    active_ends: str = "",
) -> System:
    """The row with what follows from it."""
    product = _product(name, release_id)
    release = _release(product, major, minor, label.strip().lower())
    return System(
        product=product,
        release=release,
        namespace=_namespace(product, release, channel.strip().lower()),
        name_kind=_name_kind(product),
        major=major,
        minor=minor,
        codename=codename,
        channel=channel,
        ends=ends,
        active_ends=active_ends,
    )


def _product(name: str, release_id: str) -> str:
    first, second = (text.strip().lower() for text in (release_id or name, name))
    return _PRODUCTS.get(first) or _PRODUCTS.get(second) or first


def _release(product: str, major: str, minor: str, label: str) -> str:
    """Grype trims zeros in front: Ubuntu 20.04 is 20 and 4."""
    if not major:
        return "" if label == "rolling" else label
    if product == "amazon" and major in ("2017", "2018"):
        return "1"
    if product == "ubuntu" and minor:
        minor = minor.zfill(2)
    if product in _TWO_PARTS and not minor:
        minor = "0"
    return f"{major}.{minor}" if minor else major


def _namespace(product: str, release: str, channel: str) -> str:
    if not product or not all(_RELEASE_PART.fullmatch(part) for part in (product, release, channel) if part):
        return ""
    return product + (f":{release}" if release else "") + (f"+{channel}" if channel else "")


def _name_kind(product: str) -> NameKind:
    if product in _SOURCES:
        return NameKind.SOURCE
    return NameKind.BINARY if product in _BINARIES else NameKind.ANY


def system_of_namespace(namespace: str) -> System | None:
    """What a namespace of vunnel's records means: `rhel:9.4+eus`, `ol:8`, `arch:rolling`; None where it is none."""
    name, _, rest = namespace.strip().lower().partition(":")
    release, _, channel = rest.partition("+")
    major, _, minor = release.partition(".")
    if name == "mariner" and major == "3":
        name = "azurelinux"
    is_number = major.isdecimal()
    found = system_of(
        name,
        "",
        major=major if is_number else "",
        minor=minor if is_number else "",
        label="" if is_number else release,
        channel=channel,
    )
    return found if found.namespace else None


def ecosystem_namespace(ecosystem: str, replacements: dict[str, str]) -> str:
    """The namespace of an ecosystem's packages; empty for one that is none of ours. `replacements` are those that the database names."""
    name = ecosystem.strip().lower()
    return _ECOSYSTEMS.get(name) or _ECOSYSTEMS.get(replacements.get(name, ""), "")
