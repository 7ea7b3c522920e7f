"""Lines of the tracker's text lists."""

import pytest

from mooring.base.errors import ReadError
from mooring.feeds.feed import FeedLog
from mooring.feeds.providers.distributions.deb.tracker_lists import MAX_LINES, iso_date, record, records

DATES = [
    ("29 Mar 2023", "2023-03-29"),
    ("5 Aug 2002", "2002-08-05"),
    ("August 26th, 2005", "2005-08-26"),
    ("September 1st, 2005", "2005-09-01"),
    ("29 Foo 2023", ""),
    ("99 Mar 2023", ""),
    ("yesterday", ""),
    ("", ""),
]


@pytest.mark.parametrize(("written", "expected"), DATES)
def test_a_date_is_read_in_both_forms(written, expected):
    assert expected == iso_date(written)


LINES = [
    ("- putty 0.75-3 (low; bug #990901)", ("", "putty", "fixed", "0.75-3", "low", "990901", "")),
    ("[buster] - putty <no-dsa> (Minor issue)", ("buster", "putty", "no-dsa", "", "", "", "Minor issue")),
    ("- ant <unfixed> (unimportant)", ("", "ant", "unfixed", "", "unimportant", "", "")),
    ("[wheezy] - curl  7.26.0-1+wheezy5", ("wheezy", "curl", "fixed", "7.26.0-1+wheezy5", "", "", "")),
    ("- curl", ("", "curl", "unfixed", "", "", "", "")),
    ("- curl (bug #1)", ("", "curl", "unfixed", "", "", "1", "")),
]


@pytest.mark.parametrize(("line", "expected"), LINES)
def test_a_line_about_a_package_is_read(line, expected):
    (found,) = record("CVE-2021-0001 (Text)", [line]).packages

    assert expected == (
        found.release, found.package, found.kind, found.version, found.urgency, found.bug, found.note
    )  # fmt: skip


@pytest.mark.parametrize("line", ["NOTE: - curl 1", "TODO: check", "NOT-FOR-US: x", "-", "[x", "- "])
def test_other_lines_name_no_package(line):
    assert () == record("CVE-2021-0001 (Text)", [line]).packages


def test_a_line_at_the_margin_that_is_no_record_is_refused():
    with pytest.raises(ReadError, match="neither a CVE nor a dated advisory"):
        record("<html>", [])


def test_a_record_of_a_million_lines_is_cut():
    log = FeedLog()
    lines = [b"CVE-2021-0001 (Text)", *[b" - curl 1"] * (MAX_LINES + 5)]

    (found,) = records(lines, "CVE/list", log)

    assert MAX_LINES == len(found.packages)


def test_lines_before_the_first_record_are_passed_over():
    assert [] == list(records([b"\t- curl 1"], "CVE/list", FeedLog()))


def test_a_line_of_blanks_costs_no_more_than_its_length():
    line = "- a" + " " * 200_000 + "\x00"

    assert "a" == record("CVE-2021-0001 (Text)", [line]).packages[0].package
