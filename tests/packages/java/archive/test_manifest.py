"""A manifest is read as the JAR file specification says, and hints only."""

import pytest

from mooring.packages.java.archive.manifest import header_value, is_filled, parse_manifest


def test_long_lines_are_joined_and_names_compared_in_lower_case():
    content = b"Manifest-Version: 1.0\r\nBundle-SymbolicName: org.acme.\r\n core\r\n\r\n"

    assert parse_manifest(content)["bundle-symbolicname"] == "org.acme.core"


def test_what_the_main_section_lacks_is_taken_from_the_first_section_about_a_package():
    content = b"Ant-Version: 1.6.5\n\nName: org/apache/axis\nImplementation-Version: 1.4\n\nName: b\nImplementation-Version: 2\n"

    attributes = parse_manifest(content)

    assert (attributes["name"], attributes["implementation-version"]) == ("org/apache/axis", "1.4")


def test_sections_about_entries_do_not_change_a_main_section_that_has_a_version():
    content = b"Implementation-Version: 1\n\nName: a/B.class\nImplementation-Version: 2\nImplementation-Title: x\n"

    assert parse_manifest(content) == {"implementation-version": "1"}


def test_bytes_that_are_no_manifest_give_nothing():
    assert parse_manifest(b"\x00\xff\n\n\n no colon") == {}


@pytest.mark.parametrize(("value", "first"), [("a.b;singleton:=true", "a.b"), ('"a", b', "a"), ("", "")])
def test_the_first_clause_of_a_header_has_no_directives(value, first):
    assert header_value(value) == first


@pytest.mark.parametrize("value", ["", "${project.version}", "@version@", "%name", "Unknown", "unspecified"])
def test_placeholders_say_nothing(value):
    assert not is_filled(value)
