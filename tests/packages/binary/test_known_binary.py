"""Programs by name and content; the tables are tried in classifiers/test_tables.py."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from executables.hostile import facts, survives
from mooring.packages.binary.known_binary import READER


def test_a_program_is_a_guess_with_a_platform_name():
    (package,) = facts(READER, b"\x7fELF\0BusyBox v1.35.0 (x)", "bin/busybox")

    assert package.is_guess
    assert package.cpes == ("cpe:2.3:a:busybox:busybox:1.35.0:*:*:*:*:*:*:*",)


def test_openresty_is_nginx_too():
    found = facts(READER, b"\x7fELF\0nginx version: openresty/1.21.4.1\n", "usr/sbin/nginx")

    assert {(fact.name, fact.version) for fact in found} == {("nginx", "1.21.4"), ("openresty", "1.21.4.1")}


def test_an_update_of_java_stands_apart_in_the_platform_name():
    (package,) = facts(READER, b"\x7fELF\0openjdk\0java\x001.8\x001.8.0_402-b06\0", "opt/bin/java")

    assert package.cpes == ("cpe:2.3:a:oracle:openjdk:1.8.0:update402:*:*:*:*:*:*",)


def test_a_program_of_another_name_is_not_looked_into():
    assert facts(READER, b"\x7fELF\0BusyBox v1.35.0 (x)", "bin/box") == []


PATHS = [
    ("usr/bin/python3.11", True),
    ("usr/bin/python3-config", False),
    ("usr/lib/node/x", False),
    ("bin/nodejs", True),
]


@pytest.mark.parametrize(("path", "is_wanted"), PATHS)
def test_the_claim_filters_by_base_name(path, is_wanted):
    assert (re.search(READER.claim.pattern, path) is not None) == is_wanted


@given(st.binary(max_size=300), st.sampled_from(["python3.11", "java", "nginx", "helm", "gcc-12", "mysqld", "go"]))
def test_arbitrary_bytes_raise_nothing(content, name):
    survives(READER, content, f"usr/bin/{name}")
