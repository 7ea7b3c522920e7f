"""Metainfo of Flatpak applications."""

import pytest

from mooring.base.errors import ReadError
from mooring.packages.os.installers.flatpak import applications

METAINFO = b"""<?xml version="1.0"?>
<component type="desktop" xmlns:xml="http://www.w3.org/XML/1998/namespace">
  <id>org.example.Draw.desktop</id>
  <name>Draw</name><name xml:lang="de">Malen</name>
  <project_license>GPL-3.0+</project_license>
  <releases><release/><release version="2.1"/><release version="2.0"/></releases>
</component>"""


def test_the_newest_release_is_the_version():
    (fact,) = applications(METAINFO)

    assert (fact.type, fact.name, fact.version, fact.licenses) == ("flatpak", "org.example.Draw", "2.1", ("GPL-3.0+",))
    assert fact.properties == {"title": "Draw"}


@pytest.mark.parametrize("content", [b"<component/>", b"<a", b""])
def test_what_names_no_application_is_reported(content):
    with pytest.raises(ReadError):
        list(applications(content))
