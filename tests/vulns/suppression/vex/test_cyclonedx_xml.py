"""CycloneDX VEX as XML says what its JSON form says."""

import pytest

from mooring.base.errors import ReadError
from mooring.model.vex import VexProduct, VexStatus
from mooring.vulns.suppression.vex.cyclonedx import read_cyclonedx
from mooring.vulns.suppression.vex.cyclonedx_xml import document_of_xml
from mooring.vulns.suppression.vex.node import Node

DOCUMENT = """<?xml version="1.0"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.5" serialNumber="urn:uuid:1" version="1">
  <metadata>
    <timestamp>2025-01-01T00:00:00Z</timestamp>
    <authors><author><name>Ada</name></author></authors>
    <component type="container" bom-ref="root"><name>app</name><version>1.0</version></component>
  </metadata>
  <components>
    <component type="library" bom-ref="l">
      <name>lodash</name><version>4.17.15</version>
      <hashes><hash alg="SHA-256">AB</hash></hashes>
      <purl>pkg:npm/lodash@4.17.15</purl>
      <components><component type="library" bom-ref="inner"><name>i</name><purl>pkg:npm/i</purl></component></components>
    </component>
  </components>
  <vulnerabilities>
    <vulnerability bom-ref="v1">
      <id>CVE-2024-1</id>
      <references><reference><id>GHSA-x</id><source><name>GitHub</name></source></reference></references>
      <analysis>
        <state>not_affected</state><justification>code_not_reachable</justification>
        <responses><response>will_not_fix</response></responses><detail>never called</detail>
      </analysis>
      <affects>
        <target><ref>l</ref><versions>
          <version><version>4.17.15</version><status>affected</status></version>
          <version><range>vers:npm/&lt;4</range></version>
        </versions></target>
        <target><ref>inner</ref></target>
      </affects>
    </vulnerability>
  </vulnerabilities>
</bom>
"""


def test_statements_are_read():
    (found,) = read_cyclonedx(Node(document_of_xml(DOCUMENT.encode())), "bom.xml")

    assert (found.id, found.vulnerabilities, found.status) == ("v1", ("CVE-2024-1", "GHSA-x"), VexStatus.NOT_AFFECTED)
    assert (found.author, found.reason) == ("Ada", "never called")
    assert found.justification == "vulnerable_code_not_in_execute_path"
    assert found.products == (
        VexProduct(
            identifiers=("app:1.0",),
            components=("pkg:npm/lodash@4.17.15", "sha256:ab"),
            versions=("4.17.15", "vers:npm/<4"),
        ),
        VexProduct(identifiers=("app:1.0",), components=("pkg:npm/i",)),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<bom", "is not XML that can be read"),
        ("<bom/>", "is XML, but no CycloneDX"),
        ("<html xmlns='http://www.w3.org/1999/xhtml'/>", "is XML, but no CycloneDX"),
        ("<!DOCTYPE bom [<!ENTITY a 'x'>]><bom>&a;</bom>", "is not XML that can be read"),
        ("<?xml version='1.0' encoding='nonsense'?><bom/>", "is not XML that can be read"),
        (
            "<bom xmlns='http://cyclonedx.org/schema/bom/1.5'>"
            + "<components><component>" * 300
            + "</component></components>" * 300
            + "</bom>",
            "nests elements more than 200 deep",
        ),
    ],
)
def test_what_is_none_is_refused(text, message):
    with pytest.raises(ReadError) as caught:
        document_of_xml(text.encode())

    assert message in caught.value.message
