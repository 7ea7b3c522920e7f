"""The contract of a version scheme.

A scheme turns a version into bytes whose order is the order of versions: comparing is one `bytes` comparison, in Python and in SQLite
alike, and the vulnerability database stores the keys of its bounds once for all.
"""

import importlib
from collections.abc import Callable

import msgspec


class InvalidVersion(Exception):
    """A text that is no version of the scheme; the message says why, in lower case, and quotes the text."""


def _same(text: str) -> str:
    return text


class VersionScheme(msgspec.Struct, frozen=True, kw_only=True):
    """One member of the family."""

    name: str
    """As advisories and the database call it: `deb`, `semver`, …"""
    key: Callable[[str], bytes]
    """The sort key: `key(a) < key(b)` says that a is older than b, equal keys that they are the same version. Never empty, pure, linear in
    the length of the text. Raises InvalidVersion."""
    for_matching: Callable[[str], str] = _same
    """An installed version without what its ecosystem ignores when it is compared with an advisory's bound (a PEP 440 local part, a
    Maven `.jre8`, a vendor's rebuild suffix)."""
    summary: str = ""
    """One line for the docs."""

    def is_valid(self, text: str) -> bool:
        """Whether the text is a version of the scheme."""
        try:
            self.key(text)
        except InvalidVersion:
            return False
        return True


MAX_VERSION_CHARACTERS = 1_000
"""Longer texts are no versions in any scheme."""

MODULES = {
    "apk": "apk", "deb": "deb", "rpm": "rpm", "pacman": "pacman", "portage": "portage", "semver": "semver", "pep440": "pep440",
    "gem": "gem", "maven": "maven", "nuget": "nuget", "composer": "composer", "golang": "golang", "conda": "conda", "loose": "loose",
    "bitnami": "bitnami",
}  # fmt: skip
"""Name of a scheme to its module; a test holds it against the folder."""

SCHEME_OF_TYPE = {
    "apk": "apk", "deb": "deb", "rpm": "rpm", "alpm": "pacman", "ebuild": "portage", "opkg": "deb",
    "npm": "semver", "cargo": "semver", "pub": "semver", "hex": "semver", "otp": "semver", "swift": "semver", "bitnami": "bitnami",
    "github": "semver", "githubactions": "semver", "cocoapods": "semver", "conan": "loose", "hackage": "loose", "cran": "loose",
    "pypi": "pep440", "gem": "gem", "maven": "maven", "nuget": "nuget", "composer": "composer", "golang": "golang", "conda": "conda",
}  # fmt: skip
"""Purl type to the scheme of its versions; types that are not listed are compared loosely."""


def scheme_named(name: str) -> VersionScheme:
    """The scheme of this name. Raises KeyError where there is none."""
    scheme = importlib.import_module(f"mooring.versions.{MODULES[name]}").SCHEME
    assert isinstance(scheme, VersionScheme)
    return scheme


def scheme_for(package_type: str) -> VersionScheme:
    """The scheme of a purl type's versions; `loose` for types without one of their own."""
    return scheme_named(SCHEME_OF_TYPE.get(package_type, "loose"))
