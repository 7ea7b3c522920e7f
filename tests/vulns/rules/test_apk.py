"""Alpine: fixes by origin, explicit negatives."""

from pathlib import Path

from mooring.model.distro import Distro
from vulns.world import SOURCE, advisory, below, database_of, every, findings, inventory, package, pairs

ALPINE = Distro(id="alpine", version_id="3.19.1")


def test_a_subpackage_is_matched_by_its_origin(tmp_path: Path):
    fixed = advisory("CVE-2024-1", below("alpine:3.19", "openssl", "3.1.4-r5", name_kind=SOURCE))
    found = inventory(package("apk", "libcrypto3", "3.1.4-r4", source_name="openssl"), distro=ALPINE)

    assert [("libcrypto3", "CVE-2024-1")] == pairs(findings(found, database_of(tmp_path, fixed)))


def test_version_zero_clears_the_package(tmp_path: Path):
    cleared = advisory("CVE-2024-2", every("alpine:3.19", "busybox", name_kind=SOURCE, is_negative=True))
    other = advisory("ALPINE-1", below("alpine:3.19", "busybox", "2", name_kind=SOURCE), aliases=("CVE-2024-2",))
    found = inventory(package("apk", "busybox", "1.36.1-r15", source_name="busybox"), distro=ALPINE)

    assert [] == pairs(findings(found, database_of(tmp_path, cleared, other)))


def test_packages_of_a_root_inside_the_image_are_only_likely(tmp_path: Path):
    fixed = advisory("CVE-2024-1", below("alpine:3.19", "openssl", "3.1.4-r5", name_kind=SOURCE))
    nested = package("apk", "openssl", "3.1.4-r4", properties={"root": "opt/chroot"})

    result = findings(inventory(nested, distro=ALPINE), database_of(tmp_path, fixed))

    assert ("likely", "it lies in opt/chroot, which may be of another distribution") == (
        result.matches[0].confidence.value,
        result.matches[0].reasons[0].notes[0],
    )
