"""Packages of dpkg's and opkg's status file."""

import pytest

from mooring.model.facts import NoteFact
from mooring.packages.os.dpkg import READER
from packages.os.reading import facts_of, owned, packages, readable

STATUS = "var/lib/dpkg/status"
LIBC = """\
Package: libc6
Status: install ok installed
Section: libs
Maintainer: GNU Libc Maintainers <libc@example>
Architecture: amd64
Multi-Arch: same
Source: glibc (2.36-9)
Version: 2.36-9+b1
Pre-Depends: dpkg (>= 1.17)
Depends: libgcc-s1 | libgcc1, libcrypt1 (>= 1:4.4)
Provides: libc6-2.36, ld.so (= 1)
Conffiles:
 /etc/ld.so.conf.d/x86 d4e7a7b88a71b5ffd9e2644e71a0cfab
 /etc/with blank 593ad12389ab2b6f952e7ede67b8fbbf obsolete
 /etc/new newconffile
Description: GNU C Library
 with a longer text
"""


def stanza(name, status="install ok installed", version="1.0", more=""):
    return f"Package: {name}\nStatus: {status}\nVersion: {version}\nArchitecture: amd64\n{more}\n"


def test_a_stanza_becomes_a_package_with_source_edges_and_properties():
    package = packages(facts_of(READER, STATUS, LIBC))[0]

    assert (package.type, package.name, package.version, package.architecture) == ("deb", "libc6", "2.36-9+b1", "amd64")
    assert (package.source_name, package.source_version) == ("glibc", "2.36-9")
    assert package.depends == ("dpkg", "libgcc-s1", "libgcc1", "libcrypt1")
    assert package.provides == ("libc6-2.36", "ld.so")
    assert package.properties == {
        "section": "libs",
        "maintainer": "GNU Libc Maintainers <libc@example>",
        "multi_arch": "same",
        "summary": "GNU C Library",
    }


def test_configuration_files_come_with_their_digests():
    files = owned(facts_of(READER, STATUS, LIBC))[0]

    assert files.are_config and files.owner == "dpkg:libc6:amd64"
    assert files.paths == b"etc/ld.so.conf.d/x86\netc/with blank\netc/new"
    assert files.algorithm == "md5"
    assert files.digests == b"d4e7a7b88a71b5ffd9e2644e71a0cfab\n593ad12389ab2b6f952e7ede67b8fbbf\n"


def test_the_key_has_the_architecture_only_for_packages_that_may_be_there_twice():
    text = stanza("bash", more="Multi-Arch: foreign\n") + stanza("libz", more="Multi-Arch: same\n")

    assert [package.key for package in packages(facts_of(READER, STATUS, text))] == ["dpkg:bash", "dpkg:libz:amd64"]


@pytest.mark.parametrize(
    ("status", "names"),
    [
        ("install ok installed", ["a"]),
        ("deinstall ok installed", ["a"]),
        ("hold ok installed", ["a"]),
        ("install ok unpacked", ["a"]),
        ("install reinstreq half-installed", ["a"]),
        ("install ok triggers-pending", ["a"]),
        ("deinstall ok config-files", []),
        ("purge ok not-installed", []),
    ],
)
def test_a_package_counts_while_its_files_are_there(status, names):
    assert [package.name for package in packages(facts_of(READER, STATUS, stanza("a", status)))] == names


def test_an_unusual_state_is_noted():
    package = packages(facts_of(READER, STATUS, stanza("a", "hold reinstreq half-installed")))[0]

    assert package.properties == {"status": "half-installed", "want": "hold"}


def test_epochs_are_kept():
    assert packages(facts_of(READER, STATUS, stanza("a", version="5:20.10.7~3-0~debian-buster")))[0].version == (
        "5:20.10.7~3-0~debian-buster"
    )


@pytest.mark.parametrize(
    ("text", "names", "reason"),
    [
        ("Status: install ok installed\nVersion: 2\n\n" + stanza("b"), ["b"], "stanza 1 has no Package"),
        ("Package: a\nStatus: install ok installed\n\n" + stanza("b"), ["a", "b"], "stanza 1 has no Version"),
        ("no stanza at all", [], "has no stanza of a package"),
    ],
)
def test_a_damaged_stanza_is_reported_and_does_not_hide_the_others(text, names, reason):
    found, message = readable(READER, STATUS, text)

    assert [package.name for package in packages(found)] == names
    assert message == reason


def test_versions_of_extended_support_tell_the_channel():
    found = facts_of(READER, STATUS, stanza("a", version="1.0-1ubuntu1+esm1") + stanza("b", version="1~esm2"))

    assert [fact for fact in found if isinstance(fact, NoteFact)] == [
        NoteFact(owner="distro", name="channel", value="esm")
    ]


def test_opkg_packages_have_a_type_and_keys_of_their_own():
    text = "Package: ubus\nVersion: 2024~25-r1\nDepends: libc, ubusd\nStatus: install user installed\nArchitecture: x86_64\n"
    text += f"Conffiles:\n /etc/x {'e' * 64}\n"
    found = facts_of(READER, "usr/lib/opkg/status", text)

    assert [(package.type, package.key, package.depends) for package in packages(found)] == [
        ("opkg", "opkg:ubus", ("libc", "ubusd"))
    ]
    assert owned(found)[0].algorithm == "sha256"


def test_a_database_in_a_folder_is_kept_apart_from_that_of_the_root():
    package = packages(facts_of(READER, "opt/chroot/var/lib/dpkg/status", LIBC))[0]

    assert (package.key, package.home) == ("dpkg:/opt/chroot:libc6:amd64", "opt/chroot")
    assert package.properties["root"] == "opt/chroot"
    assert owned(facts_of(READER, "opt/chroot/var/lib/dpkg/status", LIBC))[0].paths.startswith(b"opt/chroot/etc/ld")
