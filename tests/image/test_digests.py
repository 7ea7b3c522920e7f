"""Columns of digests: one for each algorithm that was asked for, rows in step."""

import hashlib

from mooring.image.digests import DigestColumns, algorithms_of


def test_each_algorithm_has_its_column():
    columns = DigestColumns(algorithms_of(("md5", "sha1"), with_digests=True))
    hashes = columns.hashes()
    for each in hashes:
        each.update(b"b")

    columns.add(b"a")
    columns.add_unknown()
    columns.add_hashes(hashes)

    assert columns.primary == hashlib.sha256(b"a").digest() + bytes(32) + hashlib.sha256(b"b").digest()
    assert columns.others == {
        "md5": hashlib.md5(b"a").digest() + bytes(16) + hashlib.md5(b"b").digest(),
        "sha1": hashlib.sha1(b"a").digest() + bytes(20) + hashlib.sha1(b"b").digest(),
    }


def test_nothing_is_hashed_where_nothing_was_asked_for():
    columns = DigestColumns(algorithms_of((), with_digests=False))

    columns.add(b"a")

    assert not columns
    assert (columns.primary, columns.others) == (b"", {})


def test_unknown_algorithms_are_passed_over_and_each_is_computed_once():
    assert algorithms_of(("crc32", "md5", "sha256"), with_digests=True) == ("sha256", "md5")
    assert algorithms_of(("sha256", "md5"), with_digests=False) == ("sha256", "md5")
