"""Which distribution the image is."""

import pytest

from mooring.model.facts import DistroFact, NoteFact
from mooring.packages.os.release import READER
from packages.os.reading import facts_of


def test_os_release_is_trusted_most():
    (fact,) = facts_of(READER, "etc/os-release", "ID=alpine\nVERSION_ID=3.19.1\n")

    assert (fact.distro.id, fact.distro.version_id, fact.distro.path, fact.rank) == (
        "alpine",
        "3.19.1",
        "etc/os-release",
        0,
    )


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (("etc/os-release", "ID=a"), ("usr/lib/os-release", "ID=a")),
        (("usr/lib/os-release", "ID=a"), ("etc/alpine-release", "3.1")),
        (
            ("etc/oracle-release", "Oracle Linux Server release 9.3"),
            ("etc/redhat-release", "Red Hat Enterprise Linux release 9.3 (Plow)"),
        ),
        (("etc/centos-release", "CentOS release 6.5"), ("etc/system-release-cpe", "cpe:/o:centos:linux:6:GA")),
        (("etc/lsb-release", "DISTRIB_ID=Ubuntu"), ("etc/debian_version", "wheezy/sid")),
        (("etc/debian_version", "7.1"), ("etc/issue", "Debian GNU/Linux 7")),
        (("etc/manjaro-release", "Manjaro Linux"), ("etc/lsb-release", "DISTRIB_ID=ManjaroLinux")),
    ],
)
def test_files_of_one_distribution_outrank_those_of_its_parents(better, worse):
    first, second = facts_of(READER, *better)[0], facts_of(READER, *worse)[0]

    assert first.rank < second.rank


def test_an_empty_arch_release_is_enough():
    (fact,) = facts_of(READER, "etc/arch-release", b"")

    assert fact.distro.id == "arch" and READER.claim.min_bytes == 0


def test_the_point_release_of_debian_is_noted():
    found = facts_of(READER, "etc/debian_version", "12.5\n")

    assert isinstance(found[0], DistroFact)
    assert found[1] == NoteFact(owner="image", name="debian_version", value="12.5")


def test_a_source_of_extended_support_tells_the_channel():
    path = "etc/apt/sources.list.d/ubuntu-esm-infra.list"

    assert facts_of(READER, path, "deb https://esm.ubuntu.com/infra/ubuntu jammy-infra-security main\n") == [
        NoteFact(owner="distro", name="channel", value="esm")
    ]
    assert facts_of(READER, path, "# deb https://esm.ubuntu.com/infra/ubuntu jammy main\n") == []


@pytest.mark.parametrize(
    ("path", "text"),
    [("etc/issue", "\\S\n"), ("etc/redhat-release", ""), ("etc/os-release", ""), ("etc/lsb-release", "x")],
)
def test_a_file_that_names_nothing_known_gives_nothing(path, text):
    assert facts_of(READER, path, text) == []


def test_a_nested_os_release_does_not_speak_for_the_image():
    assert not READER.wants("opt/root/etc/os-release")


def test_the_status_of_ubuntu_pro_tells_the_channel():
    path = "var/lib/ubuntu-advantage/status.json"
    enabled = '{"attached": true, "services": [{"name": "esm-infra", "status": "enabled"}]}'

    assert facts_of(READER, path, enabled) == [NoteFact(owner="distro", name="channel", value="esm")]
    assert facts_of(READER, path, enabled.replace("enabled", "disabled")) == []
