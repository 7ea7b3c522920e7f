"""Whether packages could be judged at all."""

from pathlib import Path

import pytest

from mooring.model.advisory import ReleaseLife
from mooring.model.distro import Distro
from mooring.model.match import Assessment
from vulns.world import SOURCE, advisory, below, database_of, findings, inventory, package

ROW = advisory("CVE-2024-1", below("debian:12", "zlib", "2", name_kind=SOURCE))
ALPINE = advisory("CVE-2024-2", below("alpine:3.19", "zlib", "2", name_kind=SOURCE))
ZLIB = package("deb", "zlib", "1")


def told(folder: Path, *items, of=None, kind: str = "full") -> list[tuple[str, str, str]]:
    def row(found: Assessment) -> tuple[str, str, str]:
        return found.subject, found.state.value, found.reason

    return [row(each) for each in findings(of or inventory(ZLIB), database_of(folder, *items, kind=kind)).assessments]


def test_what_the_database_speaks_about_is_assessed(tmp_path: Path):
    assert [("debian 12", "assessed", "")] == told(tmp_path, ROW)


def test_a_starter_database_assesses_only_partly(tmp_path: Path):
    reason = "the starter database holds only a small part of the advisories"

    assert [("debian 12", "partly-assessed", reason)] == told(tmp_path, ROW, kind="starter")


@pytest.mark.parametrize(
    ("life", "reason"),
    [
        (ReleaseLife(product="debian", release="12", end_of_life="2028-06-30"), ""),
        (ReleaseLife(product="debian", release="11", end_of_life="2020-06-30"), ""),
        (
            ReleaseLife(product="debian", release="12", end_of_life="2024-06-30", end_of_extended_support="2028-06-30"),
            "",
        ),
        (
            ReleaseLife(product="debian", release="12", end_of_life="2024-06-30"),
            "debian 12 ended on 2024-06-30: nobody tells of what was found since; what was known until then is matched",
        ),
        (
            ReleaseLife(product="debian", release="12", is_ended=True),
            "debian 12 has ended; advisories for it are no longer made",
        ),
    ],
)
def test_a_release_past_its_end_is_not_assessed(tmp_path: Path, life: ReleaseLife, reason: str):
    assert [("debian 12", "not-assessed" if reason else "assessed", reason)] == told(tmp_path, ROW, life)


def test_extended_support_counts_for_those_who_have_it(tmp_path: Path):
    row = advisory("CVE-2024-1", below("ubuntu:18.04", "zlib", "2", name_kind=SOURCE))
    life = ReleaseLife(
        product="ubuntu", release="18.04", end_of_life="2023-05-31", end_of_extended_support="2028-04-01"
    )

    states = [
        told(tmp_path, row, life, of=inventory(ZLIB, distro=Distro(id="ubuntu", version_id="18.04", channels=channels)))
        for channels in ((), ("esm",))
    ]

    assert ["not-assessed", "assessed"] == [found[0][1] for found in states]


def test_the_end_that_the_image_itself_tells_counts(tmp_path: Path):
    fedora = Distro(id="fedora", version_id="39", support_end="2024-11-12")
    row = advisory("FEDORA-1", below("fedora:39", "zlib", "2"))

    found = told(tmp_path, row, of=inventory(package("rpm", "zlib", "1"), distro=fedora))

    assert [("fedora 39", "not-assessed", "its support ended on 2024-11-12")] == found


def test_packages_of_another_package_manager_are_not_assessed(tmp_path: Path):
    found = inventory(package("deb", "zlib", "1"), distro=Distro(id="alpine", version_id="3.19"))

    reason = "a deb package in an image of alpine: nobody says whose it is"
    assert [("alpine 3.19", "not-assessed", reason)] == told(tmp_path, ALPINE, of=found)


def test_os_packages_without_a_distribution_are_not_assessed(tmp_path: Path):
    found = told(tmp_path, ALPINE, of=inventory(package("deb", "zlib", "1"), distro=None))

    assert [("deb", "not-assessed", "the image names no distribution")] == found


def test_reasons_are_counted(tmp_path: Path):
    found = inventory(ZLIB, package("deb", "a", ""), package("deb", "b", ""), package("deb", "c", "1:"))

    reason = "3 of 4 could not be judged: the version is not known (and other reasons for 1 more)"
    assert [("debian 12", "partly-assessed", reason)] == told(tmp_path, ROW, of=found)


def test_an_image_with_nothing_in_it_has_no_assessment(tmp_path: Path):
    assert [] == told(tmp_path, ROW, of=inventory())


def test_packages_of_another_vendor_that_nobody_speaks_about_are_not_assessed(tmp_path: Path):
    rhel = Distro(id="rhel", version_id="9")
    row = advisory("RHSA-1", below("rhel:9", "zlib", "2"))
    agent = package("rpm", "agent", "1", properties={"vendor": "Example"})

    found = told(tmp_path, row, of=inventory(agent, package("rpm", "zlib", "3"), distro=rhel))

    reason = "1 of 2 could not be judged: Example built it, and the distribution's feed does not speak about it"
    assert [("rhel 9", "partly-assessed", reason)] == found


def test_the_distribution_may_be_told_by_package_urls(tmp_path: Path):
    zlib = package("deb", "zlib", "1", purl="pkg:deb/debian/zlib@1?arch=amd64&distro=debian-12")

    assert [("debian 12", "assessed", "")] == told(tmp_path, ROW, of=inventory(zlib, distro=None))


def test_an_old_amazon_linux_is_known_by_its_own_number(tmp_path: Path):
    amazon = Distro(id="amzn", version_id="2018.03")
    row = advisory("ALAS-1", below("amazon:1", "zlib", "2"))
    life = ReleaseLife(product="amazon", release="2018.03", end_of_life="2023-12-31")

    found = told(tmp_path, row, life, of=inventory(package("rpm", "zlib", "3"), distro=amazon))

    assert [("amzn 2018.03", "not-assessed")] == [each[:2] for each in found]


def test_a_distribution_without_its_packages_is_not_assessed(tmp_path: Path):
    lodash = package("npm", "lodash", "4.17.4")

    debian = Distro(id="debian", version_id="12")

    found = told(
        tmp_path, ROW, advisory("GHSA-1", below("npm", "lodash", "4.17.5")), of=inventory(lodash, distro=debian)
    )

    assert [("debian 12", "not-assessed"), ("npm", "assessed")] == [each[:2] for each in found]
    assert "none of its packages was found; the list of what is installed is missing" == found[0][2]
