"""Names of releases of Debian and Ubuntu."""

import pytest

from mooring.feeds.providers.distributions.deb.releases import debian_namespace, debian_number, ubuntu_release

UBUNTU = [
    ("jammy", ("ubuntu:22.04", "")),
    ("dapper", ("ubuntu:6.06", "")),
    ("trusty/esm", ("ubuntu:14.04+esm", "esm-infra")),
    ("esm-infra/xenial", ("ubuntu:16.04+esm", "esm-infra")),
    ("esm-infra-legacy/trusty", ("ubuntu:14.04+esm", "esm-infra-legacy")),
    ("esm-apps/jammy", ("ubuntu:22.04+esm", "esm-apps")),
    ("fips-updates/focal", ("ubuntu:20.04+fips-updates", "fips-updates")),
    ("ros-esm/xenial", ("ubuntu:16.04+ros-esm", "ros-esm")),
    ("upstream", None),
    ("devel", None),
    ("vivid/ubuntu-core", None),
    ("esm-apps/nothing", None),
    ("", None),
]


@pytest.mark.parametrize(("name", "expected"), UBUNTU)
def test_a_release_of_ubuntus_tracker_has_a_namespace_and_a_repository(name, expected):
    assert expected == ubuntu_release(name)


@pytest.mark.parametrize(
    ("codename", "expected"),
    [
        ("bookworm", "debian:12"),
        ("sid", "debian:unstable"),
        ("woody", "debian:3.0"),
        ("squeeze", "debian:6"),
        ("x", None),
    ],
)
def test_a_codename_of_debian_has_a_namespace(codename, expected):
    assert expected == debian_namespace(codename)


@pytest.mark.parametrize(
    ("namespace", "expected"), [("debian:12", 12), ("debian:unstable", 0), ("debian:3.1", 0), ("debian:²", 0)]
)
def test_the_number_of_a_release_is_a_whole_one(namespace, expected):
    assert expected == debian_number(namespace)
