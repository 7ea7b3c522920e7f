"""Headers of the kernel."""

from pathlib import Path

import pytest

from mooring.model.match import SuppressedBy
from mooring.vulns.rules.kernel import RULE
from vulns.world import SOURCE, advisory, database_of, every, findings, inventory, package


def test_matches_of_headers_are_kept_and_do_not_count(tmp_path: Path):
    row = advisory("CVE-2024-1", every("debian:12", "linux", name_kind=SOURCE))
    headers = package("deb", "linux-libc-dev", "6.1.0-1", source_name="linux")
    image = package("deb", "linux-image-6.1.0-13-amd64", "6.1.0-1", source_name="linux")

    result = findings(inventory(headers, image), database_of(tmp_path, row))

    assert {"deb/linux-libc-dev@6.1.0-1": [SuppressedBy.HARMLESS], "deb/linux-image-6.1.0-13-amd64@6.1.0-1": []} == {
        found.package: [suppression.by for suppression in found.suppressions] for found in result.matches
    }


@pytest.mark.parametrize(
    "name",
    [
        "linux-libc-dev",
        "linux-headers-6.1.0-13-common",
        "linux-kbuild-6.1",
        "kernel-headers",
        "kernel-devel",
        "kernel-rt-devel",
        "linux-headers",
        "linux-api-headers",
        "linux-libc-dev-arm64-cross",
        "linux-glibc-devel",
        "linux-lts-headers",
        "linux-aws-5.15-headers-5.15.0-1030",
        "kernel-uek-devel",
        "kernel-64k-debug-devel",
    ],
)
def test_headers_are_told_by_name(name: str):
    assert RULE.names is not None
    assert RULE.names.fullmatch(name)


@pytest.mark.parametrize(
    "name", ["kernel", "kernel-core", "linux-image-amd64", "linux-firmware", "linux-tools-common", "linux-pam"]
)
def test_what_runs_is_no_header(name: str):
    assert RULE.names is not None
    assert not RULE.names.fullmatch(name)
