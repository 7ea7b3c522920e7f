"""An inventory is the same in whatever format it is written, and nothing but ReadError comes of broken documents."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.base.errors import ReadError
from mooring.base.limits import DEFAULT_LIMITS, Limits
from mooring.model.package import Location
from mooring.packages.formats.sbom.decode import decode_sbom
from packages.formats.sbom.examples import CYCLONEDX, DOCUMENTS, ENVELOPE, SPDX, SPDX3, STATEMENT, SYFT


def decoded(document, limits=DEFAULT_LIMITS):
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    return decode_sbom(content, limits)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_format_tells_the_same_packages(name):
    found = decoded(DOCUMENTS[name])

    openssl, cryptography = found.packages
    assert found.format == name
    assert (
        openssl.type,
        openssl.name,
        openssl.namespace,
        openssl.version,
        openssl.architecture,
    ) == ("deb", "libssl3", "debian", "3.0.11-1", "amd64")
    assert (openssl.source_name, openssl.source_version) == ("openssl", "3.0.11-1")
    assert openssl.cpes == ("cpe:2.3:a:openssl:openssl:3.0.11:*:*:*:*:*:*:*",)
    assert openssl.licenses == ("Apache-2.0",)
    assert (cryptography.type, cryptography.name, cryptography.version) == ("pypi", "cryptography", "42.0.0")
    assert cryptography.licenses == ("Apache-2.0 OR BSD-3-Clause",)
    assert cryptography.depends == openssl.provides == ("one",)
    assert [(link.kind, link.source, link.target) for link in found.relations] == [("depends-on", "two", "one")]
    assert found.distro is not None
    assert (found.distro.id, found.distro.version_id) == ("debian", "12")


@pytest.mark.parametrize("name", ["cyclonedx-json", "cyclonedx-xml", "spdx-json", "spdx-tag-value"])
def test_an_optional_package_is_told_as_such(name):
    assert [fact.scope for fact in decoded(DOCUMENTS[name]).packages] == ["runtime", "optional"]


@pytest.mark.parametrize("document", [CYCLONEDX, SYFT, STATEMENT, ENVELOPE, {"dsseEnvelope": ENVELOPE}])
def test_the_digest_of_the_image_is_found(document):
    assert decoded(document).subject.digest == "sha256:" + "a" * 64


def test_the_first_of_several_envelopes_counts():
    lines = json.dumps(ENVELOPE).encode() + b"\n" + json.dumps(ENVELOPE).encode() + b"\n"

    assert len(decoded(lines).packages) == 2


def test_a_predicate_of_cosign_is_unwrapped():
    statement = {**STATEMENT, "predicate": {"Data": json.dumps(SPDX)}}

    assert decoded(statement).format == "spdx-json"


def test_locations_and_layers_are_kept():
    assert decoded(CYCLONEDX).locations == {
        "one": (Location(path="", layer="sha256:" + "b" * 64),),
        "two": (Location(path="/usr/lib/python3/cryptography"),),
    }
    assert decoded(SPDX).locations == {"one": (Location(path="/var/lib/dpkg/status"),)}
    assert decoded(SYFT).locations == {"one": (Location(path="/var/lib/dpkg/status", layer="sha256:" + "b" * 64),)}


def test_the_image_itself_is_no_package_of_it():
    for document in (CYCLONEDX, SPDX, SPDX3):
        found = decoded(document)
        assert found.subject.name == "app:1"
        assert "app:1" not in [fact.name for fact in found.packages]


def test_a_component_with_an_unreadable_package_url_is_kept_by_its_name():
    document = {
        "bomFormat": "CycloneDX",
        "components": [{"type": "library", "name": "x", "version": "1", "purl": "pkg:"}],
    }

    found = decoded(document)

    assert [(fact.type, fact.name, fact.version) for fact in found.packages] == [("generic", "x", "1")]
    assert found.problems == ("component 'x': 'pkg:' is not a package URL: it has no type",)


def test_nested_components_are_contained():
    inner = {"type": "library", "bom-ref": "b", "name": "b", "version": "1"}
    outer = {"type": "application", "bom-ref": "a", "name": "a", "version": "1", "components": [inner]}

    found = decoded({"bomFormat": "CycloneDX", "components": [outer]})

    assert [fact.name for fact in found.packages] == ["a", "b"]
    assert [(link.kind, link.source, link.target) for link in found.relations] == [("contains", "a", "b")]


def test_a_source_rpm_tells_the_source_package():
    row = {
        "type": "library",
        "name": "x",
        "purl": "pkg:rpm/almalinux/libgfortran@8.5-22?upstream=gcc-8.5.0-22.el8.src.rpm",
    }

    fact = decoded({"bomFormat": "CycloneDX", "components": [row]}).packages[0]

    assert (fact.namespace, fact.source_name, fact.source_version) == ("almalinux", "gcc", "8.5.0-22.el8")
    assert fact.properties["source_rpm"] == "gcc-8.5.0-22.el8.src.rpm"


def test_the_category_of_an_ebuild_is_kept():
    row = {"type": "library", "name": "x", "purl": "pkg:ebuild/app-misc/screen@4.9"}

    assert decoded({"bomFormat": "CycloneDX", "components": [row]}).packages[0].namespace == "app-misc"


def test_an_epoch_of_the_package_url_is_part_of_an_rpm_version():
    row = {"type": "library", "name": "x", "purl": "pkg:rpm/centos/openssl-libs@1.0.2k-16.el7?arch=x86_64&epoch=1"}

    assert decoded({"bomFormat": "CycloneDX", "components": [row]}).packages[0].version == "1:1.0.2k-16.el7"


def test_a_list_of_package_urls_is_an_sbom():
    found = decoded(b"pkg:npm/%40a/b@1\n# comment\npkg:nothing\npkg:pypi/x@2\n")

    assert [(fact.namespace, fact.name) for fact in found.packages] == [("@a", "b"), ("", "x")]
    assert len(found.problems) == 1


def test_results_of_osv_scanner_are_an_sbom():
    package = {"package": {"name": "org.x:y", "version": "1", "ecosystem": "Maven"}}
    found = decoded({"results": [{"source": {"path": "/pom.xml"}, "packages": [package]}]})

    assert [(fact.type, fact.namespace, fact.name) for fact in found.packages] == [("maven", "org.x", "y")]


def test_an_spdx_document_in_yaml_is_read():
    content = (
        b'SPDXID: SPDXRef-DOCUMENT\nspdxVersion: SPDX-2.3\npackages:\n- name: x\n  SPDXID: a\n  versionInfo: "1"\n'
    )

    assert [fact.name for fact in decoded(content).packages] == ["x"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is not an SBOM"),
        (b"{}", "is JSON, but not an SBOM"),
        (b"{", "is not JSON"),
        (b"<a/>", "is XML, but not an SBOM"),
        (b"<bom", "is not XML"),
        (b'{"SPDXID": "x", "spdxVersion": "SPDX-9"}', "is SPDX of version 'SPDX-9'"),
        (b'{"spdxVersion": "SPDX-2.3", "packages": [{"packageName": "x"}]}', "none of its 1 packages has a name"),
        (b'{"payload": "e30=", "payloadType": "x"}', "is JSON, but not an SBOM"),
        (b'{"payload": "!", "payloadType": "x"}', "is not JSON|not base64"),
        (b"SPDXVersion: SPDX-2.3\nno tag here\n", "line 2 has no tag"),
        (b"SPDXVersion: SPDX-2.3\nPackageComment: <text>a\n", "has no end"),
    ],
)
def test_a_broken_document_is_refused_with_the_reason(content, reason):
    with pytest.raises(ReadError, match=reason):
        decoded(content)


def test_more_components_than_a_file_may_have_are_refused():
    with pytest.raises(ReadError, match="lists 2 components; the limit is 1"):
        decoded(DOCUMENTS["syft-json"], Limits(max_facts_per_file=1))


def test_envelopes_in_envelopes_without_end_are_refused():
    document = {"predicate": {}, "predicateType": "x"}
    for _ in range(20):
        document = {"predicate": document, "predicateType": "x"}

    with pytest.raises(ReadError, match="wrapped in more than"):
        decoded(document)


def test_components_nested_without_end_are_refused():
    row = {"type": "library", "name": "x"}
    for _ in range(300):
        row = {"type": "library", "name": "x", "components": [row]}

    with pytest.raises(ReadError):
        decoded({"bomFormat": "CycloneDX", "components": [row]})


@given(st.sampled_from(sorted(DOCUMENTS)), st.integers(0, 4000), st.integers(0, 4000), st.binary(max_size=8))
def test_damaged_documents_raise_nothing_but_read_errors(name, start, end, junk):
    content = DOCUMENTS[name]
    try:
        decoded(content[:start] + junk + content[end:])
    except ReadError:
        return


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "name",
                        "purl",
                        "type",
                        "bom-ref",
                        "components",
                        "packages",
                        "SPDXID",
                        "artifacts",
                        "externalRefs",
                        "licenses",
                        "properties",
                        "dependencies",
                        "dependsOn",
                        "relationships",
                        "metadata",
                        "component",
                        "locations",
                        "cpes",
                        "@graph",
                        "spdxId",
                        "to",
                        "from",
                        "source",
                        "distro",
                    ]
                ),
                inner,
                max_size=5,
            )
        ),
        max_leaves=20,
    ),
    st.sampled_from(["bomFormat", "spdxVersion", "@graph", "artifacts", "results"]),
)
def test_values_of_the_wrong_kind_raise_nothing_but_read_errors(value, marker):
    fixed = {
        "bomFormat": "CycloneDX",
        "spdxVersion": "SPDX-2.3",
        "artifacts": [value],
        "results": [{"packages": [value]}],
    }
    document = {**(value if isinstance(value, dict) else {"components": value}), marker: fixed.get(marker, [value])}
    try:
        decoded({**document, "descriptor": {}, "packages": [value], "components": [value]})
    except ReadError:
        return
