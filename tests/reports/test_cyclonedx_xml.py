"""The XML form is CycloneDX by the official schema, and says the same as the JSON form."""

import json
import re

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.xml import XmlValidator

from mooring.base.limits import DEFAULT_LIMITS
from mooring.packages.formats.sbom.decode import decode_sbom
from mooring.reports import cyclonedx_json
from mooring.reports.cyclonedx_xml import FORMAT
from mooring.reports.format import RenderOptions
from reports.samples import REPORT, REPORTS
from reports.worlds import MATCHED, WORLDS

FILES = RenderOptions(with_files=True)


@pytest.mark.parametrize("report", [*REPORTS.values(), *WORLDS.values()], ids=[*REPORTS, *WORLDS])
def test_the_schema_accepts_the_document(report):
    text = b"".join(FORMAT.render(report, FILES)).decode()

    assert XmlValidator(SchemaVersion.V1_6).validate_str(text) is None


def test_both_forms_tell_the_same():
    as_xml = decode_sbom(b"".join(FORMAT.render(REPORT, FILES)), DEFAULT_LIMITS)
    as_json = decode_sbom(b"".join(cyclonedx_json.FORMAT.render(REPORT, FILES)), DEFAULT_LIMITS)

    assert as_xml.packages == as_json.packages
    assert as_xml.relations == as_json.relations
    assert as_xml.locations == as_json.locations
    assert as_xml.distro == as_json.distro
    assert as_xml.subject == as_json.subject


def test_both_forms_tell_the_same_vulnerabilities():
    as_xml = b"".join(FORMAT.render(MATCHED, FILES)).decode()
    as_json = json.loads(b"".join(cyclonedx_json.FORMAT.render(MATCHED, FILES)))

    assert [flaw["id"] for flaw in as_json["vulnerabilities"]] == re.findall(
        r'<vulnerability bom-ref="[^"]*"><id>([^<]*)</id>', as_xml
    )
    assert "<cwes><cwe>77</cwe><cwe>94</cwe></cwes>" in as_xml
    assert "<range>vers:npm/&lt;4.17.21</range>" in as_xml
