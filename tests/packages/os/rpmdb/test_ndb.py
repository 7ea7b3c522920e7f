"""SUSE's Packages.db gives its header blobs."""

import struct

import pytest

from mooring.base.errors import ReadError
from mooring.packages.os.rpmdb.ndb import ndb_headers
from packages.os.rpmdb.builders import ndb_database, package

BLOBS = [package(), package("other"), package("third")]


def test_each_slot_points_to_a_header():
    assert list(ndb_headers(ndb_database(*BLOBS))) == BLOBS


@pytest.mark.parametrize("at", [4096, 4096 + 50, 4096 + 9])
def test_a_damaged_blob_does_not_hide_the_others(at):
    content = bytearray(ndb_database(*BLOBS))
    content[at] ^= 0xFF

    found = list(ndb_headers(bytes(content)))

    assert isinstance(found[0], ReadError)
    assert found[1:] == BLOBS[1:]


def test_slots_that_point_to_the_same_bytes_end_the_reading():
    content = bytearray(ndb_database(bytes(100_000)))
    for slot in range(1, 200):
        content[32 + 16 * slot : 48 + 16 * slot] = content[32:48]

    found = list(ndb_headers(bytes(content)))

    assert len(found) == 2
    assert "overlaps" in found[1].message


def test_a_file_that_is_cut_off_gives_what_it_has_and_an_error():
    found = list(ndb_headers(ndb_database(*BLOBS)[:-20]))

    assert found[:2] == BLOBS[:2]
    assert isinstance(found[2], ReadError)


@pytest.mark.parametrize("content", [b"RpmP", b"RpmX" + bytes(40), struct.pack("<4sI24x", b"RpmP", 9)])
def test_what_is_no_database_is_a_read_error(content):
    with pytest.raises(ReadError):
        list(ndb_headers(content))
