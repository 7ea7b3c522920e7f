"""What was never looked for is not answered by silence."""

import pytest

from mooring.model.evidence.content import Need, RetrievedFile
from mooring.model.files import FileEntry, Problem
from mooring.policy.content.asked import require_subject, retrieved_file
from mooring.policy.gate import RuleError
from policy.gate_rules import evidence, searched

PASSWD = RetrievedFile(path="/etc/passwd", content=b"root:x:0:0::/:/bin/sh\n", size=22, sha256="00" * 32)


def test_a_kept_file_is_given():
    assert PASSWD == retrieved_file(
        evidence(content=searched(Need.RETRIEVED_FILES, retrieved=(PASSWD,))), "/etc/passwd"
    )


def test_a_file_that_the_image_has_not_is_none():
    judged = evidence(content=searched(Need.RETRIEVED_FILES, "etc*"), files=[FileEntry(path="/etc", kind="folder")])

    assert retrieved_file(judged, "/etc/passwd") is None
    assert retrieved_file(judged, "/etc") is None


def test_a_path_that_nobody_asked_for_is_said():
    judged = evidence(content=searched(Need.RETRIEVED_FILES, "/etc/passwd"))

    with pytest.raises(RuleError, match="'/etc/shadow' was not looked for"):
        retrieved_file(judged, "/etc/shadow")


def test_a_file_that_is_there_and_was_not_kept_is_said():
    content = searched(Need.RETRIEVED_FILES)

    with pytest.raises(RuleError, match="is in the image and was not kept"):
        retrieved_file(evidence(content=content, files=[FileEntry(path="/a")]), "/a")
    problem = Problem(path="a", reason="it is larger than 1000 KiB")
    with pytest.raises(RuleError, match="larger than 1000 KiB"):
        retrieved_file(evidence(content=content, problems=(problem,)), "/a")


def test_a_search_that_does_not_tell_its_subjects_is_trusted():
    require_subject(evidence(content=searched(Need.SECRETS)), Need.SECRETS, "X", "hint")
    require_subject(evidence(), Need.SECRETS, "X", "hint")
