"""Comments accept findings, and say so."""

import pytest

from mooring.content.dockerfile.read import dockerfile_of
from mooring.model.image import ImageDescription


def accepted(text):
    found = dockerfile_of(ImageDescription(), text.encode())
    assert found is not None
    return {finding.check: finding.accepted_by for finding in found.findings if finding.accepted_by}


@pytest.mark.parametrize(
    ("comment", "by"),
    [
        ("# mooring:ignore MD009", "mooring:ignore"),
        ("# mooring:ignore MD009, MD001 the build farm needs it", "mooring:ignore"),
        ("# mooring:ignore DL3004", "mooring:ignore"),
        ("# hadolint ignore=DL3004,DL3008", "hadolint ignore"),
        ("#hadolint ignore=DL3004", "hadolint ignore"),
        ("# trivy:ignore:DS-0010", "trivy:ignore"),
        ("# trivy:ignore:AVD-DS-0010", "trivy:ignore"),
        ("# trivy:ignore:ds010", "trivy:ignore"),
        ("# trivy:ignore:DS-0001 trivy:ignore:DS-0010:exp:2999-01-01", "trivy:ignore"),
    ],
)
def test_a_comment_above_accepts_the_finding(comment, by):
    assert accepted(f"FROM a:1\n{comment}\nRUN sudo make\n") == {"MD009": by}


@pytest.mark.parametrize(
    "comment",
    [
        "# mooring:ignore",
        "# mooring:ignore everything",
        "# mooring:ignore MD010",
        "# trivy:ignore:DS-0010:exp:2001-01-01",
        "# mooring:ignore MD009 exp:2001-01-01",
        "# please ignore MD009",
    ],
)
def test_other_comments_accept_nothing(comment):
    assert accepted(f"FROM a:1\n{comment}\nRUN sudo make\n") == {}


def test_a_comment_holds_for_one_instruction():
    assert accepted("FROM a:1\n# mooring:ignore MD009\nRUN make\nRUN sudo make\n") == {}


def test_a_comment_within_an_instruction_holds_for_it():
    assert accepted("FROM a:1\nRUN a && \\\n  # mooring:ignore MD009\n  sudo make\n") == {"MD009": "mooring:ignore"}


@pytest.mark.parametrize(
    ("line", "by"),
    [
        ("# mooring:ignore-file MD009", "mooring:ignore-file"),
        ("# hadolint global ignore=DL3004", "hadolint global ignore"),
        ("# check=skip=DL3004", "check=skip"),
    ],
)
def test_a_comment_may_hold_for_the_file(line, by):
    assert accepted(f"{line}\nFROM a:1\nRUN make\nRUN sudo make\n") == {"MD009": by}


def test_every_check_can_be_skipped_at_once():
    found = dockerfile_of(ImageDescription(), b"# check=skip=all\nFROM a\nRUN sudo make\n")

    assert found is not None
    assert {finding.accepted_by for finding in found.findings} == {"check=skip"}
