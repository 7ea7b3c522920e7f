"""Columns are aligned, cut to the terminal where they may be, and not spoiled by one long text."""

from mooring.reports.text.columns import Column, aligned

COLUMNS = (Column(title="name", least=6), Column(title="n", is_number=True), Column(title="path", least=6))


def lines(rows, width=0):
    return list(aligned(COLUMNS, rows, width=width, use_color=False, indent=0))


def test_texts_stand_left_and_numbers_right():
    assert lines([("a", "1", "x"), ("bcdefg", "100", "y")]) == ["name      n  path", "a         1  x", "bcdefg  100  y"]


def test_an_empty_column_is_left_out():
    assert lines([("a", "", "x")]) == ["name  path", "a     x"]


def test_no_rows_give_no_titles():
    assert lines([]) == []


def test_the_widest_columns_are_cut_first():
    assert lines([("short", "1", "a" * 40)], width=20)[1] == "short  1  aaaaaaaaa…"


def test_one_long_text_is_cut_before_all_others_are():
    rows = [("n" * 60, "1", "p" * 20), *[("n" * 10, "1", "p" * 20)] * 20]

    cut, *others = lines(rows, width=40)[1:]

    assert cut == "n" * 14 + "…  1  " + "p" * 20
    assert set(others) == {"n" * 10 + " " * 5 + "  1  " + "p" * 20}


def test_in_a_pipe_one_long_text_sticks_out_and_is_not_cut():
    rows = [("n" * 90, "1", "p"), *[("n" * 10, "1", "p")] * 20]

    longest, *others = lines(rows)[1:]

    assert longest == "n" * 90 + "  1  p"
    assert set(others) == {"n" * 10 + " " * 18 + "  1  p"}


def test_a_cell_can_be_styled_by_its_text():
    columns = (Column(title="n", style_of=lambda text: "31" if text == "bad" else ""),)

    found = list(aligned(columns, [("bad",), ("good",)], width=0, use_color=True, indent=0))

    assert found[1:] == ["\x1b[31mbad\x1b[0m", "good"]
