"""Nuspecs of Chocolatey packages."""

import pytest

from mooring.base.errors import ReadError
from mooring.packages.os.installers.chocolatey import nuspec

NUSPEC = b"""<?xml version="1.0"?>
<package xmlns="http://schemas.microsoft.com/packaging/2011/08/nuspec.xsd"><metadata>
  <id>git</id><version>2.45.1</version><authors>A, B</authors><projectUrl>https://git.example/</projectUrl>
  <dependencies><dependency id="git.install" version="[2.45.1]"/><dependency id="git.install"/></dependencies>
</metadata></package>"""


def test_a_nuspec_names_the_package_and_what_it_needs():
    (fact,) = nuspec(NUSPEC)

    assert (fact.type, fact.name, fact.version, fact.depends) == ("chocolatey", "git", "2.45.1", ("git.install",))
    assert fact.properties == {"vendor": "A, B", "homepage": "https://git.example/"}


@pytest.mark.parametrize("content", [b"<package/>", b"<package><metadata/></package>", b"no xml"])
def test_what_names_no_package_is_reported(content):
    with pytest.raises(ReadError):
        list(nuspec(content))
