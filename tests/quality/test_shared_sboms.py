"""Every SBOM of the shared inputs is decoded with its packages, or refused for a reason that is known here."""

import base64
import re
import tarfile

import pytest

from mooring.base.errors import ReadError
from mooring.base.limits import DEFAULT_LIMITS
from mooring.packages.formats.sbom.decode import decode_sbom
from quality.cases import ROOT

REFUSED = {
    "alpine-tampered.cdx.att.json": "is not JSON",  # A comma is missing: the file was damaged on purpose.
    "bad/example7-bin.spdx.json": "none of its 1 packages has a name",  # Field names of no SPDX version.
    "bad/example7-golang.spdx.json": "none of its 2 packages has a name",
    "bad/example7-third-party-modules.spdx.json": "none of its 3 packages has a name",
}
IMAGES = {"go-hummingbird.spdx.json": 1, "konflux-syft+hermeto.spdx.json": 1, "kbom.json": 0}
"""Package URLs of the image itself, which is not a package of it."""
_PURL = re.compile(
    rb'"purl"\s*:\s*"pkg:[a-z]|<purl>pkg:[a-z]|"referenceLocator"\s*:\s*"pkg:[a-z]+/|"identifier"\s*:\s*"pkg:'
    rb"|ExternalRef: PACKAGE\S+ purl pkg:"
)


def documents():
    path = ROOT / "sboms.tar.xz"
    if not path.exists():
        return []
    with tarfile.open(path) as archive:
        return [(member.name, archive.extractfile(member).read()) for member in archive if member.isfile()]


def payload(content):
    """What an attestation is about, or the document itself."""
    found = re.search(rb'"payload":"([A-Za-z0-9+/=]+)"', content)
    return base64.b64decode(found[1]) if found else content


DOCUMENTS = documents()


@pytest.mark.skipif(not DOCUMENTS, reason="the shared inputs are not beside the project")
@pytest.mark.parametrize(("name", "content"), DOCUMENTS, ids=[name for name, _ in DOCUMENTS])
def test_a_document_gives_a_package_for_each_package_url_or_is_refused_for_its_known_reason(name, content):
    reason = next((reason for end, reason in REFUSED.items() if name.endswith(end)), "")
    if reason:
        with pytest.raises(ReadError, match=reason):
            decode_sbom(content, DEFAULT_LIMITS)
        return

    found = decode_sbom(content, DEFAULT_LIMITS)

    images = next((count for end, count in IMAGES.items() if name.endswith(end)), 0)
    listed = len(_PURL.findall(payload(content))) - images
    # More where packages have no package URL, which most examples of SPDX have not; none lost.
    assert len(found.packages) + len(found.problems) >= listed
