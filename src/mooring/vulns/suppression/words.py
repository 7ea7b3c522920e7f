"""Words of messages, types and dates that the readers of exceptions share."""

import difflib
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime

_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s?(?:[Zz]|[+-]\d\d:?\d\d)?)?")

JUSTIFICATIONS = (
    "component_not_present",
    "vulnerable_code_not_present",
    "vulnerable_code_not_in_execute_path",
    "vulnerable_code_cannot_be_controlled_by_adversary",
    "inline_mitigations_already_exist",
)
"""OpenVEX specification 0.2.0, status justifications; the labels of CSAF's flags are the same."""

TYPES = {
    "python": "pypi", "java": "maven", "java-archive": "maven", "jenkins-plugin": "maven", "javascript": "npm", "node": "npm",
    "typescript": "npm", "go": "golang", "go-module": "golang", "ruby": "gem", "rust": "cargo", "rust-crate": "cargo",
    "php": "composer", "php-composer": "composer", "packagist": "composer", "dotnet": "nuget", ".net": "nuget", "debian": "deb",
    "ubuntu": "deb", "dpkg": "deb", "alpine": "apk", "wolfi": "apk", "chainguard": "apk", "redhat": "rpm", "red hat": "rpm",
    "rubygems": "gem", "crates.io": "cargo", "swiftpm": "swift", "dart": "pub", "dart-pub": "pub", "erlang": "hex", "elixir": "hex",
    "hex.pm": "hex", "haskell": "hackage", "r": "cran", "r-package": "cran", "conda-pkg": "conda", "arch": "alpm", "gentoo": "ebuild",
    "portage": "ebuild", "github-action": "github", "almalinux": "rpm", "rocky linux": "rpm", "opensuse": "rpm", "suse": "rpm",
    "maven": "maven", "npm": "npm", "pypi": "pypi", "golang": "golang", "gem": "gem", "cargo": "cargo", "composer": "composer",
    "nuget": "nuget", "deb": "deb", "rpm": "rpm", "apk": "apk", "swift": "swift", "pub": "pub", "hex": "hex", "hackage": "hackage",
    "cran": "cran", "conda": "conda", "alpm": "alpm", "ebuild": "ebuild", "bitnami": "bitnami", "github": "github",
}  # fmt: skip
"""What other tools call a kind of package, to its purl type."""


def kind(value: object) -> str:
    """What a value is, for messages."""
    match value:
        case None:
            return "empty"
        case str():
            return repr(value if len(value) < 60 else value[:57] + "…")
        case Mapping():
            return "a table"
        case list():
            return "a list"
    shown = repr(value)
    return shown if len(shown) < 60 else shown[:57] + "…"


def nearest(word: object, known: Iterable[str]) -> str:
    """A hint that names the known word that was probably meant, else all of them."""
    known = list(known)
    near = difflib.get_close_matches(str(word)[:200], known, n=1)
    return f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}"


def day_of(value: object) -> str | None:
    """The ISO date that a value of YAML or TOML is; None where it is none."""
    match value:
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case str():
            found = _DAY.fullmatch(value.strip())
            if found is None:
                return None
            try:
                return date.fromisoformat(found[1]).isoformat()
            except ValueError:
                return None
    return None
