"""Gate `retrieved_files`."""

import pytest

from mooring.model.evidence.content import Need, RetrievedFile
from mooring.model.files import FileEntry
from mooring.policy.gates.retrieved_files import GATE
from mooring.policy.parameter import BadParameter
from policy.gate_rules import evidence, failure, fired, ids, messages, rule, searched

CONFIG = b"Listen 80\nSSLEnabled off\r\n# last \xff line"


def kept(path: str, content: bytes) -> RetrievedFile:
    return RetrievedFile(path=path, content=content, size=len(content), sha256="00" * 32)


WITH_CONFIG = evidence(content=searched(Need.RETRIEVED_FILES, retrieved=(kept("/etc/httpd.conf", CONFIG),)))
WITHOUT = evidence(content=searched(Need.RETRIEVED_FILES, "/etc/httpd.conf"))


def test_a_file_that_was_not_kept_fires_once_even_where_nobody_looked():
    for judged in (WITHOUT, evidence()):
        expected = ["Cannot locate file in the image analysis"]
        assert expected == messages(GATE, "content_not_available", judged, path="/etc/httpd.conf")
    assert [] == messages(GATE, "content_not_available", WITH_CONFIG, path="/etc/httpd.conf")


def test_a_line_is_matched_wherever_the_words_stand_in_it():
    found = fired(
        GATE, "content_regex", WITH_CONFIG, rule_id="r1", path="/etc/httpd.conf", regex="Enabled off$", check="match"
    )

    assert ["Content regex 'Enabled off$' check 'match' found in retrieved file '/etc/httpd.conf'"] == [
        one.message for one in found
    ]
    assert ["r1+file:///etc/httpd.conf"] == [one.trigger_id for one in found]


def test_no_match_fires_where_no_line_has_it():
    wanted = {"path": "/etc/httpd.conf", "check": "no_match"}

    [message] = messages(GATE, "content_regex", WITH_CONFIG, regex="^SSLEnabled on", **wanted)
    assert "Content regex '^SSLEnabled on' check 'no_match' found in retrieved file '/etc/httpd.conf'" == message
    assert [] == messages(GATE, "content_regex", WITH_CONFIG, regex="^SSLEnabled off$", **wanted)
    assert ["+file:///etc/httpd.conf"] == ids(GATE, "content_regex", WITH_CONFIG, regex="80\\nSSL", **wanted)


def test_a_file_that_the_image_does_not_have_fires_neither_way():
    for check in ("match", "no_match"):
        assert [] == messages(GATE, "content_regex", WITHOUT, path="/etc/httpd.conf", regex=".", check=check)


def test_a_file_that_was_not_kept_though_it_is_there_fails_the_rule():
    judged = evidence(content=searched(Need.RETRIEVED_FILES), files=[FileEntry(path="/big")])

    assert "was not kept" in failure(GATE, "content_regex", judged, path="/big", regex=".", check="match")
    assert "was not looked for" in failure(GATE, "content_regex", WITHOUT, path="/etc/other", regex=".", check="match")


def test_both_triggers_ask_for_their_file():
    texts = {"path": "/a", "regex": ".", "check": "match"}

    assert ("/a",) == rule(GATE, "content_regex", **texts).retrieves()
    assert (Need.RETRIEVED_FILES,) == rule(GATE, "content_regex", **texts).needs()
    assert ("/a",) == rule(GATE, "content_not_available", path="/a").retrieves()
    assert () == rule(GATE, "content_not_available", path="/a").needs()


def test_a_wrong_check_is_refused_with_the_words_that_are_right():
    with pytest.raises(BadParameter, match="match, no_match"):
        rule(GATE, "content_regex", path="/a", regex=".", check="mach")


@pytest.mark.parametrize("path", ["etc/httpd.conf", " /etc/httpd.conf ", "//etc/httpd.conf"])
def test_a_path_is_meant_from_the_root(path):
    assert 1 == len(messages(GATE, "content_regex", WITH_CONFIG, path=path, regex="Listen", check="match"))
    assert [] == messages(GATE, "content_not_available", WITH_CONFIG, path=path)
