"""NuGet's older style."""

from executables.hostile import facts
from mooring.packages.dotnet.packages_config import READER


def test_packages_with_an_id_are_named_and_tools_are_for_development():
    content = b"""<packages><package id="A" version="1.0" targetFramework="net46"/><package version="2.0"/>
        <package id="B" version="3.0" developmentDependency="true"/></packages>"""

    assert [(fact.name, fact.version, fact.scope) for fact in facts(READER, content)] == [
        ("A", "1.0", "runtime"),
        ("B", "3.0", "dev"),
    ]
