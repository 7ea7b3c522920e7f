"""Only the header of core metadata is read."""

import time

from mooring.packages.python.standards.core_metadata import MAX_HEADER_BYTES, first, header_fields


def test_fields_are_known_by_any_case_and_folded_values_are_joined():
    fields = header_fields(
        b"\xef\xbb\xbfNAME: a\nLicense: The MIT License\n        second\n\tthird\nSummary: x\n  y\nversion : no\n"
    )

    assert fields == {"name": ["a"], "license": ["The MIT License\nsecond\nthird"]}


def test_unknown_is_nothing():
    assert first(header_fields(b"Author: UNKNOWN\n"), "author") == ""


def test_a_long_description_costs_nothing():
    content = b"Name: a\nVersion: 1\n\n" + b"Name: b\n" * 2_000_000
    started = time.perf_counter()

    fields = header_fields(content)

    assert fields["name"] == ["a"]
    assert time.perf_counter() - started < 0.05


def test_a_header_without_end_is_cut_off():
    fields = header_fields(b"Name: a\n" + b"X: y\n" * (MAX_HEADER_BYTES // 5) + b"Version: 1\n")

    assert "version" not in fields
