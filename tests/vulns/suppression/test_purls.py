"""Which package is meant."""

import pytest

from mooring.model.distro import Distro
from mooring.vulns.suppression.purls import means_package, means_platform
from vulns.suppression.small import LODASH, SSL, UBUNTU, around, package, replace

ESM = replace(UBUNTU, channels=("esm",))
BASH = package(
    "rpm",
    "bash",
    "1:5.2-1.el9",
    purl="pkg:rpm/redhat/bash@5.2-1.el9?arch=x86_64&epoch=1",
    architecture="x86_64",
    properties={"modularity": "shell:5:9020240101:abcdef"},
)
NET = package("golang", "golang.org/x/net", "v0.10.0")
SPRING = package(
    "maven", "org.springframework:spring-core", "6.0.0", purl="pkg:maven/org.springframework/spring-core@6.0.0"
)
DJANGO = package("pypi", "Django", "4.2.0", purl="pkg:pypi/django@4.2.0", properties={"sha256": "d" * 64})


@pytest.mark.parametrize(
    ("identifier", "found", "means"),
    [
        ("pkg:npm/lodash", LODASH, True),
        ("pkg:npm/lodash@4.17.15", LODASH, True),
        ("pkg:npm/lodash@4.17.16", LODASH, False),
        ("pkg:npm/lodash@v4.17.15", LODASH, True),
        ("pkg:npm/%40types/lodash", LODASH, False),
        ("pkg:npm/lodash?vers=vers:npm%2F%3C4.17.21", LODASH, True),
        ("pkg:npm/lodash?vers=vers:npm%2F%3E4.17.21", LODASH, False),
        ("pkg:deb/ubuntu/libssl3", SSL, True),
        ("pkg:deb/libssl3", SSL, True),
        ("pkg:deb/debian/libssl3", SSL, False),
        ("pkg:deb/ubuntu/openssl", SSL, False),
        ("pkg:deb/ubuntu/openssl?arch=source", SSL, True),
        ("pkg:deb/ubuntu/openssl@3.0.2-0ubuntu1.15?arch=source&distro=jammy", SSL, True),
        ("pkg:deb/ubuntu/libssl3?arch=source", SSL, False),
        ("pkg:deb/ubuntu/libssl3?arch=amd64", SSL, True),
        ("pkg:deb/ubuntu/libssl3?arch=arm64", SSL, False),
        ("pkg:deb/ubuntu/libssl3?arch=all", SSL, True),
        ("pkg:deb/ubuntu/libssl3?distro=jammy", SSL, True),
        ("pkg:deb/ubuntu/libssl3?distro=22.04", SSL, True),
        ("pkg:deb/ubuntu/libssl3?distro=ubuntu-22.04", SSL, True),
        ("pkg:deb/ubuntu/libssl3?distro=noble", SSL, False),
        ("pkg:deb/ubuntu/libssl3?distro=22", SSL, False),
        ("pkg:deb/ubuntu/libssl3?distro=esm-apps/jammy", SSL, False),
        ("pkg:rpm/redhat/bash@5.2-1.el9", BASH, True),
        ("pkg:rpm/redhat/bash@5.2-1.el9?epoch=1", BASH, True),
        ("pkg:rpm/redhat/bash@5.2-1.el9?epoch=2", BASH, False),
        ("pkg:rpm/redhat/bash@1:5.2-1.el9", BASH, True),
        ("pkg:rpm/redhat/bash?rpmmod=shell:5", BASH, True),
        ("pkg:rpm/redhat/bash?rpmmod=shell:4:1:2", BASH, False),
        ("pkg:golang/golang.org/x/net@v0.10.0", NET, True),
        ("pkg:golang/golang.org/x/net@0.10.0", NET, True),
        ("pkg:golang/net", NET, False),
        ("pkg:maven/org.springframework/spring-core", SPRING, True),
        ("pkg:maven/org.springframework/spring-core@6.0.0?type=jar", SPRING, True),
        ("pkg:maven/org.springframework/spring-core?classifier=tests", SPRING, False),
        ("pkg:maven/other/spring-core", SPRING, False),
        ("pkg:pypi/Django@4.2", DJANGO, True),
        ("sha256:" + "D" * 64, DJANGO, True),
        ("sha256:" + "e" * 64, DJANGO, False),
        ("sha256:", LODASH, False),
        ("npm/lodash@4.17.15", LODASH, True),
        ("lodash", LODASH, False),
        ("cpe:2.3:a:openssl:openssl:*:*:*:*:*:*:*:*", SSL, True),
        ("cpe:/a:openssl:openssl:3.0.2", SSL, True),
        ("cpe:2.3:a:openssl:openssl:1.1.1:*:*:*:*:*:*:*", SSL, False),
        ("cpe:nonsense", SSL, False),
        ("pkg:", LODASH, False),
        ("pkg:npm/", LODASH, False),
        ("", LODASH, False),
    ],
)
def test_an_identifier_means_a_package(identifier, found, means):
    assert means_package(identifier, found, around(found)) is means


def test_versions_narrow_an_identifier():
    assert means_package("pkg:npm/lodash", LODASH, around(), ("vers:npm/<4.17.21",))
    assert not means_package("pkg:npm/lodash", LODASH, around(), ("4.17.20", "4.17.21"))
    assert not means_package("cpe:/a:openssl:openssl", SSL, around(), ("< 3.0",))


def test_a_source_rpm_has_the_epoch_of_its_packages():
    libs = replace(BASH, source_name="bash", source_version="5.2-1.el9")

    assert means_package("pkg:rpm/redhat/bash@5.2-1.el9?arch=src&epoch=1", libs, around(libs))
    assert means_package("pkg:rpm/redhat/bash@5.2-1.el9?arch=src", libs, around(libs))
    assert not means_package("pkg:rpm/redhat/bash@5.2-1.el9?arch=src&epoch=2", libs, around(libs))
    assert not means_package("pkg:rpm/redhat/bash@not~a^version()?arch=src", replace(libs, version="5"), around(libs))


def test_a_package_url_of_which_the_type_has_no_such_version_is_not_meant():
    assert not means_package("pkg:pypi/django@not a version", DJANGO, around())


def test_a_package_url_without_a_package_url_is_unknown():
    assert not means_package("pkg:npm/lodash@1", replace(LODASH, purl="nonsense"), around())


def test_a_package_without_a_package_url_is_not_meant_by_one():
    assert not means_package("pkg:npm/lodash", replace(LODASH, purl=""), around())


def test_a_channel_is_meant_where_it_is_on():
    identifier = "pkg:deb/ubuntu/libssl3?distro=esm-apps/jammy"
    found = replace(SSL, purl=SSL.purl)

    assert not means_package(identifier, found, around(distro=ESM))
    assert means_package(identifier, found, around(distro=replace(UBUNTU, channels=("esm-apps",))))
    assert not means_package(identifier, found, around(distro=None))


@pytest.mark.parametrize(
    ("identifier", "distro", "means"),
    [
        ("cpe:/o:redhat:enterprise_linux:9::baseos", Distro(id="rhel", version_id="9.4"), True),
        ("cpe:/a:redhat:enterprise_linux:9::appstream", Distro(id="rhel", version_id="9.4"), True),
        ("cpe:/o:redhat:enterprise_linux:9", Distro(id="rhel", version_id="9.4"), True),
        ("cpe:/o:redhat:enterprise_linux:8", Distro(id="rhel", version_id="9.4"), False),
        ("cpe:/a:redhat:rhel_eus:9.4::appstream", Distro(id="rhel", version_id="9.4"), False),
        ("cpe:/a:redhat:rhel_eus:9.4::appstream", Distro(id="rhel", version_id="9.4", channels=("eus",)), True),
        ("cpe:/a:redhat:rhel_eus:9.2::appstream", Distro(id="rhel", version_id="9.4", channels=("eus",)), False),
        ("cpe:/o:suse:sles:15:sp5", Distro(id="sles", version_id="15.5", cpe_name="cpe:/o:suse:sles:15:sp5"), True),
        ("cpe:/o:suse:sles:15:sp4", Distro(id="sles", version_id="15.5", cpe_name="cpe:/o:suse:sles:15:sp5"), False),
        (
            "cpe:/o:redhat:enterprise_linux:9",
            Distro(id="rocky", version_id="9.4", cpe_name="cpe:/o:rocky:rocky:9"),
            False,
        ),
        ("cpe:/o:redhat:enterprise_linux:9", UBUNTU, False),
        ("cpe:/o:redhat:enterprise_linux:9", None, False),
        ("pkg:rpm/redhat/bash", Distro(id="rhel", version_id="9.4"), False),
        ("cpe:nonsense", Distro(id="rhel", version_id="9.4"), False),
    ],
)
def test_a_cpe_means_the_distribution(identifier, distro, means):
    assert means_platform(identifier, distro) is means
