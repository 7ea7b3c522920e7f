"""What Trivy and Syft keep in properties, and what of a component is no package."""

import json

from mooring.base.limits import DEFAULT_LIMITS
from mooring.model.package import Location
from mooring.packages.formats.sbom.decode import decode_sbom


def decoded(*components, **more):
    document = {"bomFormat": "CycloneDX", "specVersion": "1.5", "components": list(components), **more}
    return decode_sbom(json.dumps(document).encode(), DEFAULT_LIMITS)


def component(**fields):
    properties = [{"name": name, "value": value} for name, value in fields.pop("properties", {}).items()]
    return {"type": "library", "bom-ref": "r", "name": "x", "version": "1", **fields, "properties": properties}


def test_the_source_package_that_trivy_tells_has_epoch_and_release():
    told = {"SrcName": "openssl", "SrcVersion": "1.0.2k", "SrcRelease": "16.el7", "SrcEpoch": "1"}
    row = component(
        purl="pkg:rpm/centos/openssl-libs@1.0.2k-16.el7?epoch=1",
        properties={f"aquasecurity:trivy:{name}": value for name, value in told.items()},
    )

    fact = decoded(row).packages[0]

    assert (fact.source_name, fact.source_version, fact.version) == ("openssl", "1:1.0.2k-16.el7", "1:1.0.2k-16.el7")


def test_the_places_that_syft_tells_have_layers():
    row = component(
        properties={
            "syft:location:0:path": "/a",
            "syft:location:0:layerID": "sha256:1",
            "syft:location:1:path": "/b",
            "syft:package:language": "go",
        }
    )

    found = decoded(row)

    assert found.locations["r"] == (Location(path="/a", layer="sha256:1"), Location(path="/b"))
    assert found.packages[0].language == "go"


def test_a_group_of_packages_is_no_package():
    """Trivy writes a component for each lock file, without version."""
    assert decoded({"type": "application", "name": "app/package-lock.json"}).packages == ()


def test_files_devices_and_data_are_no_packages():
    rows = [{"type": kind, "name": "x", "version": "1"} for kind in ("file", "device", "data", "container")]

    assert decoded(*rows).packages == ()


def test_the_version_of_a_component_with_only_a_cpe_is_the_one_of_the_cpe():
    fact = decoded({"type": "application", "name": "Nginx", "cpe": "cpe:2.3:a:nginx:nginx:1.21.1"}).packages[0]

    assert (fact.type, fact.version, fact.cpes) == (
        "generic",
        "1.21.1",
        ("cpe:2.3:a:nginx:nginx:1.21.1:*:*:*:*:*:*:*",),
    )


def test_the_project_that_the_document_is_about_is_the_root():
    root = component(type="application", purl="pkg:maven/org.example/app@1")

    fact = decoded(metadata={"component": root}).packages[0]

    assert (fact.is_root, fact.namespace, fact.name) == (True, "org.example", "app")


def test_a_distribution_is_found_by_the_name_that_people_write():
    found = decoded({"type": "operating-system", "name": "Red Hat Enterprise Linux", "version": "9.4"})

    assert (found.distro.id, found.distro.version_id) == ("rhel", "9.4")


def test_digests_and_the_homepage_are_kept():
    row = component(
        hashes=[{"alg": "SHA-1", "content": "A" * 40}],
        externalReferences=[{"type": "vcs", "url": "https://github.com/a/b"}],
    )

    assert decoded(row).packages[0].properties == {"sha1": "a" * 40, "homepage": "https://github.com/a/b"}


def test_components_without_reference_are_kept_apart():
    row = {"type": "library", "name": "x", "version": "1", "purl": "pkg:npm/x@1"}

    assert len({fact.key for fact in decoded(row, row).packages}) == 2
