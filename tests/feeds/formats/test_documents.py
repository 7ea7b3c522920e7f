"""Documents of one file a record."""

import pytest

from mooring.feeds.feed import FeedLog
from mooring.feeds.formats.documents import (
    OddRecordError,
    cve_of,
    ghsa_of,
    part_of,
    read_documents,
    text_of,
    texts_of,
)
from mooring.feeds.raw import RawLimits, raw_files
from mooring.model.advisory import Advisory


def test_a_damaged_file_is_counted_and_the_others_are_read(tmp_path):
    for name, text in {"1.json": '{"id": "X-1"}', "2.json": "{", "3.yml": "id: X-3", "4.yml": "- 1", "5.json": '{"id": 7}',
                       "6.json": '{"id": "' + "x" * 200 + '"}'}.items():  # fmt: skip
        (tmp_path / name).write_text(text)

    def advisories_of(name, document):
        if not isinstance(document["id"], str):
            raise OddRecordError("has no id")
        yield Advisory(id=document["id"], feed="a")

    log = FeedLog()
    found = list(read_documents(raw_files(tmp_path, RawLimits(max_record_bytes=100)), log, advisories_of))

    assert ["X-1", "X-3"] == [one.id for one in found]
    assert (log.records, log.rejects) == (6, 4)


def test_fields_of_another_kind_are_empty():
    document = {"a": 1.5, "b": ["x", 2, " y "], "c": {"d": "e"}, "f": True, "g": "h"}

    assert [text_of(document, name) for name in "abcfgz"] == ["1.5", "", "", "", "h", ""]
    assert [texts_of(document, name) for name in "abgz"] == [(), ("x", "y"), ("h",), ()]
    assert [part_of(document, name) for name in "caz"] == [{"d": "e"}, {}, {}]


@pytest.mark.parametrize(
    ("text", "cve"), [("2024-1111", "CVE-2024-1111"), ("cve-2024-1111", "CVE-2024-1111"), ("~", ""), ("CVE-2024-", "")]
)
def test_a_cve_is_written_in_one_way(text, cve):
    assert cve_of(text) == cve


def test_an_identifier_of_github_is_written_in_one_way():
    assert [ghsa_of("aaaa-bbbb-cccc"), ghsa_of("GHSA-aaaa-bbbb-cccc"), ghsa_of("x")] == ["GHSA-aaaa-bbbb-cccc"] * 2 + [
        ""
    ]
