"""Which VEX products mean a package, and how closely."""

import pytest

from mooring.model.distro import Distro
from mooring.model.package import Relation
from mooring.model.vex import VexProduct
from mooring.vulns.suppression.products import COMPONENT, NOT_MEANT, PACKAGE, WHOLE, closeness
from vulns.suppression.small import DIGEST, LODASH, SSL, around, package

RHEL = Distro(id="rhel", version_id="9.4", cpe_name="cpe:/o:redhat:enterprise_linux:9::baseos")
PLATFORM = ("cpe:/o:redhat:enterprise_linux:9::appstream",)
NODE = package(
    "rpm", "nodejs", "18.1-1.el9", properties={"modularity": "nodejs:18:1:2"}, purl="pkg:rpm/redhat/nodejs@18.1-1.el9"
)
APK = package("apk", "argo-cd", "2.9")
NET = package("golang", "golang.org/x/net", "v0.1.0", path="/usr/bin/argo")
OWNS = (Relation(kind="owns", source=APK.id, target=NET.id),)


def product(*identifiers, components=(), within=(), versions=()):
    return VexProduct(identifiers=identifiers, components=components, within=within, versions=versions)


@pytest.mark.parametrize(
    ("given", "close"),
    [
        (product(DIGEST), WHOLE),
        (product("pkg:npm/lodash"), PACKAGE),
        (product(DIGEST, components=("pkg:npm/lodash",)), COMPONENT),
        (product(DIGEST, components=("pkg:npm/other", "pkg:npm/lodash@4.17.15")), COMPONENT),
        (product(DIGEST, components=("pkg:npm/other",)), NOT_MEANT),
        (product("pkg:oci/other", components=("pkg:npm/lodash",)), NOT_MEANT),
        (product("Some Product", components=("pkg:npm/lodash",)), NOT_MEANT),
        (product(components=("pkg:npm/lodash",)), NOT_MEANT),
        (product(), NOT_MEANT),
        (product("pkg:npm/lodash", versions=("< 4.17.21",)), PACKAGE),
        (product("pkg:npm/lodash", versions=("4.17.21",)), NOT_MEANT),
        (product(DIGEST, versions=("4.17.21",)), NOT_MEANT),
        (product(DIGEST, components=("pkg:npm/lodash",), versions=("vers:npm/<4.17.21",)), COMPONENT),
        (product(DIGEST, components=("pkg:npm/lodash",), versions=("vers:npm/<4.17.1",)), NOT_MEANT),
    ],
)
def test_a_product_means_an_image_a_package_or_one_within_the_other(given, close):
    assert closeness(given, LODASH, around()) == close


def test_a_component_of_a_distribution():
    world = around(NODE, distro=RHEL)

    assert closeness(product(*PLATFORM, components=("pkg:rpm/redhat/nodejs",)), NODE, world) == COMPONENT
    assert (
        closeness(product("cpe:/o:redhat:enterprise_linux:8", components=("pkg:rpm/redhat/nodejs",)), NODE, world) == 0
    )
    assert closeness(product(*PLATFORM), NODE, world) == WHOLE


def test_a_distribution_does_not_speak_for_what_was_added_to_it():
    assert closeness(product(*PLATFORM), LODASH, around(NODE, LODASH, distro=RHEL)) == NOT_MEANT


@pytest.mark.parametrize(
    ("module", "close"),
    [
        ("pkg:rpmmod/redhat/nodejs@18:9040020240101:abc", COMPONENT),
        ("pkg:rpmmod/redhat/nodejs@18%3A9040020240101%3Aabc", COMPONENT),
        ("pkg:rpmmod/redhat/nodejs", COMPONENT),
        ("pkg:rpmmod/redhat/nodejs@16:1:1", NOT_MEANT),
        ("pkg:rpmmod/redhat/@18", NOT_MEANT),
        ("a module without identifiers", NOT_MEANT),
    ],
)
def test_a_module_stream_between_them_must_hold(module, close):
    given = product(*PLATFORM, components=("pkg:rpm/redhat/nodejs",), within=(module,))

    assert closeness(given, NODE, around(NODE, distro=RHEL)) == close


@pytest.mark.parametrize(
    ("given", "close"),
    [
        (product("pkg:apk/argo-cd"), WHOLE),
        (product("pkg:apk/argo-cd", components=("pkg:golang/golang.org/x/net",)), COMPONENT),
        (product("pkg:apk/argo-cd@3.0", components=("pkg:golang/golang.org/x/net",)), NOT_MEANT),
        (product("pkg:apk/argo-cd", versions=("2.9",)), WHOLE),
        (product("pkg:apk/argo-cd", versions=("3.0",)), NOT_MEANT),
        (product("pkg:apk/other"), NOT_MEANT),
    ],
)
def test_a_module_within_a_package_of_the_system(given, close):
    assert closeness(given, NET, around(APK, NET, relations=OWNS)) == close


def test_the_image_is_not_a_package_of_its_name():
    assert (
        closeness(product("pkg:deb/ubuntu/libssl3", components=("pkg:npm/lodash",)), LODASH, around(SSL, LODASH)) == 0
    )
