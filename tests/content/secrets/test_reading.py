"""Facts of files and windows: places, comments, checksums, and what is said where there may be more."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.secrets.world import RULES, TOKEN, rule_set, searchers, token
from mooring.base.config import SecretText
from mooring.base.errors import ReadError
from mooring.content.options import ContentOptions
from mooring.content.secrets.reading import SecretReader
from mooring.content.secrets.rule import Allowlist, Rule
from mooring.model.evidence.content import SecretFact
from mooring.model.reader import LayerFile, Window

OPTIONS = ContentOptions(secrets=True, fingerprint_key=SecretText("key"))
STORE = Rule(id="store", path=r"\.jks$")
OVERLAP = 2_400  # of bytes: in UTF-16 half as many units, which must do, too


def reader(rules=RULES, options=OPTIONS, **given) -> SecretReader:
    """A reader of these rules, with small blocks."""
    return SecretReader(searchers(rules, block=128, reach=128)[0], options, **given)


READER = reader()


def facts(content: bytes, path: str = "app/x.txt", by: SecretReader = READER) -> list[SecretFact]:
    """What a file holds."""
    return list(by.read(LayerFile(path=path, content=content)))


def windows_of(content: bytes, size: int, *, counted: bool = True) -> list[Window]:
    """The windows of a file, with lines counted as the scan should."""
    found = []
    for offset in range(0, max(1, len(content) - OVERLAP), size - OVERLAP):
        before = content[:offset]
        found.append(
            Window(
                path="app/x.txt",
                size=len(content),
                head=content[:64],
                offset=offset,
                content=content[offset : offset + size],
                is_last=offset + size >= len(content),
                first_line=before.count(b"\n") + 1 if counted else 0,
                line_offset=before.rfind(b"\n") + 1,
            )
        )
    return found


def test_a_fact_tells_line_and_column_in_bytes():
    (fact,) = facts(f"one\ntwo é {token()}\n".encode())

    assert (fact.rule, fact.line, fact.column, len(fact.fingerprint)) == ("token", 2, 8, 32)


def test_the_same_secret_has_the_same_fingerprint_in_every_file_and_encoding():
    line = f"a line before\nsecret token: {token()}\n"

    found = [facts(line.encode(codec))[0] for codec in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")]

    assert len(set(found)) == 1
    assert (found[0].line, found[0].column) == (2, 15)


@pytest.mark.parametrize("comment", ["# mooring:allow", "// gitleaks:allow"])
def test_a_comment_on_the_line_accepts_a_secret_and_keeps_it(comment):
    first, second = facts(f"{token(1)} {comment}\n{token(2)}\n".encode())

    assert (first.is_allowed, second.is_allowed) == (True, False)


def test_a_checksum_is_told_and_filters_nothing():
    rule = Rule(id="gh", regex=r"ghp_[A-Za-z0-9]{36}", checksum="github-crc32")

    (fact,) = facts(b"ghp_" + b"a" * 36, by=reader(rule_set(rule)))

    assert fact.is_valid is False


def test_a_file_may_be_told_by_its_path_alone():
    by = reader(rule_set(TOKEN, STORE))

    assert facts(b"\xfe\xed\xfe\xed\0\0\0\2", "app/x.jks", by) == [SecretFact(rule="store")]
    assert facts(b"\xfe\xed\xfe\xed\0\0\0\2", "app/x.bin", by) == []


def test_an_allowlist_of_paths_holds_for_rules_of_paths():
    by = reader(rule_set(STORE, allowlists=(Allowlist(paths=("^test/",)),)))

    assert (facts(b"\0", "test/x.jks", by), len(facts(b"\0", "x.jks", by))) == ([], 1)


def test_bytes_that_are_no_text_are_passed_over():
    assert facts(b"\x7fELF" + b"\0" * 40 + token().encode()) == []


def test_text_in_utf_32_is_a_problem():
    content = f"TOKEN={token()} and more words\n".encode("utf-32")

    with pytest.raises(ReadError, match="UTF-32"):
        facts(content)


def test_a_nul_before_a_secret_does_not_hide_it():
    assert [fact.line for fact in facts(b"\0A=1\0\nTOKEN=" + token().encode() + b"\0B=some words\n")] == [2]


def test_text_with_nul_behind_its_head_is_searched():
    assert len(facts(b"text " * 4000 + b"\0\0 " + token().encode())) == 1


def test_broken_text_is_searched():
    assert len(facts(b"\xff\xfe\xfd caf\xe9 " + token().encode() + b" \x80")) == 1


def test_a_file_larger_than_the_limit_is_a_problem():
    by = reader(options=ContentOptions(secrets=True, max_secret_file_bytes=100))

    with pytest.raises(ReadError, match="not searched for secrets"):
        facts(b"x" * 101, by=by)


def test_more_secrets_than_are_kept_are_a_problem_and_the_first_are_told():
    text = "\n".join(map(token, range(150))).encode()
    told = READER.read(LayerFile(path="x", content=text))

    first = [next(told).line for _ in range(100)]

    assert first == list(range(1, 101))
    with pytest.raises(ReadError, match="rule token takes more than 100 places"):
        next(told)


_LINES = st.lists(
    st.sampled_from([b"\n", b"words and words ", token(1).encode() + b" ", token(2).encode() + b"\n", b"x" * 300]),
    max_size=60,
).map(b"".join)


@settings(max_examples=100, deadline=None)
@given(_LINES, st.integers(min_value=OVERLAP + 1, max_value=4 * OVERLAP), st.sampled_from(["utf-8", "utf-16"]))
def test_windows_tell_what_the_whole_file_tells(text, size, codec):
    content = text.decode().encode(codec)
    whole = facts(content)

    told = {fact for window in windows_of(content, size) for fact in READER.read_window(window)}

    assert sorted(told, key=lambda fact: (fact.line, fact.column)) == whole


def test_a_window_that_nobody_counted_lines_for_tells_none():
    content = b"\n" * 4000 + token().encode() + b"\n" * 2000

    told = [fact for window in windows_of(content, 4000, counted=False) for fact in READER.read_window(window)]

    assert {(fact.line, fact.column) for fact in told} == {(0, 0)}


def test_a_window_beyond_the_limit_is_not_searched_and_said_once():
    by = reader(options=ContentOptions(secrets=True, max_secret_file_bytes=3000))
    content = token(1).encode() + b" " * 9000 + token(2).encode()
    told, problems = [], []
    for window in windows_of(content, 5000):
        try:
            told += by.read_window(window)
        except ReadError as error:
            problems.append(str(error))

    assert [fact.column for fact in told] == [1]
    assert len(problems) == 1


def test_a_binary_file_in_windows_is_passed_over():
    content = b"\x7fELF\0" + token().encode() * 200

    assert [fact for window in windows_of(content, 3000) for fact in READER.read_window(window)] == []


def test_the_reader_wants_text():
    made = READER.reader()

    assert made.claim.accepts is not None and made.claim.accepts(b"app/x.py", b"impo", 100)


def test_no_fact_shows_a_value():
    assert token() not in repr(facts(token().encode() + b" padding"))
