"""Arch Linux."""

from pathlib import Path

from mooring.model.distro import Distro
from vulns.world import advisory, below, database_of, findings, inventory, package, pairs


def test_a_package_is_matched_by_its_own_name_in_the_order_of_pacman(tmp_path: Path):
    fixed = advisory("AVG-1", below("arch", "bind", "9.18.24-1"), aliases=("CVE-2024-1",))
    arch = Distro(id="arch")
    database = database_of(tmp_path, fixed)

    old = findings(inventory(package("alpm", "bind", "9.18.3-2"), distro=arch), database)
    new = findings(inventory(package("alpm", "bind", "1:9.1-1"), distro=arch), database)

    assert ([("bind", "CVE-2024-1")], []) == (pairs(old), pairs(new))
