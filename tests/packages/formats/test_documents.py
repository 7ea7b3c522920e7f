"""Documents from hostile hands are bounded, and ReadError is all they raise."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mooring.base.errors import ReadError
from mooring.packages.formats.documents import (
    local_name,
    mapping,
    parse_json,
    parse_json_with_comments,
    parse_toml,
    parse_xml,
    parse_yaml,
    parse_yaml_documents,
    sequence,
    text,
)

PARSERS = [parse_json, parse_json_with_comments, parse_toml, parse_yaml, parse_xml]
ALIAS_BOMB = b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (98 + n, 98 + n, b",".join([b"*%c" % (97 + n)] * 9)) for n in range(9)
)
ENTITY_BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'


def test_comments_and_trailing_commas_are_left_out_and_text_is_not():
    content = b'\xef\xbb\xbf{"a": [1, 2,], // note\n /* more */ "b": "x // y, }", "c": "\\"//",}'

    assert parse_json_with_comments(content) == {"a": [1, 2], "b": "x // y, }", "c": '"//'}


def test_each_document_of_a_yaml_stream_is_read():
    assert list(parse_yaml_documents(b"a: 1\n---\nb: 2\n")) == [{"a": 1}, {"b": 2}]


@pytest.mark.parametrize(
    ("parse", "content"),
    [
        (parse_yaml, ALIAS_BOMB),
        (parse_xml, ENTITY_BOMB),
        (parse_xml, b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x>&y;</x>'),
        (parse_toml, b"a" + b".a" * 20_000 + b"=1"),
        (parse_json, b"[" * 100_000),
        (parse_json_with_comments, b"[" * 100_000),
        (parse_toml, b"a=" + b"[" * 100_000),
        (parse_yaml, b"[" * 100_000),
        (parse_yaml, b"- " * 5_000),
        (parse_json, b"\xff\xfe"),
        (parse_toml, b"\xff"),
        (parse_yaml, b"\x00"),
        (parse_yaml, b"!!python/object/apply:os.system [ls]"),
        (parse_json, b""),
    ],
)
def test_bombs_and_nonsense_are_refused(parse, content):
    with pytest.raises(ReadError):
        parse(content)


def test_values_of_another_kind_are_empty():
    assert (mapping([1]), sequence({"a": 1}), text(None), text(True), text(["a"])) == ({}, (), "", "", "")
    assert (text(" a "), text(7), text(1.5), text(10**5000)) == ("a", "7", "1.5", "")
    assert mapping({1: "a"}) == {"1": "a"}


def test_a_name_is_told_without_its_namespace():
    assert local_name(parse_xml(b'<x xmlns="urn:y"/>')) == "x"


@pytest.mark.parametrize("parse", PARSERS)
@settings(max_examples=150, deadline=None)
@given(
    content=st.one_of(
        st.binary(max_size=200), st.text(alphabet="[]{}<>/!&*\"'=:,.#-a1 \n\\", max_size=200).map(str.encode)
    )
)
def test_arbitrary_bytes_raise_nothing_but_read_errors(parse, content):
    try:
        parse(content)
    except ReadError:
        pass
