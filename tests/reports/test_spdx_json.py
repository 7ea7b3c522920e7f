"""What is written is SPDX 2.3 by the official library, and says what the report says."""

import json

import pytest
from spdx_tools.spdx.parser.jsonlikedict.json_like_dict_parser import JsonLikeDictParser
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

from mooring.base.limits import DEFAULT_LIMITS
from mooring.packages.formats.sbom.decode import decode_sbom
from mooring.reports.format import RenderOptions
from mooring.reports.spdx_json import FORMAT
from reports.samples import PACKAGES, REPORT, REPORTS
from reports.worlds import MATCHED, SSL, WORLDS

PLAIN, FILES = RenderOptions(), RenderOptions(with_files=True)


def rendered(report, options=PLAIN):
    return b"".join(FORMAT.render(report, options))


def complaints(document):
    """What the official validator finds, but for the SHA-1 of files: hashing every file twice is not worth it."""
    found = validate_full_spdx_document(JsonLikeDictParser().parse(document))
    return [message.validation_message for message in found if "SHA1" not in message.validation_message]


@pytest.mark.parametrize("options", [PLAIN, FILES], ids=["plain", "with files"])
@pytest.mark.parametrize("name", REPORTS)
def test_the_official_validator_accepts_the_document(name, options):
    assert complaints(json.loads(rendered(REPORTS[name], options))) == []


def test_a_package_has_its_identity_licences_and_place():
    package = next(item for item in json.loads(rendered(REPORT))["packages"] if item["name"] == "libssl3")

    assert [row["referenceLocator"] for row in package["externalRefs"]] == [PACKAGES[0].purl, *PACKAGES[0].cpes]
    assert package["licenseDeclared"].startswith("Apache-2.0 AND LicenseRef-see-copyright-")
    assert package["sourceInfo"].startswith("found by dpkg in: /var/lib/dpkg/status")


def test_every_licence_reference_is_explained():
    document = json.loads(rendered(REPORT))

    explained = {row["licenseId"]: row["extractedText"] for row in document["hasExtractedLicensingInfos"]}
    assert sorted(explained.values()) == ["BSD", "see copyright"]


def test_our_own_decoder_reads_the_packages_back():
    found = decode_sbom(rendered(REPORT), DEFAULT_LIMITS)

    assert [fact.version for fact in found.packages] == [package.version for package in PACKAGES]
    assert [fact.scope for fact in found.packages] == [package.scope for package in PACKAGES]
    assert {"depends-on", "contains"} == {link.kind for link in found.relations}
    assert found.locations[found.packages[0].key][0] == PACKAGES[0].locations[0]
    assert found.subject.digest == REPORT.image.digest
    assert found.distro is not None
    assert (found.distro.id, found.distro.version_id) == ("debian", "12")


@pytest.mark.parametrize("name", WORLDS)
def test_the_official_validator_accepts_the_advisories(name):
    assert complaints(json.loads(rendered(WORLDS[name]))) == []


def test_a_package_names_the_advisories_that_count_against_it():
    packages = {item["name"]: item for item in json.loads(rendered(MATCHED))["packages"]}

    assert {
        "referenceCategory": "SECURITY",
        "referenceType": "advisory",
        "referenceLocator": "https://security-tracker.debian.org/tracker/CVE-2024-5535",
    } in packages[SSL.name]["externalRefs"]
    assert "SECURITY" not in str(packages["minimist"])


def test_what_was_not_assessed_is_told():
    assert "not-assessed: conda (1 package): no feed" in json.loads(rendered(MATCHED))["comment"]
