"""Rows of layers as file entries: what extended headers say, and what is not known."""

import msgspec

from image.walking import walk
from images.build import Entry, tar_of
from mooring.image.file_index import file_index
from mooring.model.files import FileEntry, LayerRecord

NET_RAW = "\x01\x00\x00\x02\x00\x20" + "\x00" * 14


def entries(files, **given) -> dict[str, FileEntry]:
    walked = walk(tar_of(files), **given)
    record = LayerRecord(diff_id="sha256:1", size=0, entries=walked.entries)
    return {entry.path: entry for entry in file_index([record], {})[0]}


def test_capabilities_are_told_in_words_and_damaged_ones_are_not_passed_over():
    found = entries(
        {
            "ping": Entry(content=b"1", pax={"SCHILY.xattr.security.capability": NET_RAW}),
            "odd": Entry(content=b"1", pax={"SCHILY.xattr.security.capability": "x"}),
            "plain": b"1",
        }
    )

    assert {path: entry.capabilities for path, entry in found.items()} == {
        "/ping": "cap_net_raw=ep", "/odd": "unreadable", "/plain": "",
    }  # fmt: skip


def test_a_digest_that_was_not_computed_is_empty_and_not_zeros():
    walked = walk(tar_of({"a": b"1", "b": b"2"}), with_digests=True)
    unknown = msgspec.structs.replace(walked.entries, digests=bytes(32) + walked.entries.digests[32:])

    found, _ = file_index([LayerRecord(diff_id="", size=0, entries=unknown)], {})

    assert [len(entry.sha256) for entry in found] == [0, 64]
