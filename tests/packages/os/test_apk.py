"""Packages of apk's database."""

import pytest

from mooring.packages.os.apk import READER
from packages.os.reading import facts_of, owned, packages, readable

PATH = "lib/apk/db/installed"
MUSL_UTILS = """\
C:Q1myMNfd7u5v5UTgNHeq1e31qTjZU=
P:musl-utils
V:1.2.5-r0
A:x86_64
T:the musl c library (libc) implementation
U:https://musl.libc.org/
L:MIT AND BSD-2-Clause AND GPL-2.0-or-later
o:musl
m:A Maintainer <a@example>
t:1700000000
c:e1c51734fa96fa4bac92e9f14a474324c67916fc
D:scanelf>=1.3 so:libc.musl-x86_64.so.1 !uclibc /bin/sh
p:cmd:ldd=1.2.5-r0 so:libx.so.1=1
r:libiconv
F:
R:init
F:usr
F:usr/bin
M:0:0:755
R:ldd
a:0:0:755
Z:Q17yJ3JFNypA4mxhJJr0qi7oLOwlU=
R:getent
"""


def test_a_stanza_becomes_a_package():
    package = packages(facts_of(READER, PATH, MUSL_UTILS))[0]

    assert (package.type, package.name, package.version, package.architecture) == (
        "apk",
        "musl-utils",
        "1.2.5-r0",
        "x86_64",
    )
    assert (package.source_name, package.source_version, package.key) == ("musl", "1.2.5-r0", "apk:musl-utils")
    assert package.depends == ("scanelf", "so:libc.musl-x86_64.so.1", "/bin/sh")
    assert package.provides == ("cmd:ldd", "so:libx.so.1")
    assert package.properties["commit"] == "e1c51734fa96fa4bac92e9f14a474324c67916fc"
    assert package.properties["maintainer"] == "A Maintainer <a@example>"


def test_files_come_with_the_sha1_that_the_database_has():
    files = owned(facts_of(READER, PATH, MUSL_UTILS))[0]

    assert files.owner == "apk:musl-utils"
    assert files.paths == b"init\nusr/bin/ldd\nusr/bin/getent"
    assert files.algorithm == "sha1"
    assert files.digests == b"\nef2277245372a40e26c61249af4aa2ee82cec255\n"


@pytest.mark.parametrize(
    ("line", "licences"),
    [
        ("MIT", ("MIT",)),
        ("MIT BSD GPL2+", ("MIT", "BSD", "GPL2+")),
        ("MPL-2.0 AND MIT", ("MPL-2.0 AND MIT",)),
        ("(MIT OR ISC)", ("(MIT OR ISC)",)),
        ("", ()),
    ],
)
def test_an_expression_is_one_licence_and_a_list_is_several(line, licences):
    assert packages(facts_of(READER, PATH, f"P:a\nV:1\nL:{line}\n"))[0].licenses == licences


@pytest.mark.parametrize(
    ("text", "names", "reason"),
    [
        ("V:1\n\nP:b\nV:1\n", ["b"], "stanza 1 has no P"),
        ("P:a\n\nP:b\nV:1\n", ["a", "b"], "stanza 1 has no V"),
        ("x\n\ny\n", [], "stanza 1 has no P and no V, and 1 more are odd"),
    ],
)
def test_a_damaged_stanza_is_reported_and_does_not_hide_the_others(text, names, reason):
    found, message = readable(READER, PATH, text)

    assert [package.name for package in packages(found)] == names
    assert message == reason


def test_files_come_with_their_modes_and_the_usual_one_is_left_out_by_apk():
    text = "P:a\nV:1\nF:x\nM:0:0:1777\nR:y\na:0:0:4755\nR:z\nR:odd\na:0:0:9\nR:short\na:\n"

    (files,) = owned(facts_of(READER, PATH, text))

    assert files.modes == b"\x09\xed\x01\xa4\0\0\0\0"


def test_a_checksum_that_is_none_is_left_empty():
    files = owned(facts_of(READER, PATH, "P:a\nV:1\nF:x\nR:y\nZ:Q1!!\nR:z\nZ:Q1AAAA\n"))[0]

    assert (files.paths, files.algorithm, files.digests) == (b"x/y\nx/z", "", b"")


@pytest.mark.parametrize(
    ("path", "key"), [("usr/lib/apk/db/installed", "apk:a"), ("srv/x/lib/apk/db/installed", "apk:/srv/x:a")]
)
def test_the_database_may_stand_in_usr_or_below_a_folder(path, key):
    assert packages(facts_of(READER, path, "P:a\nV:1\n"))[0].key == key
