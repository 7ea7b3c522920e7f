"""Packages of the rpm database, whatever database it is."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.base.errors import ReadError
from mooring.base.limits import Limits
from mooring.model.facts import OwnedFilesFact, PackageFact
from mooring.model.reader import LayerFile
from mooring.packages.os.rpm import READER
from mooring.packages.os.rpmdb import header as tags
from packages.os.rpmdb.builders import (
    bdb_database,
    files,
    header,
    ndb_database,
    numbers,
    package,
    sqlite_database,
    text,
    texts,
)

BLOBS = (
    package("bash", texts(tags.PROVIDES, "bash", "/bin/sh"), texts(tags.REQUIRES, "libc()"), *files("/usr/bin/bash")),
    package("glibc", texts(tags.PROVIDES, "glibc", "libc()"), *files("/lib/libc.so", "/etc/libc.conf", flags=(0, 1))),
    package("gpg-pubkey"),
)
DATABASES = {
    "Packages": bdb_database(*BLOBS),
    "Packages.db": ndb_database(*BLOBS),
    "rpmdb.sqlite": sqlite_database(*BLOBS),
}


def facts(content, path="var/lib/rpm/Packages", **limits):
    return list(READER.read(LayerFile(path=path, content=content, limits=Limits(**limits))))


def readable(content, **limits):
    """What is yielded before the ReadError."""
    found = []
    with pytest.raises(ReadError) as error:
        found.extend(READER.read(LayerFile(path="var/lib/rpm/Packages", content=content, limits=Limits(**limits))))
    return found, error.value.message


def names(found):
    return [fact.name for fact in found if isinstance(fact, PackageFact)]


@pytest.mark.parametrize("name", DATABASES)
def test_every_kind_of_database_gives_the_same_packages(name):
    found = facts(DATABASES[name], f"var/lib/rpm/{name}")

    assert names(found) == ["bash", "glibc"]
    assert found[0].depends == ("glibc",)
    assert [(fact.owner, fact.paths, fact.are_config) for fact in found if isinstance(fact, OwnedFilesFact)] == [
        ("rpm:bash-1.0-2.x86_64", b"usr/bin/bash", False),
        ("rpm:glibc-1.0-2.x86_64", b"etc/libc.conf", True),
        ("rpm:glibc-1.0-2.x86_64", b"lib/libc.so", False),
    ]


@pytest.mark.parametrize("folder", ["var/lib/rpm", "usr/lib/sysimage/rpm", "usr/share/rpm", "chroot/var/lib/rpm"])
def test_the_databases_are_claimed_where_distributions_keep_them(folder):
    assert all(READER.wants(f"{folder}/{name}") for name in DATABASES)


@pytest.mark.parametrize("path", ["Packages", "var/lib/rpm/Name", "var/lib/rpm/x/Packages", "var/lib/other/Packages"])
def test_other_files_are_not_claimed(path):
    assert not READER.wants(path)


def test_a_database_below_a_folder_speaks_of_the_files_there():
    bash, owned, *_ = facts(DATABASES["rpmdb.sqlite"], "srv/chroot/var/lib/rpm/rpmdb.sqlite")

    assert (bash.home, bash.properties["root"]) == ("srv/chroot", "srv/chroot")
    assert bash.key == owned.owner == "rpm:/srv/chroot:bash-1.0-2.x86_64"
    assert owned.paths == b"srv/chroot/usr/bin/bash"


def test_a_damaged_header_does_not_hide_the_others():
    found, message = readable(ndb_database(BLOBS[0], b"\0\0\0\1", BLOBS[1]))

    assert names(found) == ["bash", "glibc"]
    assert message == "rpm header: cut off before its counts"


def test_a_damaged_list_of_files_does_not_hide_the_package():
    damaged = package("bash", texts(tags.BASE_NAMES, "a"), numbers(tags.DIRECTORY_INDEXES, 5))

    found, message = readable(ndb_database(damaged, BLOBS[1]))

    assert names(found) == ["bash", "glibc"]
    assert message.startswith("bash: rpm header: 1 files")


def test_a_header_without_name_is_told():
    found, message = readable(ndb_database(header(text(tags.VERSION, "1")), *BLOBS))

    assert names(found) == ["bash", "glibc"]
    assert "has no name" in message


def test_more_packages_than_the_limit_are_told():
    found, message = readable(DATABASES["rpmdb.sqlite"], max_facts_per_file=3)

    assert names(found) == ["bash"]
    assert "more packages or paths" in message


@pytest.mark.parametrize("content", [b"x", b"RpmP", b"SQLite format 3\0", bytes(600), bytes(12) + b"\x61\x15\x06\x00"])
def test_what_is_no_database_is_a_read_error(content):
    with pytest.raises(ReadError):
        facts(content)


@given(st.sampled_from(sorted(DATABASES)), st.data())
def test_mutated_databases_raise_nothing_but_read_error(name, data):
    content = bytearray(DATABASES[name])
    occupied = [at for at, byte in enumerate(content) if byte]
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.sampled_from(occupied))] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(0, len(content)) | st.just(len(content)))
    with suppress(ReadError):
        facts(bytes(content[:end]))
