"""Lines of entries, found by looking onward."""

from mooring.packages.formats.lines import LineFinder


def test_marks_are_found_in_the_order_of_the_text():
    finder = LineFinder(b'{\n "a": {},\n "b": {\n  "a": {}\n }\n}')

    assert [finder.line_of('"a": {'), finder.line_of('"b": {'), finder.line_of('"a": {')] == [2, 3, 4]


def test_a_mark_may_begin_with_the_line_feed_before_it():
    assert LineFinder(b"packages:\n  /a/1.0.0:\n").line_of("\n  /a/1.0.0:") == 2


def test_what_is_not_there_has_line_0_and_the_search_gives_up():
    finder = LineFinder(b"a\nb")

    assert [finder.line_of("x") for _ in range(20)] == [0] * 20
    assert finder.line_of("b") == 0


def test_spellings_before_the_last_are_looked_for_nearby_only():
    content = b"x" * 100_000 + b"\nfar\nnear"

    assert LineFinder(content).line_of("far", "near") == 3
    assert LineFinder(content).line_of("far") == 2
