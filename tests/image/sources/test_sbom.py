"""SBOMs instead of images."""

import pytest

from mooring.base.errors import HostileInput, ImageUnavailable
from mooring.base.limits import Limits
from mooring.image.open import open_image
from mooring.image.sources.source import SbomDocument, SourceOptions


@pytest.mark.parametrize(
    "content",
    [
        b'{"bomFormat": "CycloneDX", "specVersion": "1.6"}',
        b'\xef\xbb\xbf{"spdxVersion": "SPDX-2.3"}',
        b'<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/1.5"/>',
        b"SPDXVersion: SPDX-2.2\n",
        b'{"schema": {"url": "https://raw.githubusercontent.com/anchore/syft/main/schema/json/schema.json"}}',
        b'{"_type": "https://in-toto.io/Statement/v1", "predicateType": "https://cyclonedx.org/bom"}',
    ],
)
def test_an_sbom_is_recognised_by_its_content(tmp_path, content):
    path = tmp_path / "document"
    path.write_bytes(content)

    result = open_image(str(path), SourceOptions())

    assert isinstance(result.opened, SbomDocument)
    assert result.opened.content == content


def test_a_document_that_is_too_large_is_refused(tmp_path):
    path = tmp_path / "bom.json"
    path.write_bytes(b'{"bomFormat": "CycloneDX"}' + b" " * 100)

    with pytest.raises(HostileInput, match="is larger than 64 bytes"):
        open_image(f"sbom:{path}", SourceOptions(limits=Limits(max_file_bytes=64)))


def test_a_document_that_is_not_there_is_named():
    with pytest.raises(ImageUnavailable, match="'/nowhere.json' does not exist"):
        open_image("sbom:/nowhere.json", SourceOptions())
