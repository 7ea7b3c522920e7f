"""Gate `files`: messages and ids as Anchore Engine has them, and what is ours."""

import pytest

from mooring.model.evidence.content import Content, ContentMatch, Need
from mooring.model.files import FileEntry
from mooring.policy.gates.files import GATE
from mooring.policy.parameter import BadParameter
from policy.gate_rules import evidence, failure, ids, messages, rule, searched

SHA = "ab" * 32


def entry(path: str, mode: int = 0o644, **fields: object) -> FileEntry:
    return FileEntry(path=path, mode=mode, **fields)


def test_a_setuid_file_fires_with_the_message_and_the_id_of_anchore():
    judged = evidence(files=[entry("/usr/bin/test", 0o6000), entry("/usr/bin/true", 0o755)])

    assert ["SUID or SGID found set on file /usr/bin/test. Mode: 0o6000"] == messages(GATE, "suid_or_guid_set", judged)
    assert ["76ccbace63213f99fca8033afddd2419"] == ids(GATE, "suid_or_guid_set", judged)


def test_a_setgid_folder_counts_unless_the_rule_says_otherwise():
    judged = evidence(files=[entry("/var/mail", 0o2775, kind="folder")])

    assert 1 == len(messages(GATE, "suid_or_guid_set", judged))
    assert [] == messages(GATE, "suid_or_guid_set", judged, include_folders="false")


def test_a_setuid_file_on_an_allowed_path_does_not_fire():
    judged = evidence(files=[entry("/bin/su", 0o4755), entry("/opt/app/x", 0o4755), entry("/bin/odd", 0o4755)])

    fired = messages(GATE, "suid_or_guid_set", judged, allowed_paths="/bin/su,/opt/*")

    assert ["SUID or SGID found set on file /bin/odd. Mode: 0o4755"] == fired


def test_a_link_has_no_mode_of_its_own():
    judged = evidence(files=[entry("/bin/su", 0o7777, kind="symlink")])

    assert [] == messages(GATE, "suid_or_guid_set", judged)


def test_a_path_is_matched_from_its_start():
    judged = evidence(files=[entry("/app/key.pem"), entry("/app/pem/readme")])

    expected = ["Application of regex matched file found in container: file=/app/key.pem regexp=.*\\.pem"]
    assert expected == messages(GATE, "name_match", judged, regex=r".*\.pem")
    assert [] == messages(GATE, "name_match", judged, regex="key")


@pytest.mark.parametrize("text", ["*\\.pem", "(", "(?=x)", "a{1,100000}"])
def test_what_is_no_expression_is_refused_when_the_bundle_is_read(text):
    with pytest.raises(BadParameter, match="not a regular expression"):
        rule(GATE, "name_match", regex=text)


def test_an_expression_after_regexp_in_allowed_paths_is_checked_too():
    with pytest.raises(BadParameter, match="not a regular expression"):
        rule(GATE, "suid_or_guid_set", allowed_paths="regexp:(")


def test_all_conditions_of_an_attribute_match_must_hold():
    judged = evidence(files=[entry("/bin/sh", 0o777, sha256=SHA)])

    expected = (
        f"filename=/bin/sh and checksum={SHA} op=equals specified_checksum={SHA} "
        "and mode=0o777 op=not_equals specified_mode=0o755"
    )
    wanted = {"filename": "/bin/sh", "checksum": SHA, "mode": "0755"}
    assert [expected] == messages(GATE, "attribute_match", judged, **wanted, mode_op="not_equals")
    assert [] == messages(GATE, "attribute_match", judged, **wanted)
    assert [] == messages(GATE, "attribute_match", judged, **wanted, mode_op="not_equals", checksum_match="not_equals")


def test_a_file_alone_fires_an_attribute_match():
    judged = evidence(files=[entry("/bin/sh")])

    assert ["filename=/bin/sh"] == messages(GATE, "attribute_match", judged, filename="/bin/sh")


def test_a_checksum_of_zero_mode_and_another_algorithm_are_told_apart():
    judged = evidence(files=[entry("/bin/sh", 0)])

    expected = ["filename=/bin/sh and mode=0o0 op=equals specified_mode=0o0"]
    assert expected == messages(GATE, "attribute_match", judged, filename="/bin/sh", mode="0")
    with pytest.raises(BadParameter, match="sha256"):
        rule(GATE, "attribute_match", filename="/bin/sh", checksum_algorithm="md5")


def test_a_missing_file_fires_only_where_the_rule_asks():
    judged = evidence(files=[])

    assert [] == messages(GATE, "attribute_match", judged, filename="/x")
    expected = ["filename=/x and skip_missing=False"]
    assert expected == messages(GATE, "attribute_match", judged, filename="/x", skip_missing="false")


def test_the_checksum_of_a_hard_link_is_that_of_its_file_and_a_folder_has_none():
    files = [
        entry("/a", sha256=SHA),
        entry("/b", kind="hardlink", link_target="a"),
        entry("/c", kind="folder"),
        entry("/d"),
    ]
    judged = evidence(files=files)

    assert 1 == len(messages(GATE, "attribute_match", judged, filename="/b", checksum=SHA.upper()))
    [folder] = messages(GATE, "attribute_match", judged, filename="/c", checksum=SHA, checksum_match="not_equals")
    assert "checksum=DIRECTORY_OR_OTHER" in folder
    assert "has no checksum" in failure(GATE, "attribute_match", judged, filename="/d", checksum=SHA)


@pytest.mark.parametrize("text", ["0899", "rwxr-xr-x", "", "0" * 30, "-1"])
def test_a_mode_is_octal(text):
    with pytest.raises(BadParameter, match="octal"):
        rule(GATE, "attribute_match", filename="/x", mode=text)


def test_a_content_search_fires_once_for_each_file_and_expression():
    hits = (
        ContentMatch(path="/etc/app", name="PW", regex="^pw:", line=1),
        ContentMatch(path="/etc/app", name="PW", regex="^pw:", line=9),
        ContentMatch(path="/etc/app", name="", regex="key", line=2),
    )
    judged = evidence(content=searched(Need.CONTENT_SEARCH, matches=hits))

    whole = "File content analyzer found regexp match in container: file=/etc/app regexp="
    assert [f"{whole}PW=^pw:", f"{whole}key"] == messages(GATE, "content_regex_match", judged)
    for name in ("PW", "^pw:", "PW=^pw:"):
        assert [f"{whole}PW=^pw:"] == messages(GATE, "content_regex_match", judged, regex_name=name)
    assert [] == messages(GATE, "content_regex_match", judged, regex_name="P")


def test_a_search_that_nobody_made_is_not_passed():
    judged = evidence(content=searched(Need.CONTENT_SEARCH, "OTHER"))

    assert "'PW' was not looked for" in failure(GATE, "content_regex_match", judged, regex_name="PW")
    assert "" == failure(GATE, "content_regex_match", judged, regex_name="OTHER")


def test_a_rule_can_bring_its_own_search():
    assert [("PW", "^a=b")] == list(rule(GATE, "content_regex_match", regex_name="PW=^a=b").searches())
    assert [] == list(rule(GATE, "content_regex_match", regex_name="PW").searches())
    assert [] == list(rule(GATE, "content_regex_match").searches())


def test_file_capabilities_fire_and_can_be_narrowed():
    files = [
        entry("/bin/ping", capabilities="cap_net_raw=ep"),
        entry("/bin/x", capabilities="cap_sys_admin,cap_chown=p"),
    ]
    judged = evidence(files=files)

    assert 2 == len(messages(GATE, "capabilities", judged))
    [admin] = messages(GATE, "capabilities", judged, denied="cap_sys_*")
    assert "File capabilities found set on file /bin/x: cap_sys_admin,cap_chown=p" == admin
    assert [admin] == messages(GATE, "capabilities", judged, allowed_paths="/bin/ping")


def test_what_everybody_may_write_fires_except_sticky_folders_and_links():
    files = [
        entry("/a", 0o666),
        entry("/b", 0o777, kind="symlink"),
        entry("/d", 0o777, kind="folder"),
        entry("/dev/null", 0o666, kind="character-device"),
        entry("/tmp", 0o1777, kind="folder"),
    ]
    judged = evidence(files=files)

    expected = [
        "File /a can be written by everybody. Mode: 0o666",
        "Folder /d can be written by everybody. Mode: 0o777",
    ]
    assert expected == messages(GATE, "world_writable", judged)
    assert expected[:1] == messages(GATE, "world_writable", judged, allowed_paths="/d")


@pytest.mark.parametrize(
    ("name", "texts", "needs"),
    [
        ("content_regex_match", {}, {Need.CONTENT_SEARCH}),
        ("name_match", {"regex": "x"}, {Need.FILES}),
        ("attribute_match", {"filename": "/x"}, {Need.FILES}),
        ("attribute_match", {"filename": "/x", "checksum": "00"}, {Need.FILES, Need.FILE_DIGESTS}),
        ("suid_or_guid_set", {}, {Need.FILES}),
        ("capabilities", {}, {Need.FILES}),
        ("world_writable", {}, {Need.FILES}),
    ],
)
def test_each_rule_names_the_evidence_it_rests_on(name, texts, needs):
    assert needs == set(rule(GATE, name, **texts).needs())


def test_nothing_fires_on_an_image_without_files():
    judged = evidence(files=[], content=Content())

    for name in ("suid_or_guid_set", "capabilities", "world_writable", "content_regex_match"):
        assert [] == messages(GATE, name, judged)
    assert [] == messages(GATE, "name_match", judged, regex=".*")


@pytest.mark.parametrize("path", ["etc/passwd", "/etc/passwd "])
def test_a_path_is_meant_from_the_root(path):
    judged = evidence(files=[entry("/etc/passwd", 0o666)])

    assert 1 == len(messages(GATE, "attribute_match", judged, filename=path, mode="0666"))
