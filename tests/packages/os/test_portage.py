"""Packages of Portage's database."""

import pytest

from mooring.model.facts import LicenseFact, NoteFact, OwnedFilesFact
from mooring.packages.os.portage import READER
from packages.os.reading import facts_of, packages, readable

FOLDER = "var/db/pkg/dev-libs/openssl-3.0.13-r2"
KEY = "portage:dev-libs/openssl-3.0.13-r2"


@pytest.mark.parametrize(
    ("full_name", "name", "version"),
    [
        ("openssl-3.0.13-r2", "openssl", "3.0.13-r2"),
        ("Getopt-Long-2.580.0", "Getopt-Long", "2.580.0"),
        ("font-bh-100dpi-1.0.4", "font-bh-100dpi", "1.0.4"),
        ("ncurses-6.4_p20230401", "ncurses", "6.4_p20230401"),
        ("timezone-data-2024a-r1", "timezone-data", "2024a-r1"),
    ],
)
def test_the_version_begins_at_the_last_dash_with_a_digit(full_name, name, version):
    (package,) = packages(facts_of(READER, f"var/db/pkg/dev-libs/{full_name}/PF", full_name + "\n"))

    assert (package.type, package.namespace, package.name, package.version) == ("ebuild", "dev-libs", name, version)
    assert package.key == f"portage:dev-libs/{full_name}"


def test_objects_have_digests_links_and_folders_have_none():
    text = f"dir /usr\nobj /usr/bin/a b {'a' * 32} 1700000000\nsym /usr/lib/x.so -> x.so.1 1700000000\n"

    assert facts_of(READER, f"{FOLDER}/CONTENTS", text) == [
        OwnedFilesFact(owner=KEY, paths=b"usr/bin/a b\nusr/lib/x.so", algorithm="md5", digests=b"a" * 32 + b"\n")
    ]


@pytest.mark.parametrize(
    ("text", "licences"),
    [
        ("Apache-2.0\n", ("Apache-2.0",)),
        ("MIT BSD", ("MIT", "BSD")),
        ("|| ( GPL-2 BSD ) MIT", ("GPL-2 OR BSD", "MIT")),
        ("doc? ( FDL-1.2 ) GPL-3", ("FDL-1.2", "GPL-3")),
        ("|| ( A || ( B", ("A OR B",)),
    ],
)
def test_a_choice_is_one_licence(text, licences):
    assert facts_of(READER, f"{FOLDER}/LICENSE", text) == [LicenseFact(owner=KEY, licenses=licences)]


def test_slot_and_repository_are_noted():
    assert facts_of(READER, f"{FOLDER}/SLOT", "0/3\n") == [NoteFact(owner=KEY, name="slot", value="0/3")]
    assert facts_of(READER, f"{FOLDER}/repository", "gentoo\n") == [
        NoteFact(owner=KEY, name="repository", value="gentoo")
    ]


@pytest.mark.parametrize(("name", "content"), [("PF", "openssl"), ("PF", "-1.0"), ("CONTENTS", "nonsense")])
def test_damaged_files_are_reported(name, content):
    found, message = readable(READER, f"{FOLDER}/{name}", content)

    assert found == [] and message
