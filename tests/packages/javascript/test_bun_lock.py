"""bun.lock."""

import pytest

from mooring.base.errors import ReadError
from mooring.packages.javascript.bun_lock import READER
from packages.javascript.reading import by_name, edges, read
from packages.javascript.samples import BUN

FACTS = read(READER, "app/bun.lock", BUN)


def test_dependencies_resolve_to_the_nearest_place():
    assert edges(FACTS) == {
        ("app@1.0.0", "@acme/paint@1.2.3"),
        ("app@1.0.0", "tape@"),
        ("app@1.0.0", "roller@1.0.0"),
        ("@acme/paint@1.2.3", "brush@0.9.1"),
        ("roller@1.0.0", "brush@2.0.0"),
        ("roller@1.0.0", "fur@1.0.0"),
        ("fur@1.0.0", "tape@"),
    }


def test_the_scope_follows_from_how_a_package_is_reached():
    assert {key: package.scope for key, package in by_name(FACTS).items() if package.scope != "runtime"} == {
        "brush@2.0.0": "dev",
        "roller@1.0.0": "dev",
        "fur@1.0.0": "dev",
    }


def test_a_package_of_git_has_no_version_but_a_source():
    package = by_name(FACTS)["tape@"]

    assert package.qualifiers == {"vcs_url": "github:acme/tape#0a1b2c"}


def test_lines_are_those_of_the_entries():
    text = BUN.decode().splitlines()

    assert all(package.name in text[package.line - 1] for package in by_name(FACTS).values() if not package.is_root)


def test_comments_are_read_over():
    (package,) = read(READER, "bun.lock", '{ // mine\n "packages": {"a": ["a@1.0.0", "", {}, ""]}, }')

    assert package.version == "1.0.0"


def test_the_binary_form_is_refused_with_what_to_do():
    with pytest.raises(ReadError, match="bun install --save-text-lockfile"):
        read(READER, "app/bun.lockb", b"#!/usr/bin/env bun\nbun-lockfile-format-v0\n")
