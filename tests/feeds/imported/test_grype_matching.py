"""What is matched against a Grype database, from the file to the findings."""

from pathlib import Path

import pytest

from feeds.imported.grype_database import GrypeFile, range_of
from feeds.imported.grype_imports import imported
from mooring.model.distro import Distro
from mooring.model.match import Confidence
from vulns.world import findings, inventory, package, pairs

ALMA = Distro(id="almalinux", version_id="8.6", parent_id="rhel", parent_version="8.6", is_parent_certain=True)
RHEL = Distro(id="rhel", version_id="8.6")


@pytest.fixture
def file(tmp_path: Path) -> GrypeFile:
    """RHEL knows of a flaw in every build before 2-5.el8, Alma of a build of its own that does not have it."""
    file = GrypeFile(tmp_path / "vulnerability.db")
    cve = file.vulnerability("CVE-2024-1111", "rhel")
    for minor in ("", "5", "6", "10"):
        fixed = range_of("< 2-5.el8", "rpm", fix="2-5.el8")
        file.statement(cve, file.package("rpm", "tool"), fixed, system=file.system("redhat", "rhel", "8", minor))
    erratum = file.vulnerability("ALSA-2024:1", "alma", {"aliases": ["CVE-2024-1111"]})
    alma = file.system("almalinux", "almalinux", "8")
    file.statement(erratum, file.package("rpm", "tool"), range_of(">= 2-4.el8.alma", "rpm"), system=alma, negative=True)
    return file


@pytest.mark.parametrize(
    ("distro", "version", "expected"),
    [
        (RHEL, "2-4.el8", [("tool", "CVE-2024-1111")]),
        (RHEL, "2-5.el8", []),
        (ALMA, "2-3.el8", [("tool", "CVE-2024-1111")]),
        (ALMA, "2-4.el8.alma", []),
    ],
)
def test_rebuilds_are_judged_by_their_parent_unless_they_know_better(
    file: GrypeFile, distro: Distro, version: str, expected: list[tuple[str, str]]
):
    database, _ = imported(file)

    with database:
        assert expected == pairs(findings(inventory(package("rpm", "tool", version), distro=distro), database))


def test_what_is_not_affected_in_one_module_is_not_cleared_in_others(tmp_path: Path):
    file = GrypeFile(tmp_path / "vulnerability.db")
    rhel = file.system("redhat", "rhel", "8")
    cve = file.vulnerability("CVE-2024-1111", "rhel")
    file.statement(
        cve,
        file.package("rpm", "nodejs"),
        range_of("< 1:16.20-1", "rpm", fix="1:16.20-1"),
        system=rhel,
        qualifiers={"rpm_modularity": "nodejs:16"},
    )
    file.statement(
        cve,
        file.package("rpm", "nodejs"),
        range_of("", "rpm"),
        system=rhel,
        negative=True,
        qualifiers={"rpm_modularity": "nodejs:18"},
    )
    database, _ = imported(file)

    with database:
        for stream, expected in (("nodejs:16:8060", [("nodejs", "CVE-2024-1111")]), ("nodejs:18:8060", [])):
            installed = package("rpm", "nodejs", "1:16.0-1.module+el8", properties={"modularity": stream})
            assert expected == pairs(findings(inventory(installed, distro=RHEL), database))


def test_an_advisory_of_an_ecosystem_and_the_cve_are_one_finding(tmp_path: Path):
    file = GrypeFile(tmp_path / "vulnerability.db")
    file.statement(
        file.vulnerability("GHSA-aaaa-bbbb-cccc", "github", {"aliases": ["CVE-2024-1111"]}),
        file.package("npm", "a"),
        range_of("< 2", fix="2"),
    )
    file.product(
        file.vulnerability("CVE-2024-1111", "nvd", {"description": "text"}), range_of("< 2"), vendor="acme", product="a"
    )
    database, _ = imported(file)

    with database:
        result = findings(inventory(package("npm", "a", "1.0.0"), distro=None), database)

    (found,) = result.matches
    assert ("CVE-2024-1111", ("GHSA-aaaa-bbbb-cccc",), Confidence.CERTAIN) == (
        found.vulnerability.id,
        found.vulnerability.aliases,
        found.confidence,
    )
    assert (("2",), "text") == (found.fix.versions, found.vulnerability.description)
