"""Snaps and the packages in them."""

import gzip

import pytest

from mooring.packages.os.snap import READER
from packages.os.reading import facts_of, readable


def test_a_snap_is_named_with_its_version():
    (fact,) = facts_of(
        READER, "meta/snap.yaml", "name: core\nversion: 16-2.61\narchitectures: [amd64]\nlicense: GPL-3.0\ntype: os\n"
    )

    assert (fact.type, fact.name, fact.version, fact.architecture) == ("snap", "core", "16-2.61", "amd64")
    assert (fact.licenses, fact.properties) == (("GPL-3.0",), {"snap_type": "os"})


def test_several_architectures_are_no_architecture_of_the_package():
    (fact,) = facts_of(
        READER, "snap/core/1/meta/snap.yaml", "name: core\nversion: 1.10\narchitectures: [amd64, arm64]\n"
    )

    assert (fact.architecture, fact.properties) == ("", {"architectures": "amd64,arm64"})


def test_staged_packages_are_debian_packages():
    text = "name: app\nprimed-stage-packages: [libc6=2.31-0ubuntu9, 'libz:i386=1:1.2', odd, {a: b}]\n"
    found = facts_of(READER, "snap/manifest.yaml", text)

    assert [(fact.type, fact.name, fact.version, fact.architecture) for fact in found] == [
        ("deb", "libc6", "2.31-0ubuntu9", ""),
        ("deb", "libz", "1:1.2", "i386"),
    ]
    assert found[0].properties == {"snap": "app"}


def test_a_base_snap_lists_its_packages():
    (fact,) = facts_of(READER, "usr/share/snappy/dpkg.yaml", "packages:\n- adduser=3.118ubuntu2\n")

    assert (fact.name, fact.version) == ("adduser", "3.118ubuntu2")


@pytest.mark.parametrize("content", ["[]", "version: 1", "a: [", "name: &a [*a]"])
def test_a_document_without_a_name_is_reported(content):
    found, message = readable(READER, "meta/snap.yaml", content)

    assert found == [] and message


def test_other_manifests_are_not_asked_for():
    assert not READER.wants("k8s/manifest.yaml")


def test_a_kernel_snap_is_known_by_the_changelog_of_its_modules():
    text = "linux (5.15.0-75.82) jammy; urgency=medium\n\n  * jammy/linux: 5.15.0-75.82\n"
    (fact,) = facts_of(
        READER, "doc/linux-modules-5.15.0-75-generic/changelog.Debian.gz", gzip.compress(text.encode(), mtime=0)
    )

    assert (fact.name, fact.version, fact.source_name) == ("linux-modules-5.15.0-75-generic", "5.15.0-75.82", "linux")
    assert not READER.wants("usr/share/doc/linux-modules-5.15.0-75-generic/changelog.Debian.gz")
