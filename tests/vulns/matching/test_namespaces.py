"""Which namespaces speak about a distribution's packages."""

import pytest

from mooring.model.distro import Distro
from mooring.model.match import Confidence
from mooring.vulns.advisories import NamespaceState
from mooring.vulns.matching.namespaces import namespaces_of, title_of

NAMES = (
    "alpine:3.19 alpine:edge debian:11 debian:12 debian:unstable ubuntu:22.04 ubuntu:22.04+esm ubuntu:22.04+fips rhel:8 rhel:9 "
    "rhel:9+layered rhel+layered sles:15.5+sap "
    "rhel:9.4+eus rocky:9 almalinux:9 oracle:9 amazon:1 amazon:2 amazon:2+docker amazon:2023 sles:15.5 "
    "opensuse-leap:15.5 opensuse-tumbleweed fedora:40 photon:5.0 mariner:2.0 azurelinux:3.0 arch gentoo wolfi "
    "chainguard minimos echo:1 secureos bottlerocket openeuler:22.03 openeuler:22.03+sp3 mageia:9 sles:15 epel:7 epel:9 "
)
KNOWN = {name: NamespaceState(name=name, number=at, scheme="x", rows=1) for at, name in enumerate(NAMES.split())}


def names(**told: object) -> list[str]:
    return [speaker.namespace for speaker in namespaces_of(Distro(**told), KNOWN).speakers]


@pytest.mark.parametrize(
    ("distro", "version", "expected"),
    [
        ("alpine", "3.19.1", "alpine:3.19"),
        ("alpine", "3.20_alpha20231219", "alpine:edge"),
        ("debian", "12.5", "debian:12"),
        ("debian", "12", "debian:12"),
        ("ubuntu", "22.04.3", "ubuntu:22.04 ubuntu:22.04+esm"),
        ("rhel", "8.9", "rhel:8"),
        ("ol", "9.4", "oracle:9"),
        ("amzn", "2018.03", "amazon:1"),
        ("amazon", "2018.03", "amazon:1"),
        ("amzn", "2", "amazon:2 amazon:2+docker"),
        ("amzn", "2023", "amazon:2023"),
        ("sles", "15.5", "sles:15.5"),
        ("sles", "15-SP5", "sles:15.5"),
        ("opensuse-leap", "15.5", "opensuse-leap:15.5"),
        ("opensuse-tumbleweed", "20240101", "opensuse-tumbleweed"),
        ("fedora", "40", "fedora:40"),
        ("photon", "5.0", "photon:5.0"),
        ("mariner", "2.0.20240112", "mariner:2.0"),
        ("azurelinux", "3.0.20240727", "azurelinux:3.0"),
        ("arch", "", "arch"),
        ("gentoo", "2.14", "gentoo"),
        ("wolfi", "20230201", "wolfi"),
        ("chainguard", "20230214", "chainguard"),
        ("minimos", "2024", "minimos"),
        ("echo", "1", "echo:1"),
        ("secureos", "1.0", "secureos"),
        ("bottlerocket", "1.19.0", "bottlerocket"),
        ("mageia", "9", "mageia:9"),
        ("alpine", "3.2", ""),
        ("debian", "7", ""),
        ("void", "", ""),
    ],
)
def test_a_release_is_found_by_what_it_calls_itself(distro: str, version: str, expected: str):
    assert expected.split() == names(id=distro, version_id=version)


@pytest.mark.parametrize("codename", ["sid", "testing", ""])
def test_debian_without_a_number_is_unstable(codename: str):
    assert ["debian:unstable"] == names(id="debian", codename=codename)


@pytest.mark.parametrize(
    ("codename", "expected"), [("forky", "debian:14"), ("trixie", "debian:13"), ("sid", "debian:unstable")]
)
def test_a_debian_that_has_no_number_yet_is_known_by_the_one_it_gets(codename: str, expected: str):
    known = KNOWN | {
        name: NamespaceState(name=name, number=0, scheme="deb", rows=1) for name in ("debian:13", "debian:14")
    }

    assert expected == namespaces_of(Distro(id="debian", codename=codename), known).speakers[0].namespace


@pytest.mark.parametrize(
    ("version_id", "version", "expected"),
    [
        ("22.03", "22.03 (LTS-SP3)", "openeuler:22.03+sp3"),
        ("22.03-LTS-SP3", "", "openeuler:22.03+sp3"),
        ("22.03", "22.03 (LTS)", "openeuler:22.03"),
        ("22.03", "22.03 (LTS-SP4)", ""),
    ],
)
def test_a_service_pack_of_openeuler_has_packages_of_its_own(version_id: str, version: str, expected: str):
    assert expected.split() == names(id="openeuler", version_id=version_id, version=version)[:1]


@pytest.mark.parametrize("distro", ["sles", "sled"])
def test_the_first_release_of_sles_15_does_not_speak_about_its_service_packs(distro: str):
    assert [] == names(id=distro, version_id="15.7")
    assert ["sles:15"] == names(id="sles", version_id="15")


@pytest.mark.parametrize(
    ("distro", "version", "expected"),
    [
        ("rocky", "9.4", "epel:9"),
        ("ol", "9.4", "epel:9"),
        ("amzn", "2", "epel:7"),
        ("rhel", "8.9", None),
        ("amzn", "2023", None),
    ],
)
def test_epel_speaks_about_enterprise_linux_of_its_release(distro: str, version: str, expected: str | None):
    epel = namespaces_of(Distro(id=distro, version_id=version), KNOWN).epel

    assert expected == (epel.namespace if epel else None)


def test_a_channel_is_active_for_those_who_have_it():
    without = namespaces_of(Distro(id="rhel", version_id="9.4"), KNOWN).speakers
    with_it = namespaces_of(Distro(id="rhel", version_id="9.4", channels=("eus",)), KNOWN).speakers
    other = namespaces_of(Distro(id="rhel", version_id="9.2", channels=("eus",)), KNOWN).speakers

    assert [("rhel:9", True), ("rhel:9.4+eus", False)] == [(each.namespace, each.is_active) for each in without]
    assert [("rhel:9", True), ("rhel:9.4+eus", True)] == [(each.namespace, each.is_active) for each in with_it]
    assert ["rhel:9"] == [each.namespace for each in other]


def test_a_channel_that_is_no_extended_support_speaks_only_to_those_who_have_it():
    assert ["ubuntu:22.04", "ubuntu:22.04+esm", "ubuntu:22.04+fips"] == names(
        id="ubuntu", version_id="22.04", channels=("fips",)
    )


def test_a_rebuild_is_judged_by_its_own_errata_and_by_its_parents_statements():
    rocky = Distro(id="rocky", version_id="9.3", parent_id="rhel", parent_version="9.3", is_parent_certain=True)

    found = namespaces_of(rocky, KNOWN)

    assert [("rocky:9", 0, Confidence.CERTAIN), ("rhel:9", 1, Confidence.LIKELY)] == [
        (each.namespace, each.tier, each.confidence) for each in found.speakers
    ]
    assert ("rpm", "") == (found.package_type, found.reason)


def test_a_distribution_with_packages_of_its_own_needs_no_parent():
    assert ["oracle:9"] == names(id="ol", version_id="9.3", parent_id="rhel", parent_version="9.3")


def test_a_derivative_is_judged_by_its_parent_and_says_so():
    mint = Distro(id="linuxmint", version_id="21.2", parent_id="ubuntu", parent_version="22.04")

    found = namespaces_of(mint, KNOWN)

    assert ["ubuntu:22.04", "ubuntu:22.04+esm"] == [each.namespace for each in found.speakers]
    assert {Confidence.LIKELY} == {each.confidence for each in found.speakers}
    assert "ubuntu:22.04 speaks about the parent of linuxmint 21.2, as far as its files tell" == found.speakers[0].note
    assert "judged by the advisories of ubuntu:22.04, whose packages it uses" == found.reason


def test_centos_stream_is_told_from_the_releases():
    stream = Distro(id="centos", name="CentOS Stream", version_id="9", parent_id="rhel", parent_version="9")

    assert (
        "CentOS Stream is ahead of the releases that rhel:9 speaks about"
        == namespaces_of(stream, KNOWN).speakers[0].note
    )


@pytest.mark.parametrize(
    ("distro", "reason"),
    [
        (None, "the image names no distribution"),
        (Distro(id="void"), "no feed in the database speaks about packages of void"),
        (
            Distro(id="kubuntu", parent_id="nobody"),
            "no feed in the database speaks about packages of kubuntu or of its parent nobody",
        ),
        (
            Distro(id="alpine", version_id="3.2"),
            "no feed in the database speaks about alpine 3.2; it has alpine:3.19, alpine:edge",
        ),
        (Distro(id="rhel"), "no feed in the database speaks about rhel of an unknown release; it has rhel:8, rhel:9"),
    ],
)
def test_silence_has_a_reason(distro: Distro | None, reason: str):
    assert reason == namespaces_of(distro, KNOWN).reason


def test_a_namespace_without_rows_does_not_speak():
    empty = {"debian:12": NamespaceState(name="debian:12", number=0, scheme="deb", rows=0)}

    assert () == namespaces_of(Distro(id="debian", version_id="12"), empty).speakers


def test_a_distribution_has_a_title():
    assert ["debian 12", "debian sid", "arch"] == [
        title_of(each)
        for each in (Distro(id="debian", version_id="12"), Distro(id="debian", codename="sid"), Distro(id="arch"))
    ]


def test_channels_come_with_editions_and_products():
    sap = Distro(id="sles_sap", version_id="15.5", parent_id="sles", parent_version="15.5")
    layered = namespaces_of(Distro(id="rhel", version_id="9"), KNOWN, has_products=True)

    assert ["sles:15.5", "sles:15.5+sap"] == [each.namespace for each in namespaces_of(sap, KNOWN).speakers]
    assert ["rhel:9", "rhel+layered", "rhel:9+layered"] == [each.namespace for each in layered.speakers]


@pytest.mark.parametrize(
    ("distro", "expected"), [("centos", "rhel:8"), ("raspbian", "debian:11"), ("alma", "almalinux:9"), ("mint", "")]
)
def test_parents_that_an_sbom_does_not_tell_are_known(distro: str, expected: str):
    version = {"centos": "8.4.2105", "raspbian": "11", "alma": "9.2"}.get(distro, "1")

    assert expected.split() == names(id=distro, version_id=version)[:1]
