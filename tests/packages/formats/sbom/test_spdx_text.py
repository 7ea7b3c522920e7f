"""SPDX as tags and values, and as RDF."""

import pytest

from mooring.base.errors import ReadError
from mooring.base.limits import DEFAULT_LIMITS
from mooring.packages.formats.sbom.decode import decode_sbom
from mooring.packages.formats.sbom.spdx_text import mapping_of_tag_value

RDF = b"""<rdf:RDF xmlns:spdx="http://spdx.org/rdf/terms#" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <spdx:SpdxDocument rdf:about="http://a.example/d#SPDXRef-DOCUMENT">
    <spdx:name>doc</spdx:name><spdx:specVersion>SPDX-2.3</spdx:specVersion>
    <spdx:relationship><spdx:Relationship>
      <spdx:relationshipType rdf:resource="http://spdx.org/rdf/terms#relationshipType_describes"/>
      <spdx:relatedSpdxElement>
        <spdx:Package rdf:about="http://a.example/d#SPDXRef-a">
          <spdx:name>a</spdx:name><spdx:versionInfo>1</spdx:versionInfo>
          <spdx:licenseDeclared rdf:resource="http://spdx.org/licenses/MIT"/>
          <spdx:relationship><spdx:Relationship>
            <spdx:relationshipType rdf:resource="http://spdx.org/rdf/terms#relationshipType_dependsOn"/>
            <spdx:relatedSpdxElement><spdx:Package rdf:about="http://a.example/d#SPDXRef-b"><spdx:name>b</spdx:name>
              <spdx:externalRef><spdx:ExternalRef>
                <spdx:referenceType rdf:resource="http://spdx.org/rdf/references/purl"/>
                <spdx:referenceLocator>pkg:npm/b@2</spdx:referenceLocator>
              </spdx:ExternalRef></spdx:externalRef>
            </spdx:Package></spdx:relatedSpdxElement>
          </spdx:Relationship></spdx:relationship>
        </spdx:Package>
      </spdx:relatedSpdxElement>
    </spdx:Relationship></spdx:relationship>
  </spdx:SpdxDocument>
</rdf:RDF>"""


def test_packages_of_an_rdf_document_are_read_with_their_relations():
    found = decode_sbom(RDF, DEFAULT_LIMITS)

    assert (found.format, found.name) == ("spdx-rdf", "doc")
    assert [(fact.type, fact.name, fact.version) for fact in found.packages] == [
        ("generic", "a", "1"),
        ("npm", "b", "2"),
    ]
    assert found.packages[0].licenses == ("MIT",)
    assert [(link.source, link.target) for link in found.relations] == [("SPDXRef-a", "SPDXRef-b")]


def test_a_text_may_span_lines_and_hold_tags():
    content = (
        b"SPDXVersion: SPDX-2.3\nPackageName: a\nPackageComment: <text>x\nPackageName: b\ny</text>\nPackageVersion: 1\n"
    )

    packages = mapping_of_tag_value(content)["packages"]

    assert [(row["name"], row["versionInfo"], row["comment"]) for row in packages] == [
        ("a", "1", "x\nPackageName: b\ny")
    ]


def test_tags_after_a_file_are_not_those_of_the_package_before():
    content = b"SPDXVersion: SPDX-2.3\nPackageName: a\nSPDXID: A\nFileName: ./f\nSPDXID: F\n"

    assert mapping_of_tag_value(content)["packages"][0]["SPDXID"] == "A"


def test_a_document_without_version_is_refused():
    with pytest.raises(ReadError, match="has no SPDXVersion"):
        mapping_of_tag_value(b"PackageName: a\n")
