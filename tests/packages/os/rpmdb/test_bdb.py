"""Packages of Berkeley DB gives its header blobs, whichever byte order and page size."""

import struct

import pytest

from mooring.base.errors import ReadError
from mooring.packages.os.rpmdb.bdb import bdb_headers, is_bdb
from packages.os.rpmdb.builders import bdb_database, package

BLOBS = [package(), package("large") + bytes(3_000), package("last")]


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("page_size", [512, 4096, 65536])
def test_values_within_a_page_and_in_overflow_pages_are_found(order, page_size):
    content = bdb_database(*BLOBS, order=order, page_size=page_size)

    assert list(bdb_headers(content)) == BLOBS


def test_a_file_is_recognised_by_the_magic_in_either_order():
    assert is_bdb(bdb_database(order="<"))
    assert is_bdb(bdb_database(order=">"))
    assert not is_bdb(bytes(512))


def test_an_overflow_page_of_another_kind_does_not_hide_the_others():
    content = bytearray(bdb_database(*BLOBS))
    first = next(page for page in range(len(content) // 512) if content[page * 512 + 25] == 7)
    content[first * 512 + 25] = 0

    found = list(bdb_headers(bytes(content)))

    assert (found[0], found[2]) == (BLOBS[0], BLOBS[2])
    assert isinstance(found[1], ReadError)


def test_a_chain_that_runs_in_a_circle_ends():
    content = bytearray(bdb_database(bytes(100_000)))
    first = next(page for page in range(len(content) // 512) if content[page * 512 + 25] == 7)
    content[first * 512 + 16 : first * 512 + 20] = struct.pack("<I", first)

    found = list(bdb_headers(bytes(content)))

    assert [len(blob) for blob in found] == [100_000]


def test_a_file_that_is_cut_off_is_told():
    found = list(bdb_headers(bdb_database(*BLOBS)[:-512]))

    assert "cut off" in found[0].message
    assert found[1] == BLOBS[0]


def test_a_page_with_impossible_items_is_an_error():
    content = bytearray(bdb_database(*BLOBS))
    content[512 + 20 : 512 + 22] = b"\xff\xff"

    assert isinstance(next(bdb_headers(bytes(content))), ReadError)


@pytest.mark.parametrize(("at", "byte"), [(12, 0), (20, 1), (24, 1)])
def test_a_head_that_makes_no_sense_is_a_read_error(at, byte):
    content = bytearray(bdb_database(*BLOBS))
    content[at] = byte

    with pytest.raises(ReadError):
        list(bdb_headers(bytes(content)))
