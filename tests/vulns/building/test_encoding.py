"""Advisories as packed types."""

import msgspec
import pytest

from mooring.model.advisory import Advisory
from mooring.model.severity import Severity, SeverityRating
from mooring.vulns.building.encoding import cut, joined, list_head, pieces, record_row, with_feed
from mooring.vulns.rows import AffectedRow, Interval, Qualifiers, RecordRow

_pack = msgspec.msgpack.encode


@pytest.mark.parametrize("count", [0, 1, 15, 16, 17, 65_535, 65_536, 70_000])
def test_a_list_is_its_head_and_its_elements(count):
    assert _pack([7] * count) == list_head(count) + _pack(7) * count


@pytest.mark.parametrize("numbers", [(), (5,), (1, 70_000, 2**31), tuple(range(300))])
def test_a_row_is_whole_once_its_numbers_are_known(numbers):
    row = AffectedRow(
        vulnerabilities=(),
        record=0,
        intervals=(Interval(b"\x00", b"\xff", 3),),
        qualifiers=Qualifiers(module="a:1"),
        note="é",
    )

    packed = joined(pieces(row), _pack(numbers), _pack(90_000))

    assert msgspec.structs.replace(row, vulnerabilities=numbers, record=90_000) == msgspec.msgpack.decode(
        packed, type=AffectedRow
    )


@pytest.mark.parametrize("feed", [0, 1, 200, 70_000])
def test_a_record_gets_the_number_of_its_feed(feed):
    record = RecordRow(feed=0, id="CVE-2024-1000", kind=2)

    assert msgspec.structs.replace(record, feed=feed) == msgspec.msgpack.decode(
        with_feed(_pack(record), _pack(feed)), type=RecordRow
    )


def test_the_types_are_short_enough_for_their_head_to_be_one_byte():
    """`pieces` and `with_feed` rely on that: an array of 16 would have a head of three."""
    assert max(len(AffectedRow.__struct_fields__), len(RecordRow.__struct_fields__)) < 16


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("short", "short"),
        ("some words that go on", "some words…"),
        ("x" * 30, "x" * 12 + "…"),
        ("a " + "x" * 30, "a xxxxxxxxxx…"),
        ("", ""),
    ],
)
def test_long_texts_are_cut_between_words(text, expected):
    assert expected == cut(text, 12)


@pytest.mark.parametrize(
    ("rating", "word"),
    [
        (SeverityRating(source="redhat", score=4.3, cvss_version="3.1"), Severity.MEDIUM),
        (SeverityRating(source="redhat", severity=Severity.LOW, score=9.8, cvss_version="3.1"), Severity.LOW),
        (SeverityRating(source="redhat"), Severity.UNKNOWN),
        (SeverityRating(source="redhat", score=99.0), Severity.UNKNOWN),
    ],
)
def test_a_score_without_a_word_is_the_word_of_its_band(rating, word):
    record = record_row(Advisory(id="CVE-2024-1000", feed="redhat", ratings=(rating,)))

    assert record.ratings[0][1] == word.rank
