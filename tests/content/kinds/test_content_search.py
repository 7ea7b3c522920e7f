"""Expressions are found in the files that the image shows, with their lines."""

import pytest

from content.gathering import gather
from images.build import layer
from mooring.base.errors import BadConfig
from mooring.base.limits import Limits
from mooring.content.kinds.content_search import KIND
from mooring.content.options import ContentOptions
from mooring.model.evidence.content import Need
from mooring.model.reader import OVERLAP_BYTES
from mooring.scan.read import windows_of

BOTH = (("PASSWORD", "password"), ("KEY", "^key="))


def search(*layers, expressions=BOTH, **given):
    return gather(KIND, ContentOptions(search=tuple(expressions)), *layers, **given)


def rows(gathered) -> list[tuple[str, str, int]]:
    return [(match.path, match.name, match.line) for match in gathered.content.matches]


def test_lines_of_each_file_are_told_with_name_expression_and_layer():
    one = layer({"etc/a": b"# the password\nkey=1\n", "etc/b": b"nothing\nmonkey=1\n"})

    gathered = search(one)

    assert rows(gathered) == [("/etc/a", "KEY", 2), ("/etc/a", "PASSWORD", 1)]
    assert {(match.regex, match.layer) for match in gathered.content.matches} == {
        ("password", one.diff_id), ("^key=", one.diff_id),
    }  # fmt: skip


def test_what_later_layers_replace_or_remove_is_not_found():
    base = layer({"a": b"password", "b": b"password", "c": b"password"})

    assert rows(search(base, layer({"a": b"safe"}, whiteouts=("b",)))) == [("/c", "PASSWORD", 1)]


def test_the_search_tells_what_it_could_find():
    gathered = search(layer({"a": b"1"}))

    assert gathered.search.subjects == ("PASSWORD", "password", "KEY", "^key=")
    assert gathered.content.has(Need.CONTENT_SEARCH)


def test_binaries_are_no_text_and_utf16_is():
    one = layer({"bin/x": b"\x7fELFpassword", "a": b"ab\0\0\0\0\0 password", "u": "x\npassword".encode("utf-16")})

    assert rows(search(one)) == [("/u", "PASSWORD", 2)]


def test_the_first_hundred_lines_of_a_file_are_kept():
    assert len(rows(search(layer({"a": b"password\n" * 500})))) == 100


def test_a_file_too_large_to_be_held_is_searched_in_windows_with_true_lines():
    content = b"password\n" + (b"x" * 99 + b"\n") * 400_000 + b"my key=1\nkey=2\n"

    gathered = search(layer({"large": content}), limits=Limits(max_file_bytes=1 << 20))

    assert rows(gathered) == [("/large", "KEY", 400_003), ("/large", "PASSWORD", 1)]
    assert gathered.problems == []


@pytest.mark.parametrize("cut", range(-6, 7))
def test_the_edge_of_a_window_hides_no_line_and_makes_none(cut):
    """A line that begins before the edge is not cut in two, and no end of a line is taken for a line."""
    reader = KIND.reader(ContentOptions(search=BOTH))
    first = (16 << 20) - OVERLAP_BYTES + cut
    content = b"y" * (first - 10) + b"\n" + b"z" * 7 + b" \nxkey=1\nkey=2\n" + b"w" * (17 << 20)

    facts = [fact for window in windows_of("p", len(content), iter([content])) for fact in reader.read_window(window)]

    assert {(fact.name, fact.line) for fact in facts} == {("KEY", 4)}


def test_a_bad_expression_is_refused_by_the_name_of_the_setting():
    with pytest.raises(BadConfig, match=r"content\.search: the expression '\(' of 'X'"):
        KIND.reader(ContentOptions(search=(("X", "("),)))


def test_the_key_of_the_cache_follows_the_expressions():
    assert KIND.variant(ContentOptions(search=BOTH)) != KIND.variant(ContentOptions(search=BOTH[:1]))
