"""Text is measured as a terminal does, and cannot command it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.reports.text.style import clean, columns_of, cut, cut_middle, cut_path


def test_what_would_control_the_terminal_is_shown_as_a_dot():
    assert clean("a\x1b[31m\tb\u202ec\n") == "a·[31m b·c"


def test_wide_characters_take_two_columns():
    assert (columns_of("abc"), columns_of("日本"), columns_of("e\u0301")) == (3, 4, 1)


def test_a_cut_text_shows_that_it_was_cut():
    assert (cut("abcdef", 4), cut_path("/usr/lib/x", 6), cut_middle("org.example:artifact", 12)) == (
        "abc…",
        "…lib/x",
        "org…rtifact",
    )


@given(st.text(max_size=50), st.integers(0, 40))
@pytest.mark.parametrize("shorten", [cut, cut_path, cut_middle])
def test_a_cut_text_fits(shorten, text, width):
    assert columns_of(shorten(clean(text), width)) <= width
