"""What Anchore calls a package: its type, its location, and the part of a trigger id that names it."""

from mooring.model.package import Package

_TYPES = {
    "deb": "dpkg", "opkg": "dpkg", "apk": "APKG", "pypi": "python", "maven": "java", "golang": "go", "generic": "binary",
}  # fmt: skip
"""Purl types that have another name there; all others are called as they are."""


def anchore_type(package: Package) -> str:
    """The package type in Anchore's words."""
    return _TYPES.get(package.type, package.type)


def location_of(package: Package) -> str:
    """Where a package that is no OS package was seen; empty where nobody says."""
    return package.locations[0].path if package.locations and not package.is_os_package else ""


def id_tail(package: Package) -> str:
    """What follows the plus sign in the trigger id: OS packages by name, archives and gems by their file, npm packages by their folder,
    anything else by name and version. What only a lock file names has no file of its own, so it goes by name and version too."""
    if package.is_os_package:
        return package.name
    location = location_of(package) if package.is_installed else ""
    elements = location.replace("!", "/").split("/")
    match package.type:
        case "maven" | "gem" if elements[-1]:
            return elements[-1]
        case "npm" if len(elements) > 1 and elements[-2]:
            return elements[-2]
        case _:
            return f"{package.name}-{package.version}"
