"""Gate `passwd_file`: messages of Anchore Engine, names of both forms of bundles."""

import pytest

from mooring.model.evidence.content import Need, RetrievedFile
from mooring.policy.gates.passwd_file import GATE
from mooring.policy.parameter import BadParameter
from policy.gate_rules import evidence, failure, messages, rule, searched

ROOT, FTP = "root:x:0:0:root:/root:/bin/bash", "ftp:x:14:50:FTP User:/var/ftp:/sbin/nologin"


def judged(*lines: str) -> object:
    content = "\n".join(lines).encode()
    file = RetrievedFile(path="/etc/passwd", content=content, size=len(content), sha256="00" * 32)
    return evidence(content=searched(Need.RETRIEVED_FILES, retrieved=(file,)))


IMAGE = judged(ROOT, "broken", FTP)


@pytest.mark.parametrize(
    ("names", "keys", "value", "expected"),
    [
        (
            ("blacklist_usernames", "denylist_usernames"),
            ("user_names", "usernameblacklist"),
            "ftp,daemon",
            f"Blacklisted user 'ftp' found in image's /etc/passwd: pentry={FTP}",
        ),
        (
            ("blacklist_userids", "denylist_userids"),
            ("user_ids", "useridblacklist"),
            "0",
            f"Blacklisted uid '0' found in image's /etc/passwd: pentry={ROOT}",
        ),
        (
            ("blacklist_groupids", "denylist_groupids"),
            ("group_ids", "groupidblacklist"),
            "50, 51",
            f"Blacklisted gid '50' found in image's /etc/passwd: pentry={FTP}",
        ),
        (
            ("blacklist_shells", "shellmatch", "denylist_shells"),
            ("shells", "shellblacklist"),
            "/bin/bash",
            f"Blacklisted shell '/bin/bash' found in image's /etc/passwd: pentry={ROOT}",
        ),
        (
            ("blacklist_full_entry", "denylist_full_entry"),
            ("entry", "pentryblacklist"),
            FTP,
            f"Blacklisted pentry '{FTP}' found in image's /etc/passwd: pentry={FTP}",
        ),
    ],
)
def test_a_refused_entry_fires_by_all_names_of_trigger_and_parameter(names, keys, value, expected):
    for name in names:
        for key in keys:
            assert [expected] == messages(GATE, name, IMAGE, **{key: value})


def test_entries_that_are_not_refused_do_not_fire():
    assert [] == messages(GATE, "blacklist_usernames", IMAGE, user_names="roo,FTP")
    assert [] == messages(GATE, "blacklist_userids", IMAGE, user_ids="1")
    assert [] == messages(GATE, "blacklist_full_entry", IMAGE, entry=ROOT + "x")


def test_a_line_that_only_programs_read_as_an_entry_is_refused_and_not_shown():
    found = messages(GATE, "blacklist_userids", judged("toor:hunter2:0", ROOT), user_ids="0")

    assert "Blacklisted uid '0' found in image's /etc/passwd: pentry=toor:…:0:" == found[0]
    assert 2 == len(found)


def test_a_file_with_more_lines_than_are_read_is_not_passed():
    assert "were not read" in failure(GATE, "blacklist_userids", judged(*[""] * 100_001, ROOT), user_ids="0")


def test_an_id_is_a_number_however_it_is_written():
    assert 1 == len(messages(GATE, "blacklist_userids", judged("toor:x:00:0::/:/bin/sh"), user_ids="0"))
    with pytest.raises(BadParameter, match="whole numbers"):
        rule(GATE, "blacklist_userids", user_ids="root")


def test_a_missing_file_fires_once_even_where_nobody_looked():
    expected = ["Cannot locate /etc/passwd in image stored files archive: check analyzer settings."]

    assert expected == messages(GATE, "content_not_available", evidence())
    assert expected == messages(GATE, "content_not_available", evidence(content=searched(Need.RETRIEVED_FILES)))
    assert [] == messages(GATE, "content_not_available", IMAGE)


def test_an_image_without_the_file_has_no_users():
    without = evidence(content=searched(Need.RETRIEVED_FILES, "/etc/passwd"))

    assert [] == messages(GATE, "blacklist_usernames", without, user_names="root")
    assert [] == messages(GATE, "malformed_entry", without)


def test_a_file_that_nobody_looked_for_does_not_pass():
    other = evidence(content=searched(Need.RETRIEVED_FILES, "/etc/group"))

    assert "'/etc/passwd' was not looked for" in failure(GATE, "blacklist_usernames", other, user_names="root")


def test_malformed_lines_are_reported_by_a_trigger_of_their_own_and_without_their_text():
    assert ["Line 2 of /etc/passwd is no entry"] == messages(GATE, "malformed_entry", IMAGE)
    assert ["The last 2 lines of /etc/passwd were not read"] == messages(
        GATE, "malformed_entry", judged(*[""] * 100_002)
    )


def test_every_trigger_asks_for_the_file():
    for trigger in GATE.triggers:
        texts = {"shells": "a"} if trigger.NAME == "blacklist_shells" else {}
        if trigger.NAME in ("blacklist_shells", "content_not_available", "malformed_entry"):
            made = rule(GATE, trigger.NAME, **texts)
            assert ("/etc/passwd",) == made.retrieves()
            assert (() if trigger.NAME == "content_not_available" else (Need.RETRIEVED_FILES,)) == made.needs()
