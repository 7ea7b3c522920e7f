"""The stored database is used when it is whole and its own, and never otherwise."""

import sys

import pytest

from mooring.content.secrets.matching import patterns
from mooring.content.secrets.matching.patterns import pattern_database

REGEXES = ("abc", "x[0-9]{3}")


def only_file(folder):
    """The one stored database."""
    (path,) = folder.iterdir()
    return path


def test_every_end_of_every_expression_is_told():
    database = pattern_database(REGEXES, "")
    assert database is not None

    assert sorted(database.ends(b"abc x123 abc", 10)) == [(0, 3), (0, 12), (1, 8)]


def test_too_many_ends_are_not_followed():
    database = pattern_database(REGEXES, "")
    assert database is not None

    assert database.ends(b"abc" * 11, 10) is None


def test_a_database_is_stored_and_used_again(tmp_path, monkeypatch):
    pattern_database(REGEXES, str(tmp_path / "cache"))
    monkeypatch.setattr(patterns, "_built", None)

    again = pattern_database(REGEXES, str(tmp_path / "cache"))

    assert again is not None and again.ends(b"abc", 10) == [(0, 3)]
    assert only_file(tmp_path / "cache").name.startswith("secrets-")


@pytest.mark.parametrize("damage", [lambda content: b"", lambda content: content[:-9], lambda content: content[:-1] + b"\0",
                                    lambda content: b"x" + content[1:], lambda content: content[:60]])  # fmt: skip
def test_a_damaged_database_is_built_again(tmp_path, damage):
    pattern_database(REGEXES, str(tmp_path))
    path = only_file(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(damage(whole))

    database = pattern_database(REGEXES, str(tmp_path))

    assert database is not None and database.ends(b"abc", 10) == [(0, 3)]
    assert path.read_bytes() == whole


def test_other_expressions_have_another_database(tmp_path):
    pattern_database(REGEXES, str(tmp_path))
    pattern_database(REGEXES[:1], str(tmp_path))

    assert len(list(tmp_path.iterdir())) == 2


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path):
    (tmp_path / "file").write_bytes(b"")

    assert pattern_database(REGEXES, str(tmp_path / "file" / "cache")) is not None


def test_expressions_that_hyperscan_refuses_are_left_out():
    database = pattern_database(("a*", "abc", r"\pL"), "")

    assert database is not None and database.left_out == {0, 2}
    assert database.ends(b"abc", 10) == [(1, 3)]


def test_without_hyperscan_there_is_no_database(monkeypatch):
    monkeypatch.setitem(sys.modules, "hyperscan", None)

    assert pattern_database(REGEXES, "") is None


def test_no_expressions_need_no_database():
    assert pattern_database((), "") is None
