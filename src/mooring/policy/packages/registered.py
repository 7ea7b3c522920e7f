"""Packages compared with what a registry of packages offers. Where nobody knows what it offers, nothing is said
here: that there are no data is the question of a trigger of its own.

DEVIATIONS from Anchore Engine: a version above the latest that the registry offers is not called old.
"""

from collections.abc import Iterator

from mooring.model.package import Package
from mooring.policy.evidence import Evidence
from mooring.policy.packages.versions import compares


def installed(evidence: Evidence, package_type: str) -> Iterator[Package]:
    """The packages of a purl type that are installed; the project that a lock file belongs to is none."""
    return (
        package
        for package in evidence.packages.values()
        if package.type == package_type and package.is_installed and not package.is_root
    )


def has_no_data(evidence: Evidence, package_type: str) -> bool:
    """Whether there are such packages and nobody knows what their registry offers."""
    is_known = evidence.index is not None and evidence.index.has(package_type)
    return not is_known and any(True for _ in installed(evidence, package_type))


def not_latest(evidence: Evidence, package_type: str) -> Iterator[tuple[Package, str]]:
    """Packages that are older than the latest version the registry offers, with that. One that cannot be compared with it counts, too."""
    for package, versions in _offered(evidence, package_type):
        if versions and package.version != versions[-1] and compares(package, ">=", versions[-1]) is not True:
            yield package, versions[-1]


def unknown(evidence: Evidence, package_type: str) -> Iterator[Package]:
    """Packages that the registry does not know."""
    return (package for package, versions in _offered(evidence, package_type) if versions is None)


def not_offered(evidence: Evidence, package_type: str) -> Iterator[tuple[Package, tuple[str, ...]]]:
    """Packages of which the registry offers other versions, with those."""
    for package, versions in _offered(evidence, package_type):
        if versions is not None and package.version not in versions:
            yield package, versions


def _offered(evidence: Evidence, package_type: str) -> Iterator[tuple[Package, tuple[str, ...] | None]]:
    index = evidence.index
    if index is None or not index.has(package_type):
        return
    for package in installed(evidence, package_type):
        yield package, index.versions(package_type, package.name)
