"""Packages of pacman's local database."""

import gzip

import pytest

from mooring.model.facts import OwnedFilesFact
from mooring.packages.os.pacman import READER
from packages.os.reading import facts_of, packages, readable

FOLDER = "var/lib/pacman/local/gawk-5.3.1-1"
DESC = """\
%NAME%
gawk

%VERSION%
1:5.3.1-1

%BASE%
gawk-base

%DESC%
GNU version of awk

%ARCH%
x86_64

%LICENSE%
GPL-3.0-or-later
custom:foo

%DEPENDS%
sh
glibc>=2.36
libmpfr.so=6-64

%OPTDEPENDS%
perl: for tests

%PROVIDES%
awk=1
"""


def test_a_desc_becomes_a_package():
    package = packages(facts_of(READER, f"{FOLDER}/desc", DESC))[0]

    assert (package.type, package.name, package.version, package.architecture) == (
        "alpm",
        "gawk",
        "1:5.3.1-1",
        "x86_64",
    )
    assert (package.source_name, package.source_version, package.key) == (
        "gawk-base",
        "1:5.3.1-1",
        "pacman:gawk-5.3.1-1",
    )
    assert package.licenses == ("GPL-3.0-or-later", "custom:foo")
    assert (package.depends, package.provides) == (("sh", "glibc", "libmpfr.so"), ("awk",))
    assert package.properties == {"summary": "GNU version of awk"}


def test_files_and_configuration_belong_to_the_package_of_the_folder():
    text = "%FILES%\nusr/\nusr/bin/\nusr/bin/gawk\n\n%BACKUP%\netc/gawk.conf\t" + "a" * 32 + "\netc/odd\n"

    assert facts_of(READER, f"{FOLDER}/files", text) == [
        OwnedFilesFact(owner="pacman:gawk-5.3.1-1", paths=b"usr/bin/gawk"),
        OwnedFilesFact(
            owner="pacman:gawk-5.3.1-1",
            paths=b"etc/gawk.conf\netc/odd",
            algorithm="md5",
            digests=b"a" * 32 + b"\n",
            are_config=True,
        ),
    ]


def test_the_mtree_tells_the_digests_of_files():
    rows = f"#mtree\n/set type=file\n./.PKGINFO time=1 sha256digest={'c' * 64}\n./usr time=1 type=dir\n"
    rows += f"./usr/a\\040b time=1.0 size=3 md5digest=0 sha256digest={'b' * 64}\n./usr/c sha256digest=odd\n"
    found = facts_of(READER, f"{FOLDER}/mtree", gzip.compress(rows.encode(), mtime=0))

    assert found == [
        OwnedFilesFact(
            owner="pacman:gawk-5.3.1-1", paths=b"usr/a b\nusr/c", algorithm="sha256", digests=b"b" * 64 + b"\n"
        )
    ]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("desc", b"%VERSION%\n1\n", "has no %NAME%"),
        ("mtree", gzip.compress(b"#mtree\n" * 100, mtime=0)[:20], "is cut off inside its gzip stream"),
        ("mtree", b"\x1f\x8bxxxx", "is not gzip"),
        ("mtree", b"other", "does not begin with '#mtree'"),
    ],
)
def test_damaged_files_are_reported(name, content, reason):
    found, message = readable(READER, f"{FOLDER}/{name}", content)

    assert found == [] and message.startswith(reason)
