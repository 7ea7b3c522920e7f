"""Inventories of images that nobody built, with packages that a database really knows: what is stored of a fleet.

Each image is of one distribution and one or two ecosystems. Half of its packages are unknown to the database; a known one has a version at
which somebody fixed something, mostly a late one. The same database and seed give the same inventories.
"""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from mooring.model.distro import Distro
from mooring.model.image import ImageDescription
from mooring.model.inventory import Inventory
from mooring.model.package import Location, Package
from mooring.model.report import ScanReport
from mooring.versions.scheme import InvalidVersion, scheme_named
from mooring.vulns.database import Database, open_database

_RELEASES = {
    "debian:12": ("deb", 5),
    "debian:11": ("deb", 2),
    "ubuntu:22.04": ("deb", 4),
    "alpine:3.19": ("apk", 4),
    "rhel:9": ("rpm", 2),
    "almalinux:9": ("rpm", 1),
}
"""Namespace to the type of its packages, and how many of twenty images are of it."""
_ECOSYSTEMS = {"npm": 4, "pypi": 4, "maven": 3, "golang": 3, "gem": 1}
_NAMES = 1_500
"""Of a namespace, that images have: the first ones often, the last ones hardly ever."""
_KERNELS = ("linux", "kernel")
"""Which no image brings; each has thousands of findings."""
_OF_DISTRIBUTION = 0.7
_LATE = 4
"""How strongly versions lie at the late end."""

_Candidates = list[tuple[str, list[str]]]


class Fleet:
    """Draws inventories."""

    def __init__(self, path: Path, packages: int) -> None:
        self._packages = packages
        with open_database(path) as database:
            self._candidates = {name: _candidates(database, path, name) for name in (*_RELEASES, *_ECOSYSTEMS)}

    def reports(self, numbers: range) -> Iterator[ScanReport]:
        """The stored report of each number."""
        for number in numbers:
            chance = random.Random(number)
            (release,) = chance.choices(list(_RELEASES), [share for _, share in _RELEASES.values()])
            ecosystems = chance.choices(list(_ECOSYSTEMS), list(_ECOSYSTEMS.values()), k=2)
            packages = []
            for position in range(self._packages):
                is_own = chance.random() < _OF_DISTRIBUTION
                namespace = release if is_own else chance.choice(ecosystems)
                packages.append(self._package(position, namespace, chance))
            name, _, version = release.partition(":")
            yield ScanReport(
                image=ImageDescription(name=f"bench/{number}"),
                inventory=Inventory(distro=Distro(id=name, version_id=version), packages=tuple(packages)),
            )

    def _package(self, position: int, namespace: str, chance: random.Random) -> Package:
        kind = _RELEASES[namespace][0] if namespace in _RELEASES else namespace
        candidates = self._candidates[namespace]
        name, versions = candidates[int(len(candidates) * chance.random() ** 2)]
        if position % 2:
            name = f"unknown-{int(9_000 * chance.random() ** 2)}"
        version = versions[-1 - int(len(versions) * chance.random() ** _LATE)]
        return Package(
            id=f"{position:016x}", type=kind, name=name, version=version, purl=f"pkg:{kind}/{name}@{version}", source_name=name,
            locations=(Location(path=f"/var/{kind}/{name}"),), found_by="bench",
        )  # fmt: skip


def _candidates(database: Database, path: Path, namespace: str) -> _Candidates:
    """Names with the versions at which something was fixed, oldest first."""
    state = database.namespaces[namespace]
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT name FROM packages WHERE namespace = ? ORDER BY name", (state.number,))
        names = [row[0] for row in rows if not row[0].startswith(_KERNELS)]
    random.Random(namespace).shuffle(names)
    found: _Candidates = []
    for name in names:
        fixes = {version for row in database.rows(namespace, name) for version in row.fix_versions}
        if versions := _in_order(fixes, state.scheme):
            found.append((name, versions))
        if len(found) == _NAMES:
            break
    return found


def _in_order(versions: set[str], scheme: str) -> list[str]:
    key = scheme_named(scheme).key
    keyed = []
    for version in versions:
        try:
            keyed.append((key(version), version))
        except InvalidVersion:
            continue
    return [version for _, version in sorted(keyed)]
