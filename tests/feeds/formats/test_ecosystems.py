"""OSV's names of ecosystems, as every publisher writes them."""

import pytest

from mooring.feeds.formats.ecosystems import ecosystem_of
from mooring.model.advisory import NameKind

NAMESPACES = """
Debian:12                                                   debian:12
Debian:6.0                                                  debian:6
Debian:3.1                                                  debian:3.1
Debian:unstable                                             debian:unstable
Ubuntu:22.04:LTS                                            ubuntu:22.04
Ubuntu:24.10                                                ubuntu:24.10
Ubuntu:Pro:16.04:LTS                                        ubuntu:16.04+esm
Ubuntu:Pro:FIPS-updates:20.04:LTS                           ubuntu:20.04+fips-updates
Alpine:v3.19                                                alpine:3.19
Alpine:edge                                                 alpine:edge
Alpaquita:23                                                alpaquita:23
Wolfi                                                       wolfi
Chainguard                                                  chainguard
MinimOS                                                     minimos
Echo                                                        echo:1
AlmaLinux:9                                                 almalinux:9
AlmaLinux:9.2                                               almalinux:9
Rocky Linux:8                                               rocky:8
Oracle Linux:9                                              oracle:9
Amazon Linux:2023                                           amazon:2023
Red Hat:enterprise_linux:8::appstream                       rhel:8
Red Hat:rhel_eus:9.2::baseos                                rhel:9.2+eus
Red Hat:rhel_els:7                                          rhel:7+els
Red Hat:openshift:4.12::el8                                 rhel:8
Red Hat:rhel_extras:7                                       rhel:7
Red Hat:convert2rhel::el7                                   rhel:7
SUSE:Linux Enterprise Server 15 SP4-LTSS                    sles:15.4+ltss
SUSE:Linux Enterprise Server 12                             sles:12
SUSE:Linux Enterprise Server 12-LTSS                        sles:12+ltss
SUSE:Linux Enterprise Server for SAP Applications 12 SP3    sles:12.3+sap
SUSE:Linux Enterprise Server LTSS Extended Security 12 SP5  sles:12.5+ltss-es
SUSE:Linux Enterprise Module for Basesystem 15 SP5          sles:15.5
SUSE:Linux Enterprise Desktop 12 SP4                        sles:12.4
SUSE:Linux Enterprise Micro 5.3                             sle-micro:5.3
openSUSE:Leap 15.5                                          opensuse-leap:15.5
openSUSE:Leap 15.5 NonFree                                  opensuse-leap:15.5
openSUSE:Leap Micro 5.5                                     opensuse-leap-micro:5.5
openSUSE:Tumbleweed                                         opensuse-tumbleweed
openEuler:22.03-LTS                                         openeuler:22.03
openEuler:24.03-LTS-SP1                                     openeuler:24.03+sp1
Mageia:9                                                    mageia:9
Photon OS:4.0                                               photon:4.0
Azure Linux:3                                               azurelinux:3.0
CBL-Mariner:2.0                                             mariner:2.0
npm                                                         npm
PyPI                                                        pypi
Maven                                                       maven
Maven:https://repo.example/maven2                           maven
Go                                                          golang
crates.io                                                   cargo
RubyGems                                                    gem
Packagist:https://packages.drupal.org/8                     composer
NuGet                                                       nuget
Hex                                                         hex
Pub                                                         pub
SwiftURL                                                    swift
CRAN                                                        cran
Bitnami                                                     bitnami
GitHub Actions                                              github
Hackage                                                     hackage
GHC                                                         ghc
"""


@pytest.mark.parametrize("row", NAMESPACES.strip().splitlines())
def test_an_ecosystem_names_a_namespace(row):
    text, _, namespace = row.rpartition(" ")

    found = ecosystem_of(text.strip())

    assert found is not None
    assert namespace == found.namespace


@pytest.mark.parametrize(
    "text",
    ["", "Android", "Linux", "OSS-Fuzz", "Debian", "Debian:x", "Ubuntu", "Alpine:3.x", "Red Hat", "Red Hat:devtools:2018", "SUSE:x",
     "openSUSE:Leap", "openEuler:", "Mageia", ":", "npm2"],
)  # fmt: skip
def test_an_ecosystem_that_no_package_has_is_none(text):
    assert ecosystem_of(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Debian:12", NameKind.SOURCE),
        ("Ubuntu:22.04:LTS", NameKind.SOURCE),
        ("Alpine:v3.19", NameKind.SOURCE),
        ("AlmaLinux:9", NameKind.BINARY),
        ("Red Hat:enterprise_linux:9::baseos", NameKind.BINARY),
        ("SUSE:Linux Enterprise Server 15 SP5", NameKind.BINARY),
        ("npm", NameKind.BINARY),
    ],
)
def test_debian_ubuntu_and_alpine_speak_of_source_packages(text, kind):
    found = ecosystem_of(text)

    assert found is not None
    assert kind is found.name_kind


def test_a_product_of_red_hat_keeps_the_cpe_of_its_repository():
    found = ecosystem_of("Red Hat:openshift:4.12::el8")

    assert found is not None
    assert found.repository == "cpe:/a:redhat:openshift:4.12::el8"
