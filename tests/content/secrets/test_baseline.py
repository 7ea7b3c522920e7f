"""What was accepted stays in reports, with who accepts it."""

import json

import msgspec
import pytest

from mooring.base.errors import BadConfig
from mooring.content.secrets.baseline import accepted, baseline_bytes, read_baseline
from mooring.model.evidence.content import Content, Secret
from mooring.model.image import ImageDescription
from mooring.model.inventory import Inventory
from mooring.model.report import ScanReport
from mooring.reports.format import RenderOptions
from mooring.reports.json import render

KNOWN = Secret(place="/app/a.env", line=3, rule="r", fingerprint="f" * 32)
PLACED = Secret(place="/app/b.env", line=4, rule="r")


def moved(secret: Secret, **changes) -> Secret:
    """The secret with something changed."""
    return msgspec.structs.replace(secret, **changes)


def accepts(content: bytes, secret: Secret) -> bool:
    """Whether a baseline of this content accepts the secret."""
    return read_baseline(content, "b").accepts(secret)


def test_a_written_baseline_accepts_what_it_was_written_of():
    content = baseline_bytes([KNOWN, PLACED])

    assert accepts(content, KNOWN) and accepts(content, PLACED)
    assert json.loads(content)["format"] == "mooring-secret-baseline"


def test_a_fingerprint_is_accepted_wherever_it_turns_up():
    assert accepts(baseline_bytes([KNOWN]), moved(KNOWN, place="/other", line=9))


def test_another_secret_in_the_same_place_is_not_accepted():
    assert not accepts(baseline_bytes([KNOWN]), moved(KNOWN, fingerprint="0" * 32))


@pytest.mark.parametrize("change", [{"line": 5}, {"place": "/app/c"}, {"rule": "s"}])
def test_without_fingerprints_rule_place_and_line_decide(change):
    content = baseline_bytes([PLACED])

    assert accepts(content, moved(PLACED, fingerprint="f" * 32))
    assert not accepts(content, moved(PLACED, **change))


def test_a_report_of_gitleaks_is_a_baseline():
    finding = {"RuleID": "r", "File": "./app/b.env", "StartLine": 4, "Secret": "x", "Fingerprint": "app/b.env:r:4"}

    assert accepts(json.dumps([finding]).encode(), PLACED)


def test_a_report_of_mooring_is_a_baseline():
    report = ScanReport(image=ImageDescription(), inventory=Inventory(content=Content(secrets=(KNOWN,))))

    assert accepts(b"".join(render(report, RenderOptions())), KNOWN)
    assert accepts(msgspec.json.encode({"image": "x", "digest": "", "secrets": [KNOWN]}), KNOWN)


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[1]", b"nonsense", b'{"format":"other","version":1,"secrets":[]}', b"[" * 100_000,
     b'{"format":"mooring-secret-baseline","version":9,"secrets":[]}', b"\xff\xff"],
)  # fmt: skip
def test_what_is_no_baseline_is_named(content):
    with pytest.raises(BadConfig, match="no baseline of secrets") as raised:
        read_baseline(content, "house.json")

    assert raised.value.path == "house.json"


def test_an_accepted_secret_is_kept_and_says_by_what(tmp_path):
    path = tmp_path / "known.json"
    path.write_bytes(baseline_bytes([KNOWN]))
    commented = moved(PLACED, accepted_by="a comment on its line")

    assert [one.accepted_by for one in accepted([KNOWN, PLACED, commented], [str(path)])] == [
        f"baseline {path}",
        "",
        "a comment on its line",
    ]


def test_a_baseline_says_more_than_a_comment(tmp_path):
    path = tmp_path / "known.json"
    path.write_bytes(baseline_bytes([KNOWN]))
    commented = moved(KNOWN, accepted_by="a comment on its line")

    assert [one.accepted_by for one in accepted([commented], [str(path)])] == [f"baseline {path}"]


def test_a_baseline_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(BadConfig, match="cannot be read"):
        accepted([KNOWN], [str(tmp_path / "missing")])
