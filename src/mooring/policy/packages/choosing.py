"""Which packages a rule is about: by name, version and type, as bundles of Anchore and ours write them."""

import re
from collections.abc import Iterable, Iterator

from mooring.model.package import Package
from mooring.policy.evidence import Evidence
from mooring.policy.parameter import COMMA_LIST, Parameter
from mooring.policy.vulnerabilities.naming import anchore_type

PACKAGE_TYPES = Parameter(
    kind=COMMA_LIST,
    help="Only packages of these types: purl types or Anchore's names for them (deb or dpkg), os, non-os, or all. Left out, all.",
    example="os,python",
)
_HAVE_RELEASES = frozenset({"rpm", "apk", "alpm"})
"""Types whose versions end in the number of the build, which Anchore keeps apart."""

_WITHOUT_CASE = frozenset({"deb", "apk", "opkg", "alpm", "nuget", "composer", "hex"})
"""Types of which names in other capitals are the same package, or no valid name at all."""
_PYPI_SEPARATORS = re.compile(r"[-_.]+")


def of_types(evidence: Evidence, types: Iterable[str]) -> Iterator[Package]:
    """The packages of these types, in the order of the inventory; all where none is named."""
    wanted = {one.lower() for one in types}
    for package in evidence.packages.values():
        if not wanted or "all" in wanted or not wanted.isdisjoint(_words_for(package)):
            yield package


def by_name(evidence: Evidence, name: str) -> tuple[Package, ...]:
    """The packages of this name, in the order of the inventory; where an ecosystem knows one package by several spellings, by any."""
    exact = evidence.once(_by_name).get(name, ())
    folded = [package for package in evidence.once(_by_folded_name).get(_folded(name), ()) if _is_same(package, name)]
    if not folded:
        return exact
    found = {package.id for package in (*exact, *folded)}
    return tuple(package for package in evidence.packages.values() if package.id in found)


def is_version(package: Package, version: str) -> bool:
    """Whether a bundle means the package's version: as the package manager writes it, without its epoch, or without its release."""
    have = package.version
    if have == version:
        return True
    bare = have.partition(":")[2] if package.is_os_package and have.partition(":")[0].isdigit() else have
    if bare == version:
        return True
    return package.type in _HAVE_RELEASES and version in {have.rpartition("-")[0], bare.rpartition("-")[0]}


def _by_name(evidence: Evidence) -> dict[str, tuple[Package, ...]]:
    found: dict[str, list[Package]] = {}
    for package in evidence.packages.values():
        for name in names_of(package):
            found.setdefault(name, []).append(package)
    return {name: tuple(packages) for name, packages in found.items()}


def _by_folded_name(evidence: Evidence) -> dict[str, list[Package]]:
    """The packages whose names are the same in other spellings."""
    found: dict[str, list[Package]] = {}
    for package in evidence.packages.values():
        if package.type == "pypi" or package.type in _WITHOUT_CASE:
            found.setdefault(_folded(package.name), []).append(package)
    return found


def _folded(name: str) -> str:
    return _PYPI_SEPARATORS.sub("-", name).lower()


def _is_same(package: Package, name: str) -> bool:
    """PyPI takes `-`, `_` and `.` for one (PEP 503); others only capitals for small letters."""
    return package.type == "pypi" or package.name.lower() == name.lower()


def names_of(package: Package) -> tuple[str, ...]:
    """What a bundle may call the package: its name, and for Maven the artifact alone, as Anchore did."""
    if package.type == "maven" and ":" in package.name:
        return package.name, package.name.rpartition(":")[2]
    return (package.name,)


def _words_for(package: Package) -> tuple[str, ...]:
    return package.type, anchore_type(package).lower(), "os" if package.is_os_package else "non-os"
