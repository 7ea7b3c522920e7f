import io

import pytest

from mooring.base.errors import FeedMalformed, HostileInput
from mooring.feeds.formats.xml.stream import MAX_DEPTH, text_of, xml_record, xml_records
from mooring.feeds.raw import RawFile

TAGS = frozenset(("record",))


def file(content: bytes) -> RawFile:
    return RawFile(name="a.xml", open=lambda: io.BytesIO(content))


def test_records_come_one_by_one_without_namespaces():
    content = b'<x:all xmlns:x="y"><x:record id="1"><x:name> a </x:name></x:record><other/><record id="2"/></x:all>'

    found = list(xml_records(file(content), TAGS))

    assert [("1", "a"), ("2", "")] == [(one.get("id"), text_of(one, "name")) for one in found]


def test_what_was_read_before_the_damage_was_given():
    records = xml_records(file(b"<all><record/>\n" + b" " * 300_000 + b"\n<record></all>"), TAGS)

    next(records)
    with pytest.raises(FeedMalformed):
        next(records)


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE a [<!ENTITY b "c">]><all>&b;</all>',
        b'<!DOCTYPE a [<!ENTITY % b SYSTEM "file:///etc/passwd"> %b;]><all/>',
        b"<record>" * (MAX_DEPTH + 1),
    ],
)
def test_entities_and_depth_are_refused(content: bytes):
    with pytest.raises(HostileInput):
        list(xml_records(file(content), TAGS))


def test_bytes_that_are_no_utf_8_are_replaced_in_small_files():
    assert "caf\ufffd \ufffd" == text_of(xml_record(file(b"<record>caf\xe9 \x01</record>"), "record"))


@pytest.mark.parametrize("content", [b"", b"<other/>", b"<record>", b"text"])
def test_a_file_without_the_record_is_refused(content: bytes):
    with pytest.raises(FeedMalformed):
        xml_record(file(content), "record")
