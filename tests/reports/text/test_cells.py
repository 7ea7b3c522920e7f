"""Values that spreadsheets show and do not compute."""

import pytest

from mooring.reports.text.cells import csv_pieces, harmless


def test_quotes_and_line_breaks_are_kept_inside_a_cell():
    assert b"".join(csv_pieces(("a", "b"), [('x"y', "1\n2")])) == b'a,b\r\n"x""y","1\n2"\r\n'


def test_many_rows_come_in_pieces():
    assert len(list(csv_pieces(("a",), [("1",)] * 1200))) == 3


@pytest.mark.parametrize(
    ("value", "shown"),
    [("=SUM(A1)", "'=SUM(A1)"), ("@x|y", "'@x|y"), ("-1", "-1"), ("+1.2", "+1.2"), ("plain(1)", "plain(1)")],
)
def test_a_formula_is_marked_as_text(value, shown):
    assert harmless(value) == shown
