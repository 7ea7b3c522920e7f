"""A pom.xml in a source tree names the project and its dependencies."""

import pytest

from mooring.packages.java.pom import READER, pinned
from packages.java.sources import named, read_text

POM = """<project>
  <groupId>org.acme</groupId><artifactId>shop</artifactId><version>2</version>
  <licenses><license><name>MIT</name></license></licenses>
  <dependencies>
    <dependency><groupId>g</groupId><artifactId>a</artifactId><version>1</version></dependency>
    <dependency><groupId>g</groupId><artifactId>a</artifactId><version>1</version></dependency>
    <dependency><groupId>g</groupId><artifactId>t</artifactId><version>2</version><scope>test</scope></dependency>
    <dependency><groupId>g</groupId><artifactId>p</artifactId><version>3</version><scope>provided</scope></dependency>
    <dependency><groupId>g</groupId><artifactId>o</artifactId><version>[4]</version><optional>true</optional></dependency>
    <dependency><groupId>g</groupId><artifactId>r</artifactId><version>[1,2)</version><classifier>x</classifier></dependency>
  </dependencies>
</project>
"""


def test_the_project_comes_first_and_dependencies_have_their_scope():
    root, *rest = read_text(READER, "shop/pom.xml", POM)

    assert (named([root]), root.is_root, root.licenses) == ([("org.acme:shop", "2", "runtime")], True, ("MIT",))
    assert root.depends == ("g:a", "g:t", "g:p", "g:o", "g:r")
    assert named(rest) == [
        ("g:a", "1", "runtime"),
        ("g:t", "2", "test"),
        ("g:p", "3", "peer"),
        ("g:o", "4", "optional"),
        ("g:r", "", "runtime"),
    ]


def test_a_range_is_kept_as_a_property_and_the_line_is_told():
    ranged = read_text(READER, "shop/pom.xml", POM)[-1]

    assert (ranged.properties, ranged.qualifiers, ranged.line) == ({"range": "[1,2)"}, {"classifier": "x"}, 10)
    assert not ranged.is_installed


@pytest.mark.parametrize(("given", "version"), [("1.0", "1.0"), ("[1.0]", "1.0"), ("(,1.0]", ""), ("[1,2),[3,4]", "")])
def test_a_requirement_of_one_version_only_is_a_version(given, version):
    assert pinned(given) == version


def test_poms_are_read_in_directories_only():
    assert (READER.claim.in_images, READER.wants("a/pom.xml"), READER.wants("a/pom.xml.bak")) == (False, True, False)
