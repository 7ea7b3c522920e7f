"""Which package a licence file belongs to: the one whose record lists it, else the one whose folder it lies in."""

import re

from mooring.model.inventory import Inventory
from mooring.model.package import OS_TYPES, Package

_MAY_BE = re.compile(r"(?i)licen|copying|notice|copyright")
"""Of the records' hundreds of thousands of paths few are kept."""
_MAX_FOLDERS_UP = 3
"""From a file to the folder of its package: `<dist-info>/licenses/vendor/LICENSE`."""


class Owners:
    """Answers which package a file belongs to."""

    def __init__(self, inventory: Inventory) -> None:
        self._by_path: dict[str, str] = {}
        for owned in inventory.owned_files:
            for path in owned.paths:
                if _MAY_BE.search(path):
                    self._by_path.setdefault(path, owned.package)
        self._by_folder: dict[str, str] = {}
        for package in inventory.packages:
            for folder in _folders(package):
                known = self._by_folder.setdefault(folder, package.id)
                if known != package.id:
                    self._by_folder[folder] = ""  # shared by several packages, so it tells nothing

    def of(self, path: str) -> str:
        """The package's id; empty where none is known. The path has a leading slash."""
        owner = self._by_path.get(path)
        if owner:
            return owner
        folder = path
        for _ in range(_MAX_FOLDERS_UP + 1):
            folder = folder[: max(folder.rfind("/"), 0)]
            if not folder:
                return ""
            if folder in self._by_folder:
                return self._by_folder[folder]
        return ""


def _folders(package: Package) -> set[str]:
    """The folders of the files that name an installed package; those of databases and lock files name many packages."""
    if package.type in OS_TYPES or not package.is_installed:
        return set()
    return {
        location.path[: location.path.rfind("/")]
        for location in package.locations[:1]
        if "!" not in location.path and not location.line
    }
