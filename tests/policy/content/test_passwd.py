"""/etc/passwd as evidence."""

import pytest

from mooring.model.evidence.content import Need, RetrievedFile
from mooring.policy.content.passwd import MAX_LINES, parse_passwd, passwd_of, user_id_of
from policy.gate_rules import evidence, searched


def passwd(content: bytes) -> RetrievedFile:
    return RetrievedFile(path="/etc/passwd", content=content, size=len(content), sha256="00" * 32)


def test_entries_are_told_from_what_is_none():
    text = b"root:x:0:0:root:/root:/bin/sh\r\n\n# comment\n+::::::\nbad\nx:y:z:1:::\na:b:1:2:c:d:e:f\n:x:1:1:::\nlast:x:1:1::/:"

    parsed = parse_passwd(passwd(text))

    assert [("root", 1), ("last", 9)] == [(entry.user, entry.number) for entry in parsed.entries]
    assert (5, 6, 7, 8) == parsed.odd_lines


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("toor:x:0", "toor:…:0:"),
        ("toor:x:0:0:/:/bin/sh", "toor:…:0:0"),
        ("toor:x: +0:00:::::x", "toor:…:0:00"),
        ("+toor:x:0:0::/:/bin/sh", "toor:…:0:0"),
        ("+::::::", None),
        ("toor", None),
        ("toor:x:zero:0:::", None),
    ],
)
def test_what_programs_read_as_an_entry_is_a_loose_one_without_its_other_fields(line, seen):
    parsed = parse_passwd(passwd(line.encode()))

    assert () == parsed.entries
    assert [seen] * (seen is not None) == [entry.line for entry in parsed.loose]


def test_a_file_of_junk_or_of_a_million_lines_is_bounded():
    assert () == parse_passwd(passwd(b"\xff\x00" * 1000)).entries
    parsed = parse_passwd(passwd(b"\n" * 1_000_000))
    assert 1_000_001 - MAX_LINES == parsed.lines_left_out


@pytest.mark.parametrize("masked", ["…", "!…"])
def test_a_masked_password_is_not_compared(masked):
    [entry] = parse_passwd(passwd(f"a:{masked}:1:2:c:/d:/e".encode())).entries

    assert entry.is_same_line("a:$6$x$y:1:2:c:/d:/e")
    assert not entry.is_same_line("a:$6$x$y:1:3:c:/d:/e")
    assert not entry.is_same_line("a:1")


def test_the_first_entry_of_a_name_gives_its_id():
    content = searched(Need.RETRIEVED_FILES, retrieved=(passwd(b"toor:x:000:0::/:\ntoor:x:9:9::/:\n"),))
    judged = evidence(content=content)

    assert "0" == user_id_of(judged, "toor")
    assert user_id_of(judged, "nobody") is None
    assert user_id_of(evidence(), "toor") is None
    assert passwd_of(evidence(content=searched(Need.RETRIEVED_FILES))) is None
