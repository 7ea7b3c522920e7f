"""Versions that only bound what is installed: a requirement `>= 1.2` in a manifest. A lock file beside it knows better."""

from mooring.model.inventory import Inventory
from mooring.model.package import Package


def outdone(inventory: Inventory) -> frozenset[str]:
    """Ids of packages of which a manifest tells only a bound while another file of the same folder names the version."""
    bounds = [package for package in inventory.packages if "version_from" in package.properties]
    if not bounds:
        return frozenset()
    wanted = {(package.type, package.name.lower()) for package in bounds}
    exact = {
        (package.type, package.name.lower(), folder)
        for package in inventory.packages
        if (package.type, package.name.lower()) in wanted
        and "version_from" not in package.properties
        and package.version
        for folder in _folders(package)
    }
    return frozenset(
        package.id
        for package in bounds
        if any((package.type, package.name.lower(), folder) in exact for folder in _folders(package))
    )


def doubt_of(package: Package) -> str:
    """What a bound means for the matches of the package; empty where its version is exact."""
    kind = package.properties.get("version_from", "")
    if not kind:
        return ""
    constraint = package.properties.get("constraint", "")
    asked = f" ({constraint})" if constraint else ""
    return f"the version is the {'highest' if kind == 'upper-bound' else 'lowest'} that the manifest allows{asked}"


def _folders(package: Package) -> set[str]:
    return {location.path.rpartition("/")[0] for location in package.locations}
