"""An SBOM, or a stored report of ours, instead of an image."""

import msgspec
import pytest

from mooring.base.errors import DamagedImage, MooringError
from mooring.base.limits import Limits
from mooring.image.sources.source import SbomDocument
from mooring.model.codec import to_json
from mooring.model.distro import Distro
from mooring.model.image import ImageDescription
from mooring.model.inventory import Inventory
from mooring.model.package import Location, Package
from mooring.model.report import SCHEMA_VERSION, ScanReport, Tool
from mooring.scan.sbom_input import report_of_sbom

REPORT = ScanReport(
    image=ImageDescription(name="app:1"),
    inventory=Inventory(
        distro=Distro(id="debian", version_id="12"),
        packages=tuple(
            Package(id=f"{n:016x}", type="deb", name=f"p{n}", version="1", purl=f"pkg:deb/p{n}@1", locations=(Location(path="/a"),))
            for n in range(3)
        ),
    ),
    tool=Tool(version="9.9.9"),
    notes=("an older note",),
)  # fmt: skip
CONTENT = b"".join(to_json(REPORT))


def read(content: bytes, limits: Limits = Limits()) -> ScanReport:  # noqa: B008 - frozen
    return report_of_sbom(SbomDocument(description=ImageDescription(name="report.json"), content=content), limits)


@pytest.mark.parametrize(
    "content",
    [
        CONTENT,
        b"\n  " + msgspec.json.format(CONTENT, indent=2),
        b" " * 100 + CONTENT,
        msgspec.json.encode(dict(reversed(msgspec.json.decode(CONTENT).items()))),
    ],
    ids=["as we write it", "indented", "after many blanks", "in another order"],
)
def test_a_report_of_ours_comes_back_whole_with_a_note(content: bytes):
    expected = msgspec.structs.replace(
        REPORT, notes=("an older note", f"read mooring-json {SCHEMA_VERSION} written by mooring 9.9.9")
    )

    assert expected == read(content)


@pytest.mark.parametrize(
    ("content", "limits", "words"),
    [
        (CONTENT[:-40], Limits(), "is not JSON"),
        (CONTENT.replace(b'"name":"p1"', b'"name":1'), Limits(), "is not a report of Mooring"),
        (CONTENT.replace(f'"{SCHEMA_VERSION}"'.encode(), b'"99.0.0"'), Limits(), "is a report of schema '99.0.0'"),
        (CONTENT, Limits(max_facts_per_file=2), "lists 3 components; the limit is 2"),
        (b'{"schema_version": "1.1.0"}', Limits(), "is JSON, but not an SBOM of a known format"),
    ],
)
def test_what_is_wrong_with_it_is_said(content: bytes, limits: Limits, words: str):
    with pytest.raises(MooringError, match=words) as caught:
        read(content, limits)

    assert isinstance(caught.value, DamagedImage)
