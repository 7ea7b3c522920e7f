"""The tag-value form is SPDX 2.3 by the official library, and says the same as the JSON form."""

import msgspec
import pytest
from spdx_tools.spdx.parser.tagvalue.parser import Parser
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

from mooring.base.limits import DEFAULT_LIMITS
from mooring.packages.formats.sbom.decode import decode_sbom
from mooring.reports import spdx_json
from mooring.reports.format import RenderOptions
from mooring.reports.spdx_tag_value import FORMAT
from reports.samples import REPORT, REPORTS

PLAIN, FILES = RenderOptions(), RenderOptions(with_files=True)


def rendered(report, options=PLAIN):
    return b"".join(FORMAT.render(report, options))


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("options", [PLAIN, FILES], ids=["plain", "with files"])
@pytest.mark.parametrize("name", REPORTS)
def test_the_official_validator_accepts_the_document(name, options):
    document = Parser().parse(rendered(REPORTS[name], options).decode())

    found = [message.validation_message for message in validate_full_spdx_document(document)]
    assert [text for text in found if "SHA1" not in text] == []


def test_both_forms_tell_the_same():
    tags = decode_sbom(rendered(REPORT), DEFAULT_LIMITS)
    as_json = decode_sbom(b"".join(spdx_json.FORMAT.render(REPORT, PLAIN)), DEFAULT_LIMITS)

    assert tags.packages == as_json.packages
    assert tags.relations == as_json.relations
    assert tags.distro == as_json.distro


def test_a_name_cannot_add_tags_of_its_own():
    evil = msgspec.structs.replace(REPORT.inventory.packages[0], name="a\nPackageName: b\r\x1b[2J")
    inventory = msgspec.structs.replace(REPORT.inventory, packages=(evil,), relations=())

    lines = rendered(msgspec.structs.replace(REPORT, inventory=inventory)).decode().split("\n")

    assert not [line for line in lines if line.startswith("PackageName: b")]
    assert [line for line in lines if line.startswith("PackageName: a PackageName: b")]
    assert all(line.isprintable() for line in lines)
