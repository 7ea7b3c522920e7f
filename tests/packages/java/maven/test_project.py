"""A project is read from one pom.xml, as far as that tells."""

import pytest

from mooring.base.errors import ReadError
from mooring.packages.java.maven.project import fill_in, parse_project


def project(inner: str):
    return parse_project(f'<project xmlns="http://maven.apache.org/POM/4.0.0">{inner}</project>'.encode())


def test_group_and_version_are_inherited_from_the_parent_and_fill_placeholders():
    found = project(
        "<parent><groupId>org.acme</groupId><artifactId>all</artifactId><version>3</version></parent><artifactId>a</artifactId>"
        "<dependencies><dependency><groupId>${project.groupId}</groupId><artifactId>b</artifactId>"
        "<version>${project.parent.version}</version></dependency></dependencies>"
    )

    assert (found.group, found.artifact, found.version) == ("org.acme", "a", "3")
    assert [(d.group, d.artifact, d.version) for d in found.dependencies] == [("org.acme", "b", "3")]


def test_managed_dependencies_give_version_and_scope_and_imported_boms_do_not():
    found = project(
        "<properties><v>1.2</v></properties><dependencyManagement><dependencies>"
        "<dependency><groupId>g</groupId><artifactId>a</artifactId><version>${v}</version><scope>test</scope></dependency>"
        "<dependency><groupId>g</groupId><artifactId>bom</artifactId><version>1</version><scope>import</scope></dependency>"
        "</dependencies></dependencyManagement>"
        "<dependencies><dependency><groupId>g</groupId><artifactId>a</artifactId></dependency></dependencies>"
    )

    assert [(d.version, d.scope) for d in found.dependencies] == [("1.2", "test")]
    assert [d.artifact for d in found.managed] == ["a"]


def test_plugins_of_the_build_and_their_dependencies_are_not_the_projects():
    found = project(
        "<build><plugins><plugin><dependencies><dependency><groupId>g</groupId><artifactId>a</artifactId></dependency>"
        "</dependencies></plugin></plugins></build><artifactId>x</artifactId>"
    )

    assert (found.artifact, found.dependencies) == ("x", ())


def test_dependencies_of_profiles_count():
    found = project(
        "<profiles><profile><id>p</id><dependencies><dependency><groupId>g</groupId><artifactId>a</artifactId></dependency>"
        "</dependencies></profile></profiles>"
    )

    assert [d.artifact for d in found.dependencies] == ["a"]


def test_licences_are_named_by_name_or_address():
    found = project(
        "<licenses><license><name>A\n  B</name></license><license><url>https://x</url></license></licenses>"
    )

    assert found.licenses == ("A B", "https://x")


def test_placeholders_that_nothing_fills_leave_the_field_empty_and_circles_end():
    found = project(
        "<groupId>g</groupId><artifactId>a</artifactId><version>${x}</version><properties><x>${y}</x><y>${x}</y></properties>"
    )

    assert found.version == ""


def test_values_that_grow_stop_growing():
    grown = fill_in("${a}", {"a": "${a}" * 99})

    assert len(grown) <= 1024 * 99


def test_an_entity_that_only_maven_knows_is_passed_over():
    assert project("<artifactId>a</artifactId><name>J&oslash;rgen</name>").artifact == "a"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<project>",
        b"<html/>",
        b"<project/><project/>",
        b'<!DOCTYPE p [<!ENTITY a "b">]><project>&a;</project>',
        b"<project>" + b"<a>" * 200,
        b"<project><properties>" + b"<a>" * 200,
        b'<?xml version="1.0" encoding="nonsense"?><project/>',
    ],
)
def test_anything_else_is_a_read_error(content):
    with pytest.raises(ReadError):
        parse_project(content)
