"""Versions for many projects in one file."""

import re

import pytest

from executables.hostile import facts
from mooring.packages.dotnet.central_packages import READER


def test_every_kind_of_item_that_gives_a_version_counts():
    content = b"""<Project><ItemGroup><PackageVersion Include="A" Version="1.0"/><PackageReference Update="B"
    Version="2.0"/> <GlobalPackageReference Include="C" Version="3.0"/><PackageVersion Include="D"
    Version="$(V)"/></ItemGroup></Project>"""

    assert [(fact.name, fact.version) for fact in facts(READER, content)] == [("A", "1.0"), ("B", "2.0"), ("C", "3.0")]


PATHS = [("Directory.Packages.props", True), ("src/packages.props", True), ("Directory.Build.props", False)]


@pytest.mark.parametrize(("path", "is_wanted"), PATHS)
def test_only_properties_of_packages_are_wanted(path, is_wanted):
    assert READER.wants(path) == is_wanted
    assert (re.search(READER.claim.pattern, path) is not None) == is_wanted
