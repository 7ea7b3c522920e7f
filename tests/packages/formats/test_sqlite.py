"""Rows of SQLite tables, as SQLite itself writes them."""

import sqlite3
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.base.errors import ReadError
from mooring.packages.formats.sqlite import open_database, rows

VALUES = [
    None,
    0,
    1,
    -1,
    127,
    -129,
    40_000,
    -9_000_000,
    2**40,
    -(2**63),
    1.5,
    "text",
    "ünïcode",
    b"",
    b"bytes" * 4_000,
    "x" * 509,
]


def database(script, *, page_size=512, encoding="UTF-8", values=()):
    connection = sqlite3.connect(":memory:")
    connection.execute(f"PRAGMA page_size = {page_size}")
    connection.execute(f"PRAGMA encoding = '{encoding}'")
    connection.executescript(script)
    connection.executemany("INSERT INTO t (v) VALUES (?)", [(value,) for value in values])
    connection.commit()
    content = connection.serialize()
    connection.close()
    return content


def values_of(content, table="t"):
    return [row if isinstance(row, ReadError) else row[1][1] for row in rows(open_database(content), table)]


TABLE = "CREATE TABLE t (id INTEGER PRIMARY KEY, v);"


@pytest.mark.parametrize("page_size", [512, 4096, 65536])
@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16le", "UTF-16be"])
def test_every_kind_of_value_is_read(page_size, encoding):
    assert values_of(database(TABLE, page_size=page_size, encoding=encoding, values=VALUES)) == VALUES


def test_rows_of_a_deep_tree_come_in_the_order_of_their_rowids():
    content = database(TABLE, values=range(20_000))

    assert [row[0] for row in rows(open_database(content), "t")] == list(range(1, 20_001))


def test_rowids_may_be_negative():
    content = database(TABLE + "INSERT INTO t VALUES (-5, 'x')")

    assert list(rows(open_database(content), "t")) == [(-5, [None, "x"])]


@pytest.mark.parametrize("size", [*range(470, 482), 990, 4_000])
def test_payloads_at_the_edge_of_a_page_are_whole(size):
    values = [bytes([65 + number]) * size for number in range(3)]

    assert values_of(database(TABLE, values=values)) == values


def test_a_table_among_many_is_found_and_views_are_not_tables():
    script = TABLE + "CREATE VIEW w AS SELECT 1;" + "".join(f"CREATE TABLE t{n} (a, b);" for n in range(200))
    content = database(script, values=["x"])

    assert values_of(content) == ["x"]
    assert "has no table 'w'" in values_of(content, "w")[0].message


def test_a_damaged_page_does_not_hide_the_others():
    content = bytearray(database(TABLE, values=["a" * 300] * 50))
    leaf = next(at for at in range(512 * 5, len(content), 512) if content[at] == 0x0D)
    content[leaf] = 0

    found = values_of(bytes(content))

    assert len([row for row in found if isinstance(row, ReadError)]) == 1
    assert len([row for row in found if row == "a" * 300]) >= 45


def test_a_page_that_is_its_own_child_ends():
    content = bytearray(database(TABLE, values=["a" * 300] * 50))
    interior = next(at for at in range(512, len(content), 512) if content[at] == 0x05)
    content[interior + 8 : interior + 12] = (interior // 512 + 1).to_bytes(4, "big")

    assert "used twice" in values_of(bytes(content))[-1].message


def test_cells_that_share_their_bytes_cannot_hold_more_than_the_file():
    content = bytearray(database(TABLE, page_size=65536, values=[b"a" * 500_000]))
    leaf = 65536
    cell = content[leaf + 8 : leaf + 10]
    content[leaf + 3 : leaf + 5] = (1_000).to_bytes(2, "big")
    content[leaf + 8 : leaf + 8 + 2_000] = cell * 1_000

    found = values_of(bytes(content))

    assert sum(len(row) for row in found if isinstance(row, bytes)) <= len(content)


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", b"SQLite format 3\0" + bytes(100)])
def test_what_is_no_database_is_a_read_error(content):
    with pytest.raises(ReadError):
        open_database(content)


SEED = database(TABLE, values=[*VALUES, *["filler" * 20] * 30])


@given(
    st.lists(st.tuples(st.integers(16, len(SEED) - 1), st.integers(0, 255)), max_size=8), st.integers(100, len(SEED))
)
def test_mutated_databases_give_rows_and_errors_only(changes, end):
    content = bytearray(SEED)
    for at, byte in changes:
        content[at] = byte
    with suppress(ReadError):
        list(rows(open_database(bytes(content[:end])), "t"))
