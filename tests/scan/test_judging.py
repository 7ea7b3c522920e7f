"""What a stored report is judged by."""

from datetime import UTC, datetime

import pytest

from mooring.model.evidence.dockerfile import DockerfileMode
from mooring.model.image import ImageConfig, ImageDescription
from mooring.model.inventory import Inventory
from mooring.model.report import ScanReport
from mooring.scan.judging import evidence

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def report(kind: str = "image", **config) -> ScanReport:
    """A stored report without a Dockerfile."""
    return ScanReport(image=ImageDescription(kind=kind, config=ImageConfig(**config)), inventory=Inventory())


def test_an_image_without_a_history_is_judged_by_its_config():
    judged = evidence(report(exposed_ports=("22/tcp",)), now=NOW)

    assert judged.dockerfile is not None
    assert judged.dockerfile.mode is DockerfileMode.GUESSED
    assert [("EXPOSE", "22/tcp")] == [
        (one.directive, one.value) for one in judged.dockerfile.instructions if one.directive == "EXPOSE"
    ]


@pytest.mark.parametrize("kind", ["sbom", "directory"])
def test_what_is_no_image_has_no_dockerfile(kind):
    assert evidence(report(kind), now=NOW).dockerfile is None
