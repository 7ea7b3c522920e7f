"""vcpkg/status gives the packages that vcpkg has installed."""

from mooring.packages.native.vcpkg_status import READER
from packages.lock_files import read_until_error

CONTENT = """\
Package: brush
Version: 1.0
Port-Version: 3
Depends: paint (>= 1), maker:x64-linux
Architecture: x64-linux
Status: install ok installed

Package: brush
Feature: colour
Architecture: x64-linux
Status: install ok installed

Package: gone
Version: 1.0
Architecture: x64-linux
Status: purge ok not-installed

Package: broken
Architecture: x64-linux
Status: install ok installed
"""


def test_installed_packages_have_features_and_edges():
    facts, message = read_until_error(READER, "opt/installed/vcpkg/status", CONTENT)

    (brush,) = facts
    assert (brush.type, brush.name, brush.version, brush.architecture) == ("vcpkg", "brush", "1.0", "x64-linux")
    assert brush.qualifiers == {"port_version": "3", "triplet": "x64-linux"}
    assert (brush.depends, brush.properties) == (("paint", "maker"), {"features": "colour"})
    assert message == "package 'broken' has no version"
