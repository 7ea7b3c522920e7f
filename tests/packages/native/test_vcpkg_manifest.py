"""vcpkg.json gives a project and what it asks for."""

import pytest

from mooring.base.errors import ReadError
from mooring.packages.native.vcpkg_manifest import READER
from packages.lock_files import by_name, read

CONTENT = """\
{
  "name": "app", "version": "1.0", "port-version": 2, "license": "MIT",
  "builtin-baseline": "abc",
  "dependencies": [
    "brush",
    {"name": "paint", "version>=": "2.0#1"},
    {"name": "maker", "host": true}
  ],
  "overrides": [{"name": "brush", "version": "1.5", "port-version": 0}]
}
"""


def test_overrides_pin_and_bounds_are_marked():
    packages = by_name(read(READER, "vcpkg.json", CONTENT))

    app, brush, paint, maker = packages["app@1.0"], packages["brush@1.5"], packages["paint@2.0"], packages["maker@"]
    assert (app.is_root, app.licenses, app.qualifiers) == (True, ("MIT",), {"port_version": "2"})
    assert (brush.qualifiers, brush.properties, brush.line) == ({}, {}, 5)
    assert paint.properties == {"baseline": "abc", "constraint": ">=2.0#1", "version_from": "lower-bound"}
    assert (maker.scope, maker.properties) == ("build", {"baseline": "abc"})


def test_another_document_is_refused():
    with pytest.raises(ReadError, match="not a manifest of vcpkg"):
        read(READER, "vcpkg.json", "{}")
