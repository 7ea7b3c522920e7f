"""The search for a version."""

from mooring.packages.binary.classifiers.classifier import linker_strings, near, version_in


def test_the_first_place_that_fits_counts():
    assert version_in(b"v=x  v=1.0  v=2.0", (near(b"v=", rb"v=(\d\.\d)"),), "") == "1.0"


def test_a_place_of_the_literal_outside_the_window_does_not_count():
    assert version_in(b"1.0" + bytes(50) + b"name", (near(b"name", rb"(\d\.\d)", before=10),), "") == ""


def test_the_name_of_the_file_narrows_the_search():
    signature = near(b"\0{0}.", rb"\x00({0}\.\d+)\x00")

    assert version_in(b"\x003.45.1\x003.11.2\0", (signature,), "3.11") == "3.11.2"
    assert version_in(b"\x003.11.2\0", (signature,), "") == ""


def test_several_numbers_of_a_linker_are_no_version():
    assert version_in(b"\0v1.2.3\0\0v1.9.9\0", linker_strings(b"v1."), "") == ""


def test_one_number_of_a_linker_is_the_version_however_often_it_stands_there():
    assert version_in(b"\0v1.2.3\0\0v1.2.3\0", linker_strings(b"v1."), "") == "1.2.3"


def test_the_search_ends_where_a_file_is_made_of_literals():
    assert version_in(b"v=" * 100_000 + b"1.0", (near(b"v=", rb"v=(\d\.\d)", after=2),), "") == ""
