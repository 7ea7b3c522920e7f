"""Where a package is found: the image, its distribution, and what the package is part of."""

from collections.abc import Iterator

from mooring.model.distro import Distro
from mooring.model.image import ImageDescription
from mooring.model.inventory import Inventory
from mooring.model.package import Package

MAX_HOLDERS = 1_000


class Surroundings:
    """An image with its inventory, as statements about packages need it."""

    def __init__(self, inventory: Inventory, image: ImageDescription) -> None:
        self.image = image
        self._distro = inventory.distro
        self._packages = {package.id: package for package in inventory.packages}
        self._above: dict[str, list[str]] = {}
        for relation in inventory.relations:
            if relation.kind in ("contains", "owns"):
                self._above.setdefault(relation.target, []).append(relation.source)
        self._roots = [package for package in inventory.packages if package.is_root and package.locations]
        self._known: dict[str, tuple[Package, ...]] = {}

    @property
    def distro(self) -> Distro | None:
        """The distribution, where one is known."""
        return self._distro

    def holders(self, package: Package) -> tuple[Package, ...]:
        """What the package is part of: archives that contain it, OS packages that own its files, and the program or project that was built
        from it (a main module of the same file, a project in a folder above)."""
        found = self._known.get(package.id)
        if found is None:
            found = tuple(self._walk(package))
            self._known[package.id] = found
        return found

    def _walk(self, package: Package) -> Iterator[Package]:
        seen = {package.id}
        waiting = [package]
        while waiting and len(seen) <= MAX_HOLDERS:
            one = waiting.pop()
            above = [self._packages[name] for name in self._above.get(one.id, ()) if name in self._packages]
            for holder in (*above, *self._projects(one)):
                if holder.id not in seen:
                    seen.add(holder.id)
                    waiting.append(holder)
                    yield holder

    def _projects(self, package: Package) -> Iterator[Package]:
        paths = [location.path for location in package.locations]
        for root in self._roots:
            place = root.locations[0].path
            folder = place.rpartition("/")[0]
            if any(path == place or (folder and path.startswith(f"{folder}/")) for path in paths):
                yield root
