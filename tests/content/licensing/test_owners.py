"""A licence file belongs to the package that lists it, or in whose folder it lies."""

import pytest

from mooring.content.licensing.owners import Owners
from mooring.model.inventory import Inventory, OwnedFiles
from mooring.model.package import Location, Package


def package(name: str, path: str, kind: str = "pypi", **fields) -> Package:
    locations = (Location(path=path, line=fields.pop("line", 0)),)
    return Package(id=name, type=kind, name=name, version="1", purl="", locations=locations, **fields)


PACKAGES = (
    package("wheel", "/lib/wheel-1.dist-info/METADATA"),
    package("npm", "/app/node_modules/npm/package.json", "npm"),
    package("locked", "/app/package-lock.json", "npm", is_installed=False),
    package("jar", "/opt/app.jar!META-INF/MANIFEST.MF", "maven"),
    package("bash", "/var/lib/dpkg/status", "deb"),
    package("one", "/srv/shared/a.json", "npm"),
    package("two", "/srv/shared/b.json", "npm"),
)
OWNED = (
    OwnedFiles(package="bash", paths=("/usr/share/doc/bash/copyright", "/usr/bin/bash")),
    OwnedFiles(package="wheel", paths=("/lib/wheel/vendor/LICENSE",)),
)


@pytest.mark.parametrize(
    ("path", "owner"),
    [
        ("/usr/share/doc/bash/copyright", "bash"),
        ("/lib/wheel/vendor/LICENSE", "wheel"),
        ("/lib/wheel-1.dist-info/LICENSE", "wheel"),
        ("/lib/wheel-1.dist-info/licenses/vendor/LICENSE", "wheel"),
        ("/app/node_modules/npm/LICENSE", "npm"),
        ("/app/node_modules/npm/a/b/c/d/LICENSE", ""),
        ("/app/LICENSE", ""),
        ("/opt/LICENSE", ""),
        ("/srv/shared/LICENSE", ""),
        ("/var/lib/dpkg/LICENSE", ""),
        ("/LICENSE", ""),
    ],
)
def test_the_record_decides_then_the_folder_of_a_single_package(path, owner):
    assert Owners(Inventory(packages=PACKAGES, owned_files=OWNED)).of(path) == owner
