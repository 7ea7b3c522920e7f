"""Pieces of a file never reach past its end."""

import pytest

from mooring.packages.formats.sections import c_string, clipped

CASES = [((2, 5), (2, 5)), ((2, 50), (2, 8)), ((20, 5), (10, 0)), ((0, 10), (0, 10))]


@pytest.mark.parametrize(("asked", "given"), CASES)
def test_a_section_is_cut_to_the_file(asked, given):
    section = clipped(bytes(10), name="x", offset=asked[0], size=asked[1])

    assert (section.offset, section.size) == given


def test_a_string_ends_at_its_nul_or_at_the_given_end():
    assert c_string(b"abc\0def", 0, 7) == "abc"
    assert c_string(b"abcdef", 0, 3) == "abc"
    assert c_string(b"abcdef", 5, 3) == ""
