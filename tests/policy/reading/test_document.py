"""Documents of strangers."""

import time

import pytest

from mooring.base.errors import ReadError
from mooring.policy.reading.document import MAX_BUNDLE_BYTES, RepeatedKeys, parse_document


def test_json_and_yaml_are_told_apart_by_name_and_by_what_stands_there():
    assert parse_document(b'{"a": 1}', "bundle") == {"a": 1}
    assert parse_document(b"a: 1", "bundle") == {"a": "1"}
    assert parse_document(b"{a: 1}", "bundle.yml") == {"a": "1"}
    assert parse_document(b'\xef\xbb\xbf{"a": []}', "bundle.json") == {"a": []}


def test_keys_that_stand_twice_in_json_are_remembered():
    table = parse_document(b'{"a": 1, "b": 2, "a": 3, "a": 4}', "b.json")

    assert isinstance(table, RepeatedKeys)
    assert (table, table.repeated) == ({"a": 4, "b": 2}, ("a",))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b'{"a": ', "not JSON in line 1, column 7"),
        (b'{"a": NaN}', "NaN is no number"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "not JSON"),
        (b'{"a": "\xff"}', "byte 7 is 0xff"),
        (b"\x00\x01", "not YAML"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nested too deeply"),
        (b"[" + b"{}," * 600_000 + b"{}]", "more than 500000"),
    ],
)
def test_what_cannot_be_read_says_why(content, reason):
    with pytest.raises(ReadError, match=reason):
        parse_document(content, "bundle.json" if content[:1] in b"{[" else "bundle")


def test_a_document_of_50_megabytes_is_refused_before_it_is_read():
    content = b'{"policies": [' + b"0," * 25_000_000 + b"0]}"
    started = time.process_time()

    with pytest.raises(ReadError, match="47.7 MiB; the limit is 8.0 MiB"):
        parse_document(content, "bundle.json")

    assert time.process_time() - started < 0.1
    assert len(content) > 5 * MAX_BUNDLE_BYTES


def test_the_limit_can_be_set():
    with pytest.raises(ReadError, match="the limit is 0.0 KiB"):
        parse_document(b'{"a": 1}', "b.json", max_bytes=4)
