"""The XML form is CycloneDX by the official schema, and says the same as the JSON form."""

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.xml import XmlValidator

from mooring.base.limits import DEFAULT_LIMITS
from mooring.packages.formats.sbom.decode import decode_sbom
from mooring.reports import cyclonedx_json
from mooring.reports.cyclonedx_xml import FORMAT
from mooring.reports.format import RenderOptions
from reports.samples import REPORT, REPORTS

FILES = RenderOptions(with_files=True)


@pytest.mark.parametrize("name", REPORTS)
def test_the_schema_accepts_the_document(name):
    text = b"".join(FORMAT.render(REPORTS[name], FILES)).decode()

    assert XmlValidator(SchemaVersion.V1_6).validate_str(text) is None


def test_both_forms_tell_the_same():
    as_xml = decode_sbom(b"".join(FORMAT.render(REPORT, FILES)), DEFAULT_LIMITS)
    as_json = decode_sbom(b"".join(cyclonedx_json.FORMAT.render(REPORT, FILES)), DEFAULT_LIMITS)

    assert as_xml.packages == as_json.packages
    assert as_xml.relations == as_json.relations
    assert as_xml.locations == as_json.locations
    assert as_xml.distro == as_json.distro
    assert as_xml.subject == as_json.subject
