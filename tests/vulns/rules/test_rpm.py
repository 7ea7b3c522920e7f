"""rpm: names, epochs, modules, streams, special builds, rebuilds."""

from pathlib import Path

import msgspec
import pytest

from mooring.model.advisory import FixState
from mooring.model.distro import Distro
from mooring.model.match import Confidence
from vulns.world import SOURCE, advisory, below, database_of, every, findings, inventory, package, pairs

RHEL_9 = Distro(id="rhel", version_id="9.4")
RHEL_8 = Distro(id="rhel", version_id="8.9")
ROCKY_9 = Distro(id="rocky", version_id="9.4", parent_id="rhel", parent_version="9.4", is_parent_certain=True)


def flaws(folder: Path, distro: Distro, *items, of):
    return pairs(findings(inventory(of, distro=distro), database_of(folder, *items)))


def test_an_erratum_names_the_package_as_installed(tmp_path: Path):
    erratum = advisory("RHSA-1", below("rhel:9", "openssl-libs", "1:3.0.7-25.el9_3"), fixes=("CVE-2024-1",))

    assert [("openssl-libs", "CVE-2024-1")] == flaws(
        tmp_path, RHEL_9, erratum, of=package("rpm", "openssl-libs", "1:3.0.7-24.el9", source_name="openssl")
    )


def test_what_is_open_names_the_source(tmp_path: Path):
    state = advisory("CVE-2024-2", every("rhel:9", "openssl", FixState.WONT_FIX, name_kind=SOURCE))
    libs = package("rpm", "openssl-libs", "1:3.0.7-24.el9", source_name="openssl", source_version="3.0.7-24.el9")

    result = findings(inventory(libs, distro=RHEL_9), database_of(tmp_path, state))

    assert FixState.WONT_FIX is result.matches[0].fix.state


@pytest.mark.parametrize(
    ("version", "is_affected"), [("1:3.0.7-24.el9", True), ("1:3.0.7-25.el9_3", False), ("2:1.0-1.el9", False)]
)
def test_a_source_without_epoch_has_the_binarys(tmp_path: Path, version: str, is_affected: bool):
    fixed = advisory("CVE-2024-3", below("rhel:9", "openssl", "1:3.0.7-25.el9_3", name_kind=SOURCE))
    libs = package("rpm", "openssl-libs", version, source_name="openssl", source_version=version.partition(":")[2])

    assert is_affected is bool(flaws(tmp_path, RHEL_9, fixed, of=libs))


@pytest.mark.parametrize(("source", "is_affected"), [("5.32.1-480.el9", True), ("5.32.1-481.el9", False)])
def test_a_source_of_another_version_is_compared_without_epochs(tmp_path: Path, source: str, is_affected: bool):
    """perl-Carp 0:1.50 is built from perl 4:5.32.1, whose file name does not tell the 4."""
    fixed = advisory("CVE-2024-4", below("rhel:9", "perl", "4:5.32.1-481.el9", name_kind=SOURCE))
    carp = package("rpm", "perl-Carp", "1.50-460.el9", source_name="perl", source_version=source, found_by="rpm")

    assert is_affected is bool(flaws(tmp_path, RHEL_9, fixed, of=carp))


def test_an_epoch_that_an_sbom_lost_does_not_decide(tmp_path: Path):
    fixed = advisory("RHSA-1", below("rhel:9", "openssl-libs", "1:3.0.7-25.el9_3"), fixes=("CVE-2024-1",))
    libs = package("rpm", "openssl-libs", "3.0.7-25.el9_3", found_by="cyclonedx")

    assert [] == flaws(tmp_path, RHEL_9, fixed, of=libs)


def test_an_sbom_that_has_epochs_has_lost_none(tmp_path: Path):
    fixed = advisory("RHSA-1", below("rhel:9", "openssl-libs", "1:3.0.7-25.el9_3"), fixes=("CVE-2024-1",))
    libs = package("rpm", "openssl-libs", "3.0.7-25.el9_3", found_by="cyclonedx")
    image = inventory(libs, package("rpm", "bind", "32:9-1", found_by="cyclonedx"), distro=RHEL_9)

    assert [("openssl-libs", "CVE-2024-1")] == pairs(findings(image, database_of(tmp_path, fixed)))


@pytest.mark.parametrize(
    ("label", "version", "found"),
    [
        ("nodejs:18:8060020230306170312:ad008a3a", "1:18.9.1-1.module+el8.7.0+1", ["RHSA-18"]),
        ("nodejs:16:8060020230306170312:ad008a3a", "1:16.13.1-3.module+el8.7.0+1", ["RHSA-16"]),
        ("nodejs:1:8060020230306170312:ad008a3a", "1:12.1-1.module+el8.7.0+1", []),
        ("", "1:12.1-1.el8", ["RHSA-0"]),
        ("", "1:18.9.1-1.module+el8.7.0+1", ["RHSA-18"]),
    ],
)
def test_a_module_stream_is_compared_with_its_own_fixes(tmp_path: Path, label: str, version: str, found: list[str]):
    """Without a label the release still says that a package is of a module, and its version of which."""
    rows = [
        advisory("RHSA-18", below("rhel:8", "nodejs", "1:18.14.2-2.module+el8", module="nodejs:18"), fixes=("CVE-1",)),
        advisory("RHSA-16", below("rhel:8", "nodejs", "1:16.19.1-1.module+el8", module="nodejs:16"), fixes=("CVE-1",)),
        advisory("RHSA-0", below("rhel:8", "nodejs", "1:99.0-1.el8", module=""), fixes=("CVE-1",)),
    ]
    nodejs = package("rpm", "nodejs", version, properties={"modularity": label})

    result = findings(inventory(nodejs, distro=RHEL_8), database_of(tmp_path, *rows))

    assert found == [reason.source.id for each in result.matches for reason in each.reasons]


def test_a_module_that_is_not_affected_clears_only_itself(tmp_path: Path):
    rows = [
        advisory("CVE-2024-5", every("rhel:8", "nodejs", module="nodejs:16", is_negative=True)),
        advisory("CVE-2024-5", every("rhel:8", "nodejs", module="nodejs:18"), feed="other"),
    ]
    nodejs = package("rpm", "nodejs", "18.1-1.module+el8", properties={"modularity": "nodejs:18:1:a"})

    assert [("nodejs", "CVE-2024-5")] == flaws(tmp_path, RHEL_8, *rows, of=nodejs)


@pytest.mark.parametrize(
    ("version", "is_affected"),
    [
        ("4.14.35-2047.500.1.el7uek", True),
        ("4.14.35-2047.526.2.el7uek", False),
        ("5.4.17-2136.300.1.el7uek", True),
        ("5.4.17-2136.319.1.el7uek", False),
        ("5.15.0-1.el7uek", False),
    ],
)
def test_of_parallel_lines_the_packages_own_counts(tmp_path: Path, version: str, is_affected: bool):
    oracle = Distro(id="ol", version_id="7.9", parent_id="rhel", parent_version="7.9")
    rows = [
        advisory("ELSA-1", below("oracle:7", "kernel-uek", "4.14.35-2047.526.2.el7uek"), fixes=("CVE-2024-6",)),
        advisory("ELSA-2", below("oracle:7", "kernel-uek", "5.4.17-2136.319.1.el7uek"), fixes=("CVE-2024-6",)),
    ]

    assert is_affected is bool(flaws(tmp_path, oracle, *rows, of=package("rpm", "kernel-uek", version)))


@pytest.mark.parametrize(
    ("version", "is_affected"),
    [("10:3.6.16-3.el8_fips", True), ("10:3.6.16-4.el8_fips", False), ("3.6.16-3.el8", False)],
)
def test_special_builds_have_fixes_of_their_own(tmp_path: Path, version: str, is_affected: bool):
    oracle = Distro(id="ol", version_id="8.9")
    row = advisory("ELSA-1", below("oracle:8+fips", "gnutls", "10:3.6.16-4.el8_fips"), fixes=("CVE-2024-7",))
    plain = advisory("ELSA-2", below("oracle:8", "gnutls", "3.6.16-2.el8"), fixes=("CVE-2024-7",))

    assert is_affected is bool(flaws(tmp_path, oracle, row, plain, of=package("rpm", "gnutls", version)))


def test_a_rebuilds_own_erratum_wins_over_the_parents(tmp_path: Path):
    rows = [
        advisory("RLSA-1", below("rocky:9", "curl", "7.76.1-26.el9_3.2"), fixes=("CVE-2024-8",)),
        advisory("CVE-2024-8", below("rhel:9", "curl", "7.76.1-26.el9_3.3", name_kind=SOURCE)),
        advisory("CVE-2024-9", every("rhel:9", "curl", name_kind=SOURCE)),
    ]
    curl = package("rpm", "curl", "7.76.1-26.el9_3.2", source_name="curl", source_version="7.76.1-26.el9_3.2")

    result = findings(inventory(curl, distro=ROCKY_9), database_of(tmp_path, *rows))

    assert [("curl", "CVE-2024-9")] == pairs(result)
    assert Confidence.LIKELY is result.matches[0].confidence
    assert ("rhel:9 speaks about the parent of rocky 9.4",) == result.matches[0].reasons[0].notes


def test_a_rebuild_without_errata_is_judged_by_its_parent(tmp_path: Path):
    centos = Distro(id="centos", version_id="9", parent_id="rhel", parent_version="9", is_parent_certain=True)
    row = advisory("RHSA-1", below("rhel:9", "curl", "8"), fixes=("CVE-2024-1",))

    result = findings(inventory(package("rpm", "curl", "7"), distro=centos), database_of(tmp_path, row))

    assert [("curl", "CVE-2024-1")] == pairs(result)
    assert ("partly-assessed", "judged by the advisories of rhel:9, whose packages it uses") == (
        result.assessments[0].state.value,
        result.assessments[0].reason,
    )


def test_extras_of_amazon_speak_about_their_own_versions(tmp_path: Path):
    amazon = Distro(id="amzn", version_id="2")
    rows = [
        advisory("ALAS-1", below("amazon:2", "kernel", "4.14.336-1.amzn2"), fixes=("CVE-2024-1",)),
        advisory(
            "ALASKERNEL-5.10-1", below("amazon:2+kernel-5.10", "kernel", "5.10.205-1.amzn2"), fixes=("CVE-2024-2",)
        ),
        advisory("ALASDOCKER-1", below("amazon:2+docker", "docker", "25.0.3-1.amzn2"), fixes=("CVE-2024-3",)),
    ]
    database = database_of(tmp_path, *rows)

    found = [
        pairs(findings(inventory(package("rpm", name, version), distro=amazon), database))
        for name, version in (("kernel", "4.14.1-1.amzn2"), ("kernel", "5.10.1-1.amzn2"), ("docker", "20.10.1-1.amzn2"))
    ]

    assert [[("kernel", "CVE-2024-1")], [("kernel", "CVE-2024-2")], [("docker", "CVE-2024-3")]] == found


def test_extended_updates_count_for_those_who_have_them(tmp_path: Path):
    rows = [
        advisory("RHSA-1", below("rhel:9", "curl", "7.76.1-30.el9_5"), fixes=("CVE-2024-1",)),
        advisory("RHSA-2", below("rhel:9.4+eus", "curl", "7.76.1-29.el9_4.1"), fixes=("CVE-2024-1",)),
    ]
    eus = Distro(id="rhel", version_id="9.4", channels=("eus",))

    assert [] == flaws(tmp_path, eus, *rows, of=package("rpm", "curl", "7.76.1-29.el9_4.1"))


def test_a_package_of_another_vendor_is_only_likely_the_distributions(tmp_path: Path):
    row = advisory("RHSA-1", below("rhel:9", "grafana", "10"), fixes=("CVE-2024-1",))
    grafana = package("rpm", "grafana", "9", properties={"vendor": "Grafana"})

    result = findings(inventory(grafana, distro=RHEL_9), database_of(tmp_path, row))

    assert ("Grafana built the package, and not the distribution",) == result.matches[0].reasons[0].notes
    assert Confidence.LIKELY is result.matches[0].confidence


def test_architectures_are_folded(tmp_path: Path):
    row = advisory("ALAS-1", below("amazon:2023", "curl", "8", architectures=("aarch64",)), fixes=("CVE-2024-1",))
    amazon = Distro(id="amzn", version_id="2023")
    database = database_of(tmp_path, row)

    found = [
        bool(pairs(findings(inventory(package("rpm", "curl", "7", architecture=machine), distro=amazon), database)))
        for machine in ("arm64", "aarch64", "x86_64", "noarch", "")
    ]

    assert [True, True, False, True, True] == found


def test_up_to_a_version_without_release_means_all_its_releases(tmp_path: Path):
    from mooring.model.advisory import Affected, VersionRange

    span = VersionRange(high="0:0.9.0", is_high_included=True)
    row = advisory("CVE-2024-1", Affected(namespace="azurelinux:3.0", name="x", ranges=(span,)))
    azure = Distro(id="azurelinux", version_id="3.0.20240101")
    database = database_of(tmp_path, row)

    found = [
        bool(pairs(findings(inventory(package("rpm", "x", version), distro=azure), database)))
        for version in ("0.9.0-3.azl3", "0.9.1-1.azl3")
    ]

    assert [True, False] == found


def test_collections_are_told_apart_by_their_names(tmp_path: Path):
    row = below("rhel:7+scl", "rh-python38-python", "3.8.18", repository="cpe:/a:redhat:rhel_software_collections:3")
    centos = Distro(id="centos", version_id="7", parent_id="rhel", parent_version="7")
    rows = advisory("RHSA-1", row, fixes=("CVE-2024-1",)), advisory("RHSA-2", below("rhel:7", "x", "1"))

    assert [("rh-python38-python", "CVE-2024-1")] == flaws(
        tmp_path, centos, *rows, of=package("rpm", "rh-python38-python", "3.8.11-2.el7")
    )


@pytest.mark.parametrize(
    ("label", "is_affected"),
    [("cpe:/a:redhat:quay:3::el8", True), ("cpe:/a:redhat:quay:30::el8", False), ("", False)],
)
def test_products_on_top_of_a_distribution_must_be_named_by_the_image(tmp_path: Path, label: str, is_affected: bool):
    row = below("rhel:8+layered", "quay", "9", repository="cpe:/a:redhat:quay:3")
    rows = advisory("RHSA-1", row, fixes=("CVE-2024-1",)), advisory("RHSA-2", below("rhel:8", "x", "1"))
    image = inventory(package("rpm", "quay", "3"), distro=RHEL_8)
    image = msgspec.structs.replace(image, properties={"cpe": label} if label else {})

    assert is_affected is bool(pairs(findings(image, database_of(tmp_path, *rows))))


def test_packages_of_epel_are_judged_by_epel(tmp_path: Path):
    """Its updates name the source; what the distribution says about a package of that name comes second."""
    update = advisory(
        "FEDORA-EPEL-1", below("epel:9", "ansible", "0:7.7.0-1.el9", name_kind=SOURCE), fixes=("CVE-2024-1",)
    )
    state = advisory("RHSA-2", below("rhel:9", "bash", "5.1.8-9.el9"), fixes=("CVE-2024-2",))
    theirs = package(
        "rpm", "ansible-doc", "7.2.0-1.el9", source_name="ansible", properties={"vendor": "Fedora Project"}
    )
    unheard = package("rpm", "htop", "3.3.0-1.el9", properties={"vendor": "Fedora Project"})
    own = package("rpm", "ansible", "7.2.0-1.el9", properties={"vendor": "Red Hat, Inc."})

    result = findings(inventory(theirs, unheard, own, distro=RHEL_9), database_of(tmp_path, update, state))

    assert [("ansible-doc", "CVE-2024-1")] == pairs(result)
    assert Confidence.CERTAIN is result.matches[0].confidence
    assert [("rhel 9.4", "assessed")] == [(each.subject, each.state.value) for each in result.assessments]


@pytest.mark.parametrize(("version", "is_affected"), [("1:9.16.23-17.oe2203", True), ("1:9.16.23-18.oe2203", False)])
def test_epochs_decide_nothing_in_openeuler(tmp_path: Path, version: str, is_affected: bool):
    """Its advisories name package files, which have none."""
    fixed = advisory("openEuler-SA-1", below("openeuler:22.03", "bind", "9.16.23-18.oe2203"), fixes=("CVE-2024-1",))
    distro = Distro(id="openeuler", version_id="22.03", version="22.03 (LTS)")

    assert is_affected is bool(flaws(tmp_path, distro, fixed, of=package("rpm", "bind", version, found_by="rpm")))


def test_a_fix_of_an_unknown_module_is_about_packages_of_modules(tmp_path: Path):
    erratum = advisory("RHSA-1", below("rhel:8", "nodejs", "1:20.1.0-1.module+el8.9.0+1"), fixes=("CVE-2024-1",))

    plain = flaws(tmp_path, RHEL_8, erratum, of=package("rpm", "nodejs", "1:18.0.0-1nodesource"))
    modular = flaws(tmp_path, RHEL_8, erratum, of=package("rpm", "nodejs", "1:20.0.0-1.module+el8.9.0+1"))
    unknown = flaws(tmp_path, RHEL_8, erratum, of=package("rpm", "nodejs", "1:20.0.0"))

    assert [] == plain
    assert [("nodejs", "CVE-2024-1")] == modular == unknown


def test_ksplice_builds_are_not_assessed(tmp_path: Path):
    erratum = advisory("ELSA-1", below("oracle:8", "glibc", "2:2.28-236.el8"), fixes=("CVE-2024-1",))
    glibc = package("rpm", "glibc", "2:2.28-225.0.4.ksplice1.el8")

    result = findings(inventory(glibc, distro=Distro(id="ol", version_id="8")), database_of(tmp_path, erratum))

    assert ("not-assessed", "it is a ksplice build, about which the feed says nothing") == (
        result.assessments[0].state.value,
        result.assessments[0].reason,
    )
