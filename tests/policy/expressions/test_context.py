"""What expressions see has stable names, and only what is asked for is made."""

from mooring.model.evidence.content import Content, Secret
from mooring.model.evidence.signature import BaseImage
from mooring.model.files import FileEntry, Problem
from mooring.model.image import ImageConfig, ImageDescription
from mooring.policy.evidence import Evidence
from mooring.policy.expressions.context import COLLECTIONS, FIELDS, SINGLES, items_of, single_of
from policy.gate_rules import NOW, evidence
from reports.samples import REPORT
from reports.worlds import MATCHED, SSL_FLAW

WORLD = evidence(
    inventory=REPORT.inventory,
    files=[FileEntry(path="/bin/su", mode=0o4755), FileEntry(path="/caf\udce9", mode=0o777, kind="symlink")],
    content=Content(
        secrets=(Secret(place="/a", rule="r", is_valid=None), Secret(place="/b", rule="r", accepted_by="x"))
    ),
    problems=(Problem(path="a", reason="b"),),
    config=ImageConfig(environment=("A=1=2", "B"), healthcheck=("NONE",)),
)


def test_each_collection_has_the_fields_that_the_docs_name():
    for name in COLLECTIONS:
        items = items_of(WORLD, name, None)
        if name != "vulnerabilities":
            assert items
        assert all(tuple(item) == FIELDS[name] for item in items)


def test_vulnerabilities_come_with_their_package():
    judged = Evidence(MATCHED, now=NOW)

    [first, *_] = [one for one in items_of(judged, "vulnerabilities", None) if one["id"] == SSL_FLAW.id]

    assert tuple(first) == FIELDS["vulnerabilities"]
    assert ("libssl3", "deb", 9.1) == (first["package_name"], first["package_type"], first["cvss"])


def test_only_the_fields_asked_for_are_made():
    assert [{"path": "/bin/su", "is_setuid": True}] == items_of(
        WORLD, "files", frozenset({"is_setuid", "path", "none"})
    )[:1]


def test_damaged_and_very_long_texts_can_be_shown():
    assert "/caf\ufffd" == items_of(WORLD, "files", None)[1]["path"]
    long = evidence(image=ImageDescription(name="x" * 100_000))
    assert {"name": "x" * 16_384} == single_of(long, "image", frozenset({"name"}))


def test_an_image_has_its_config_and_another_report_has_none():
    image = single_of(WORLD, "image", None)
    assert isinstance(image, dict)
    assert ({"A": "1=2", "B": ""}, False) == (image["environment"], image["has_healthcheck"])
    assert tuple(image) == FIELDS["image"]
    sbom = single_of(evidence(image=ImageDescription(kind="sbom")), "image", None)
    assert isinstance(sbom, dict)
    assert "user" not in sbom


def test_a_base_image_that_nobody_knows_has_no_fields():
    assert {} == single_of(WORLD, "base", None)
    assert "x" == single_of(evidence(base=BaseImage(name="x")), "base", None)["name"]


def test_every_single_variable_can_be_made():
    assert [str, dict] == [type(single_of(WORLD, name, None)) for name in ("now", "distro")]
    assert set(SINGLES) == {"image", "distro", "base", "now"}
