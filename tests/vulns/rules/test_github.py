"""GitHub actions."""

from pathlib import Path

import pytest

from mooring.model.match import AssessmentState, Confidence
from vulns.world import advisory, below, database_of, findings, inventory, package, pairs

ROW = advisory("GHSA-1", below("github", "tj-actions/changed-files", "46.0.1"), feed="github")
COMMIT = "0e58ed8671d6b60d0890c21b07f8835ace038e67"


def action(version: str, **told: str):
    return inventory(package("github", "tj-actions/changed-files", version, properties=told))


@pytest.mark.parametrize("version", [COMMIT, "main", "0123456789012345678901234567890123456789"])
def test_a_commit_or_a_branch_is_not_assessed(tmp_path: Path, version: str):
    result = findings(action(version), database_of(tmp_path, ROW))

    assert ([], [AssessmentState.NOT_ASSESSED]) == (pairs(result), [found.state for found in result.assessments])


@pytest.mark.parametrize(
    ("version", "told", "confidence"),
    [("v45.0.7", {}, "certain"), ("v45", {}, "likely"), ("v45.0.7", {"commit": COMMIT}, "likely")],
)
def test_a_tag_is_compared(tmp_path: Path, version: str, told: dict[str, str], confidence: str):
    result = findings(action(version, **told), database_of(tmp_path, ROW))

    assert [Confidence(confidence)] == [found.confidence for found in result.matches]
