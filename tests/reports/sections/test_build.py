"""Dockerfile, signatures and base image as sections."""

import msgspec

from mooring.model.evidence.dockerfile import Dockerfile, DockerfileMode
from mooring.model.evidence.signature import Supply
from mooring.reports.sections.build import build_sections
from mooring.reports.sections.section import State
from reports.contents import FULL, SPOTLESS, UNKNOWN
from reports.worlds import CLEAN


def sections(report):
    return {section.title: section for section in build_sections(report)}


def test_the_worst_check_comes_first_and_accepted_ones_are_not_counted():
    dockerfile = sections(FULL)["Dockerfile"]

    assert dockerfile.summary == "2 findings (1 high, 1 low) · 1 accepted"
    assert [row[1:3] for row in dockerfile.rows] == [("MD002", "12"), ("MD009", "3")]
    assert dockerfile.accepted[0][4] == "accepted by mooring:ignore MD005"


def test_a_rebuilt_dockerfile_says_so():
    assert sections(SPOTLESS)["Dockerfile"].detail.startswith("rebuilt from the history")


def test_no_dockerfile_at_all_is_not_a_clean_one():
    assert sections(UNKNOWN)["Dockerfile"].state is State.UNKNOWN


def test_a_dockerfile_that_was_not_understood_is_not_clean():
    report = msgspec.structs.replace(CLEAN, dockerfile=Dockerfile(mode=DockerfileMode.ACTUAL, problems=("line 3",)))

    assert sections(report)["Dockerfile"].state is State.UNKNOWN


def test_signatures_are_counted_and_said_to_be_unverified():
    assert "not verified" in sections(FULL)["Signatures"].summary


def test_a_place_that_could_not_be_asked_for_signatures_is_not_an_empty_one():
    report = msgspec.structs.replace(CLEAN, supply=Supply(problem="the registry did not answer"))

    assert (sections(report)["Signatures"].state, sections(report)["Signatures"].summary) == (
        State.UNKNOWN,
        "NOT KNOWN",
    )


def test_the_base_image_says_how_it_is_known():
    base = sections(FULL)["Base image"]

    assert (base.summary, base.detail) == ("debian:12-slim, the lowest 1 layer", "an annotation says so")
