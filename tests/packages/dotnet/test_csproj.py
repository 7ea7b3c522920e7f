"""Project files."""

from executables.hostile import facts
from mooring.packages.dotnet.csproj import READER

PROJECT = b"""<Project Sdk="Microsoft.NET.Sdk"><ItemGroup>
  <PackageReference Include="A" Version="1.2.3"/>
  <PackageReference Include="B"><Version>[2.0]</Version><PrivateAssets>all</PrivateAssets></PackageReference>
  <PackageReference Include="C" Version="3.*"/>
  <PackageReference Include="$(Name)" Version="1.0"/>
  <PackageReference Include="D"/>
</ItemGroup></Project>"""


def test_references_are_packages_with_the_version_that_they_pin():
    found = [(fact.name, fact.version, fact.scope) for fact in facts(READER, PROJECT, "app.csproj")]

    assert found == [("A", "1.2.3", "runtime"), ("B", "2.0", "dev"), ("C", "", "runtime"), ("D", "", "runtime")]


def test_a_range_is_kept_as_a_requirement():
    assert facts(READER, PROJECT, "app.csproj")[2].properties == {"requirement": "3.*"}
