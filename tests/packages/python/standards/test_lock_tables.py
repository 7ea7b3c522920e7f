"""Lines of tables, and scope by reachability."""

from mooring.packages.formats.documents import parse_toml
from mooring.packages.python.standards.lock_tables import package_tables, scopes_by_reach


def lines(content: bytes) -> list[int]:
    return [line for _, line in package_tables(parse_toml(content), "package", content)]


def test_each_table_has_the_line_of_its_header():
    assert lines(b'\n[[package]]\nname = "a"\n[[package]]\nname = "b"\n') == [2, 4]


def test_lines_are_unknown_where_a_header_is_only_text():
    assert lines(b'[[package]]\nd = """\n[[package]]\n"""\n') == [0]


def test_the_strongest_scope_that_reaches_a_package_is_its_scope():
    edges = {"a": ["b"], "b": ["a", "c"], "d": ["c", "e"], "e": []}

    found = scopes_by_reach(edges, {"runtime": ["A"], "dev": ["d"]})

    assert found == {"a": "runtime", "b": "runtime", "c": "runtime", "d": "dev", "e": "dev"}
