"""Unpacked NuGet packages."""

import pytest

from executables.hostile import facts
from mooring.base.errors import ReadError
from mooring.packages.dotnet.nuspec import READER

MANIFEST = """<package
xmlns="http://schemas.example/nuspec"><metadata><id>Newtonsoft.Json</id><version>{version}</version> <license
type="expression">MIT</license><licenseUrl>https://x.example</licenseUrl><authors>James</authors> <dependencies><group
targetFramework="net6.0"><dependency id="System.X" version="1.0"/></group></dependencies></metadata></package>"""


def test_the_manifest_names_package_licence_and_needs():
    (package,) = facts(READER, MANIFEST.format(version="13.0.1").encode(), "root/.nuget/packages/n/13.0.1/n.nuspec")

    assert (package.name, package.version, package.licenses) == ("Newtonsoft.Json", "13.0.1", ("MIT",))
    assert package.depends == ("system.x",)
    assert package.home == "root/.nuget/packages/n/13.0.1"


def test_a_template_names_no_package():
    assert facts(READER, MANIFEST.format(version="$version$").encode(), "src/n.nuspec") == []


def test_another_document_is_a_read_error():
    with pytest.raises(ReadError):
        facts(READER, b"<package/>", "n.nuspec")
