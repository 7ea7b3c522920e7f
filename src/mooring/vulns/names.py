"""One way to write a package's name, for advisories and for packages alike."""

import re
from collections.abc import Callable

_PYTHON_SEPARATORS = re.compile(r"[-_.]+")


def normal_name(namespace: str, name: str) -> str:
    """The name as the database keys it. `namespace` is an advisory's (model/advisory.py) or a purl type."""
    fold = _FOLDS.get(namespace)
    return fold(name) if fold is not None else name


def _python(name: str) -> str:
    """PEP 503."""
    return _PYTHON_SEPARATORS.sub("-", name).lower()


def _cargo(name: str) -> str:
    """The index of crates treats `-` and `_` as equal."""
    return name.lower().replace("_", "-")


def _repository(name: str) -> str:
    """Swift packages are named by their repository: `github.com/apple/swift-nio`."""
    return name.lower().partition("://")[2].removesuffix(".git") if "://" in name else name.lower().removesuffix(".git")


_FOLDS: dict[str, Callable[[str], str]] = {
    "pypi": _python,
    "cargo": _cargo,
    "swift": _repository,
    "npm": str.lower,
    "composer": str.lower,
    "nuget": str.lower,
    "hex": str.lower,
    "pub": str.lower,
    "gem": str.lower,
    "maven": str.lower,
    "golang": str.lower,
    "cran": str.lower,
    "hackage": str.lower,
    "bitnami": str.lower,
    "github": str.lower,
    "conda": str.lower,
    "cpe": str.lower,
}
"""Registries of these types refuse two names that fold to one, or the feeds write them in more ways than one. Distributions' names are
compared as they are."""
