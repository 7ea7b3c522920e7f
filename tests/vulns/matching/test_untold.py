"""What an inventory does not tell is said."""

from pathlib import Path

from mooring.model.distro import Distro
from mooring.model.package import Package
from vulns.world import DEBIAN_12, advisory, below, database_of, findings, inventory, package

ROWS = (advisory("CVE-1", below("debian:12", "a", "1")), advisory("ALAS-1", below("amazon:2", "a", "1")))
AMAZON = Distro(id="amzn", version_id="2")


def reason(folder: Path, *packages: Package, distro: Distro = DEBIAN_12) -> str:
    return findings(inventory(*packages, distro=distro), database_of(folder, *ROWS)).assessments[0].reason


def many(kind: str) -> list[Package]:
    return [package(kind, f"lib{number}", "1") for number in range(10)]


def test_an_inventory_without_any_source_is_assessed_partly(tmp_path: Path):
    expected = "no package tells what it was built from, and advisories name sources: some may have been missed"

    assert expected == reason(tmp_path, *many("deb"))


def test_one_source_tells_that_sources_were_kept(tmp_path: Path):
    assert "" == reason(tmp_path, *many("deb"), package("deb", "libssl3", "3", source_name="openssl"))


def test_where_advisories_name_packages_as_installed_sources_do_not_matter(tmp_path: Path):
    assert "" == reason(tmp_path, *many("rpm"), distro=AMAZON)
