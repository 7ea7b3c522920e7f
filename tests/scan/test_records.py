"""A record comes back from its bytes as it was."""

import msgspec
import pytest

from image.walking import walk
from images.build import Entry, layer
from mooring.base.errors import ReadError
from mooring.model.facts import NoteFact, PackageFact
from mooring.model.files import FileFacts, LayerRecord, Problem
from mooring.scan.records import decode_record, encode_record


def record(*facts) -> LayerRecord:
    entries = walk(
        layer(
            {"a": b"1", "b": Entry(kind="character-device", device=(1, 2)), "c": Entry(kind="symlink", target="a")}
        ).tar,
        with_digests=True,
    ).entries
    groups = (FileFacts(path="a", reader="r", facts=facts),)
    return LayerRecord(
        diff_id="sha256:0",
        size=3,
        entries=entries,
        whiteouts=(b"\xff",),
        facts=groups,
        problems=(Problem(path="/a", reason="x"),),
    )


def test_both_parts_give_the_whole_record():
    whole = record(PackageFact(type="deb", name="a"), NoteFact(owner="o", name="n", value="v"))
    facts, rows = encode_record(whole)

    assert decode_record(facts, rows) == whole


def test_the_facts_alone_leave_out_the_rows():
    facts, _ = encode_record(record())

    lean = decode_record(facts, None)

    assert (lean.entries.headers, lean.entries.digests, lean.entries.devices) == (b"", b"", {})
    assert lean.entries.paths == b"a\0b\0c"


def test_text_that_is_no_unicode_is_written_readably():
    facts, _ = encode_record(record(PackageFact(type="deb", name="a\udcff")))

    assert decode_record(facts, None).facts[0].facts[0].name == "a\\xff"


@pytest.mark.parametrize(
    "damage", [lambda b: b[:-3], lambda b: b"", lambda b: b[:20] + b"\0" + b[21:], lambda b: b"junk"]
)
def test_damaged_bytes_are_no_record(damage):
    facts, _ = encode_record(record())

    with pytest.raises(ReadError):
        decode_record(damage(facts), None)


def test_another_kind_of_document_is_no_record():
    from backports import zstd

    with pytest.raises(ReadError):
        decode_record(zstd.compress(msgspec.msgpack.encode({"diff_id": 1})), None)
