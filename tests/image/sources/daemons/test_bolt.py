"""bbolt databases from hostile hands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from images.bolt import bolt
from mooring.base.errors import DamagedImage
from mooring.image.sources.daemons.bolt import Bolt, Bucket

TREE = {b"v1": {b"k8s.io": {b"images": {b"app": b"1", b"web": b"2"}}, b"version": b"\x01"}, b"x": b"plain"}


@pytest.mark.parametrize("is_split", [False, True])
def test_nested_buckets_are_read(is_split):
    root = Bolt(bolt(TREE, is_split=is_split), "meta.db").root

    images = root.bucket(b"v1", b"k8s.io", b"images")

    assert images is not None
    assert images.values() == {b"app": b"1", b"web": b"2"}
    assert root.values() == {b"x": b"plain"}
    assert root.bucket(b"v1", b"none", b"images") is None


def test_a_value_may_overflow_its_page():
    root = Bolt(bolt({b"k": b"v" * 10_000}), "meta.db").root

    assert root.values() == {b"k": b"v" * 10_000}


def test_pages_in_a_circle_end():
    content = bytearray(bolt({b"a": b"1", b"b": b"2"}, is_split=True))
    # The branch's first child becomes the branch.
    content[3 * 4096 + 16 + 8] = 3

    with pytest.raises(DamagedImage, match="in a circle"):
        list(Bolt(bytes(content), "meta.db").root.items())


def test_a_file_that_is_no_database_is_damaged():
    with pytest.raises(DamagedImage, match="no valid meta page"):
        Bolt(b"SQLite format 3\0" * 1000, "meta.db")


def _walk(bucket: Bucket, depth: int = 0) -> None:
    for _, value in bucket.buckets():
        if depth < 8:
            _walk(value, depth + 1)


@given(st.integers(0, 4096 * 7), st.binary(min_size=1, max_size=8))
def test_mutated_databases_raise_nothing_but_damaged_image(at, piece):
    content = bytearray(bolt(TREE, is_split=True))
    content[at : at + len(piece)] = piece

    try:
        _walk(Bolt(bytes(content), "meta.db").root)
    except DamagedImage:
        return


@given(st.integers(0, 4096 * 7))
def test_truncated_databases_raise_nothing_but_damaged_image(size):
    try:
        _walk(Bolt(bolt(TREE, is_split=True)[:size], "meta.db").root)
    except DamagedImage:
        return
