"""Language packages in files of OS packages."""

from pathlib import Path

import pytest

from mooring.model.advisory import AdvisoryKind
from mooring.model.distro import Distro
from mooring.model.match import SuppressedBy
from vulns.world import (
    DEBIAN_12,
    SOURCE,
    advisory,
    below,
    database_of,
    every,
    findings,
    inventory,
    package,
    pairs,
)

GHSA = advisory("GHSA-1", below("pypi", "urllib3", "2.0.7"), feed="github", aliases=("CVE-2023-45803",))
OTHER = advisory("CVE-2020-1", below("debian:12", "python-urllib3", "1", name_kind=SOURCE))
PYTHON = package("pypi", "urllib3", "1.26.12", id="python")
OWNER = package("deb", "python3-urllib3", "1.26.12-1", source_name="python-urllib3", id="owner")


def told(folder: Path, *items, distro=DEBIAN_12, owner=OWNER, python=PYTHON):
    """Who took the match of the language package out of the count, and why; nothing where it counts."""
    result = findings(inventory(owner, python, distro=distro, owns=[("owner", "python")]), database_of(folder, *items))
    mine = [found for found in result.matches if found.package == "python"]
    return [(each.by, each.statement, each.reason) for found in mine for each in found.suppressions]


def test_what_the_distribution_fixed_does_not_count(tmp_path: Path):
    fixed = advisory(
        "CVE-2023-45803", below("debian:12", "python-urllib3", "1.26.12-1", name_kind=SOURCE, errata=("DSA-9",))
    )

    assert [
        (
            SuppressedBy.DISTRIBUTION,
            "DSA-9",
            "debian:12 says that python3-urllib3 1.26.12-1, which owns the files, has the fix",
        )
    ] == told(tmp_path, GHSA, fixed)


def test_what_the_distribution_says_is_not_affected_does_not_count(tmp_path: Path):
    cleared = advisory("CVE-2023-45803", every("debian:12", "python-urllib3", name_kind=SOURCE, is_negative=True))

    assert [SuppressedBy.DISTRIBUTION] == [by for by, _, _ in told(tmp_path, GHSA, cleared)]


def test_what_the_distribution_reports_is_one_finding(tmp_path: Path):
    open_ = advisory("CVE-2023-45803", every("debian:12", "python-urllib3", name_kind=SOURCE))

    assert [
        (SuppressedBy.OWNER, "CVE-2023-45803", "reported for python3-urllib3, the package that owns the files")
    ] == told(tmp_path, GHSA, open_)


def test_what_the_distribution_does_not_list_does_not_count(tmp_path: Path):
    assert [SuppressedBy.OWNER] == [by for by, _, _ in told(tmp_path, GHSA, OTHER)]


def test_a_package_that_the_distribution_never_spoke_about_counts(tmp_path: Path):
    database = database_of(tmp_path, GHSA, advisory("CVE-2020-1", below("debian:12", "zlib", "1", name_kind=SOURCE)))

    result = findings(inventory(OWNER, PYTHON, owns=[("owner", "python")]), database)

    assert () == result.matches[0].suppressions
    assert (
        "its files belong to python3-urllib3, about which the distribution's feed has never spoken",
    ) == result.matches[0].reasons[0].notes


def test_a_package_of_a_distribution_that_nobody_speaks_about_counts(tmp_path: Path):
    assert [] == told(tmp_path, GHSA, OTHER, distro=Distro(id="void"))


def test_a_package_of_another_vendor_counts(tmp_path: Path):
    foreign = package("rpm", "agent", "1-1", id="owner", properties={"vendor": "Example Inc."})
    known = advisory("RHSA-1", below("rhel:9", "agent", "0"), fixes=("CVE-2020-1",))

    assert [] == told(tmp_path, GHSA, known, distro=Distro(id="rhel", version_id="9"), owner=foreign)


def test_malware_counts_whoever_owns_it(tmp_path: Path):
    malware = advisory("MAL-1", every("pypi", "urllib3"), kind=AdvisoryKind.MALWARE)

    assert [] == told(tmp_path, malware, OTHER)


@pytest.mark.parametrize(
    "links", [[("owner", "gone")], [("gone", "python")], [("python", "python")], [("python", "owner")]]
)
def test_links_that_lead_nowhere_are_passed_over(tmp_path: Path, links: list[tuple[str, str]]):
    result = findings(inventory(OWNER, PYTHON, owns=links), database_of(tmp_path, GHSA, OTHER))

    assert [""] == [package for package, _ in pairs(result)]


def test_a_program_that_an_os_package_owns_is_not_counted_as_unassessed(tmp_path: Path):
    program = package("generic", "redis", "7", id="program")
    owner = package("deb", "redis-server", "7-1", id="owner")

    result = findings(inventory(owner, program, owns=[("owner", "program")]), database_of(tmp_path, OTHER))

    assert ["debian 12"] == [found.subject for found in result.assessments]


@pytest.mark.parametrize(
    ("path", "version", "is_owned"),
    [
        ("/usr/lib/python3/dist-packages/urllib3-1.26.12.egg-info/PKG-INFO", "1.26.12", True),
        ("/usr/local/lib/python3.11/dist-packages/urllib3-1.26.12.dist-info/METADATA", "1.26.12", False),
        ("/usr/lib/python3/dist-packages/urllib3-1.26.11.dist-info/METADATA", "1.26.11", False),
    ],
)
def test_without_file_lists_place_name_and_version_tell_the_owner(
    tmp_path: Path, path: str, version: str, is_owned: bool
):
    python = package("pypi", "urllib3", version, path=path, id="python")

    result = findings(inventory(OWNER, python), database_of(tmp_path, GHSA, OTHER))

    assert [is_owned] == [found.is_suppressed for found in result.matches]
