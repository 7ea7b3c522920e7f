"""Gentoo."""

from pathlib import Path

from mooring.model.distro import Distro
from vulns.world import advisory, below, database_of, findings, inventory, package, pairs


def test_a_package_is_matched_by_category_and_name(tmp_path: Path):
    fixed = advisory("GLSA-202401-01", below("gentoo", "dev-libs/openssl", "3.0.10-r1"), fixes=("CVE-2024-1",))
    found = inventory(package("ebuild", "dev-libs/openssl", "3.0.10"), distro=Distro(id="gentoo", version_id="2.14"))

    assert [("dev-libs/openssl", "CVE-2024-1")] == pairs(findings(found, database_of(tmp_path, fixed)))
