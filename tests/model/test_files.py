"""Rows about files."""

from mooring.model.files import EntryTable, Problem


def table(*paths: bytes) -> EntryTable:
    count, joined = len(paths), b"\0".join(paths)
    blank = {"headers": b"", "overrides": {}, "links": {}, "devices": {}, "digests": b""}
    return EntryTable(count=count, paths=joined, kinds=bytes(count), modes=bytes(2 * count), **blank)


def test_the_paths_of_a_table_come_in_order_and_duplicates_stay():
    assert table(b"a", b"b/c", b"a").path_list() == [b"a", b"b/c", b"a"]
    assert table(b"a").path_list() == [b"a"]


def test_a_table_without_rows_has_no_paths():
    assert table().path_list() == []


def test_a_problem_says_where_what_and_who():
    assert str(Problem(path="/a", reason="is cut off", reader="dpkg 3")) == "/a: is cut off (reader dpkg 3)"
    assert str(Problem(path="", reason="is cut off")) == "image: is cut off"


def test_problems_have_an_order():
    problems = [Problem(path="/b", reason="x"), Problem(path="/a", reason="y"), Problem(path="/a", reason="x")]

    assert [str(problem) for problem in sorted(problems)] == ["/a: x", "/a: y", "/b: x"]
