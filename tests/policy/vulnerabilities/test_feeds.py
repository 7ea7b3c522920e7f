"""The trigger about what was not assessed."""

import pytest

from mooring.model.match import AssessmentState
from mooring.policy.gates.vulnerabilities import GATE
from policy.gate_rules import ids, messages, refusal
from policy.matched import assessed, judged

MISSED = (
    assessed("debian 12"),
    assessed("generic", AssessmentState.NOT_ASSESSED, "no feed speaks about it"),
    assessed("pypi", AssessmentState.PARTLY, "1 of 2 could not be judged"),
)


def test_what_was_not_assessed_or_only_partly_fires_with_the_reason():
    expected = [
        "generic was not assessed for vulnerabilities (2 packages): no feed speaks about it",
        "pypi was assessed only partly for vulnerabilities (2 packages): 1 of 2 could not be judged",
    ]
    assert expected == messages(GATE, "not_assessed", judged(assessments=MISSED))
    assert ["not_assessed+generic", "not_assessed+pypi"] == ids(GATE, "not_assessed", judged(assessments=MISSED))


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"partly": "false"}, ["not_assessed+generic"]),
        ({"subjects": "debian*,py*"}, ["not_assessed+pypi"]),
        ({"except_subjects": "generic"}, ["not_assessed+pypi"]),
        ({"except_subjects": "regexp:^(generic|pypi)$"}, []),
    ],
)
def test_subjects_can_be_chosen(params, expected):
    assert expected == ids(GATE, "not_assessed", judged(assessments=MISSED), **params)


@pytest.mark.parametrize("changed", [{"findings": None}, {"assessments": ()}])
def test_an_image_that_was_not_judged_at_all_fires(changed):
    assert ["not_assessed+image"] == ids(GATE, "not_assessed", judged(**changed))


def test_a_pattern_that_is_no_expression_is_said():
    assert "not a regular expression" in refusal(GATE, "not_assessed", subjects="regexp:(")
