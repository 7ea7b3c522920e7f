"""Packages of images without dpkg."""

from mooring.model.facts import OwnedFilesFact
from mooring.packages.os.distroless import READER
from packages.os.reading import facts_of, packages, readable

FOLDER = "var/lib/dpkg/status.d"


def test_a_stanza_without_a_status_is_a_package():
    text = (
        "Package: libssl3\nVersion: 3.0.15-1\nArchitecture: amd64\nSource: openssl\nMulti-Arch: same\nDepends: libc6\n"
    )
    found = packages(facts_of(READER, f"{FOLDER}/libssl3", text))[0]

    assert (found.name, found.version, found.source_name, found.depends) == (
        "libssl3",
        "3.0.15-1",
        "openssl",
        ("libc6",),
    )
    assert found.key == "dpkg:libssl3"


def test_the_md5sums_belong_to_the_package_of_their_name():
    found = facts_of(READER, f"{FOLDER}/libssl3.md5sums", f"{'a' * 32}  usr/lib/libssl.so.3\n")

    assert found == [
        OwnedFilesFact(owner="dpkg:libssl3", paths=b"usr/lib/libssl.so.3", algorithm="md5", digests=b"a" * 32)
    ]


def test_what_is_only_configuration_is_left_out():
    assert facts_of(READER, f"{FOLDER}/a", "Package: a\nStatus: deinstall ok config-files\nVersion: 1\n") == []


def test_a_file_without_a_package_is_reported():
    assert readable(READER, f"{FOLDER}/a", "Version: 1\n") == ([], "has no Package")
    assert readable(READER, f"{FOLDER}/a", "\x00\x01") == ([], "has no stanza of a package")
