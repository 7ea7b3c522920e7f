"""Names, package URLs and ids."""

import pytest

from mooring.model.distro import Distro
from mooring.model.facts import PackageFact
from mooring.model.package import Location
from mooring.packages.resolving.candidates import candidates_of
from mooring.packages.resolving.identity import display_name, package_id_of, package_of, purl_of
from packages.resolving.facts import LAYERS, contents

DEBIAN = Distro(id="debian", version_id="12")
EL9 = {"type": "rpm", "version": "2:1.0-1.el9", "architecture": "x86_64"}
SOURCED = {"type": "rpm", "version": "1.0-1", "properties": {"source_rpm": "b-1.0-1.src.rpm"}}
FROM_B = {"type": "apk", "source_name": "b", "architecture": "x86_64"}
RHEL = Distro(id="rhel", version_id="9.4")
CPE = "cpe:2.3:a:x:y:1:*:*:*:*:*:*:*"
ALPINE = Distro(id="alpine", version_id="3.20.1")


def candidate(**fields):
    (found,) = candidates_of(contents({"m": [PackageFact(**{"name": "a", "version": "1"} | fields)]}))
    return found


PURLS = [
    ({"type": "deb", "architecture": "amd64"}, DEBIAN, "pkg:deb/debian/a@1?arch=amd64&distro=debian-12"),
    ({"type": "deb", "version": "1:2.0-1"}, DEBIAN, "pkg:deb/debian/a@1:2.0-1?distro=debian-12"),
    ({"type": "deb", "source_name": "b"}, DEBIAN, "pkg:deb/debian/a@1?distro=debian-12&upstream=b"),
    ({"type": "deb", "source_name": "b", "source_version": "3"}, DEBIAN, "pkg:deb/debian/a@1?distro=debian-12&upstream=b%403"),
    ({"type": "deb", "source_name": "a", "source_version": "1"}, DEBIAN, "pkg:deb/debian/a@1?distro=debian-12"),
    ({"type": "deb", "source_name": "a", "source_version": "2"}, DEBIAN, "pkg:deb/debian/a@1?distro=debian-12&upstream=a%402"),
    ({"type": "deb"}, Distro(id="debian"), "pkg:deb/debian/a@1?distro=debian"),
    ({"type": "deb"}, None, "pkg:deb/a@1"),
    (EL9, RHEL, "pkg:rpm/redhat/a@1.0-1.el9?arch=x86_64&distro=rhel-9.4&epoch=2"),
    (SOURCED, RHEL, "pkg:rpm/redhat/a@1.0-1?distro=rhel-9.4&upstream=b-1.0-1.src.rpm"),
    ({"type": "rpm"}, Distro(id="opensuse-leap", version_id="15.6"), "pkg:rpm/opensuse/a@1?distro=opensuse-leap-15.6"),
    (FROM_B, ALPINE, "pkg:apk/alpine/a@1?arch=x86_64&distro=alpine-3.20.1&upstream=b"),
    ({"type": "npm", "namespace": "@babel", "name": "core"}, DEBIAN, "pkg:npm/%40babel/core@1"),
    ({"type": "pypi", "name": "Foo_Bar"}, None, "pkg:pypi/foo-bar@1"),
    ({"type": "maven", "namespace": "org.x", "name": "y"}, None, "pkg:maven/org.x/y@1"),
    ({"type": "golang", "namespace": "github.com/a", "name": "b", "subpath": "cmd/x"}, None, "pkg:golang/github.com/a/b@1#cmd/x"),
    ({"type": "generic", "qualifiers": {"checksum": "sha256:ab", "none": ""}}, None, "pkg:generic/a@1?checksum=sha256:ab"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "distro", "expected"), PURLS, ids=[row[2] for row in PURLS])
def test_a_package_url_is_what_the_type_asks_for(fields, distro, expected):
    assert purl_of(candidate(**fields), distro) == expected


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"type": "npm", "namespace": "@babel", "name": "core"}, "@babel/core"),
        ({"type": "maven", "namespace": "org.x", "name": "y"}, "org.x:y"),
        ({"type": "golang", "namespace": "github.com/a", "name": "b"}, "github.com/a/b"),
        ({"type": "deb", "namespace": "ubuntu", "name": "b"}, "b"),
    ],
    ids=["npm", "maven", "golang", "deb"],
)
def test_a_name_is_written_as_people_of_the_ecosystem_write_it(fields, name):
    assert display_name(candidate(**fields)) == name


def test_an_id_never_changes():
    """Baselines and ignore rules outlive versions of Mooring: this value may not."""
    place = Location(path="/var/lib/dpkg/status", layer="whatever")

    assert package_id_of("deb", "bash", "5.2", "amd64", place) == package_id_of(
        "deb", "bash", "5.2", "amd64", Location(path=place.path)
    )
    assert package_id_of("deb", "bash", "5.2", "amd64", place) == "b2fb92e079ef9c70"


def test_an_id_tells_places_lines_and_architectures_apart():
    places = [Location(path="/a"), Location(path="/b"), Location(path="/a", line=1)]
    ids = {package_id_of("npm", "x", "1", architecture, place) for place in places for architecture in ("", "arm64")}

    assert len(ids) == 6


def test_a_package_carries_what_its_candidate_knows():
    given = candidate(
        type="maven",
        namespace="org.x",
        name="y",
        licenses=("MIT", "", "mine"),
        inner_path="lib/y.jar",
        line=0,
        cpes=(CPE,),
    )

    package = package_of(given, DEBIAN, LAYERS)

    assert [at.path for at in package.locations] == ["/m!lib/y.jar"]
    assert package.locations[0].layer == LAYERS[0]
    assert [(one.declared, one.expression) for one in package.licenses] == [("MIT", "MIT"), ("mine", "")]
    assert package.cpes[0] == CPE
    assert len(package.cpes) == len(set(package.cpes))
    assert given.id == package.id


def test_a_path_that_is_no_utf8_is_written_with_marks():
    (found,) = candidates_of(contents({"a\udcff": [PackageFact(type="npm", name="x")]}))

    assert package_of(found, None, LAYERS).locations[0].path == "/a\ufffd"
