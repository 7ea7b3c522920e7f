"""When a pipeline stops, and on what."""

import io

import pytest
from msgspec.structs import replace

from mooring.base.errors import UsageError
from mooring.cli.command import Context
from mooring.cli.matching import exit_code_of_findings, fail_conditions
from mooring.model.advisory import AdvisoryKind
from mooring.model.image import ImageDescription
from mooring.model.inventory import Inventory
from mooring.model.match import (
    Assessment,
    AssessmentState,
    DatabaseState,
    Exploitation,
    Findings,
    Match,
    SuppressedBy,
    Suppression,
    Vulnerability,
)
from mooring.model.report import ScanReport
from mooring.model.severity import Severity

MEDIUM = Match(id="1", vulnerability=Vulnerability(id="CVE-1"), package="p", severity=Severity.MEDIUM, risk=41.5)
KNOWN = replace(MEDIUM, vulnerability=replace(MEDIUM.vulnerability, exploited=(Exploitation(source="cisa"),)))
MALWARE = replace(MEDIUM, vulnerability=replace(MEDIUM.vulnerability, kind=AdvisoryKind.MALWARE))
ACCEPTED = replace(MEDIUM, suppressions=(Suppression(by=SuppressedBy.EXCEPTION, statement="EX-1"),))
UNKNOWN_TYPE = Assessment(subject="conda", state=AssessmentState.NOT_ASSESSED, reason="no feed speaks about conda")


def code(conditions: list[str], *matches: Match, assessments: tuple[Assessment, ...] = ()) -> tuple[int, str]:
    findings = Findings(
        database=DatabaseState(built="2025-02-20T00:00:00Z", schema="1"), matches=matches, assessments=assessments
    )
    report = ScanReport(image=ImageDescription(), inventory=Inventory(), findings=findings)
    messages = io.StringIO()
    context = Context(
        environment={},
        standard_input=io.BytesIO(),
        output=None,
        messages=messages,
        is_output_terminal=False,
        is_messages_terminal=False,
    )
    return exit_code_of_findings(report, fail_conditions(conditions), context), messages.getvalue()


@pytest.mark.parametrize(
    ("condition", "match", "expected"),
    [
        ("medium", MEDIUM, 1),
        ("LOW", MEDIUM, 1),
        ("high", MEDIUM, 0),
        ("risk=41.5", MEDIUM, 1),
        ("risk=42", MEDIUM, 0),
        ("kev", KNOWN, 1),
        ("kev", MEDIUM, 0),
        ("malware", MALWARE, 1),
        ("malware", MEDIUM, 0),
        ("any", MEDIUM, 1),
        ("any", ACCEPTED, 0),
        ("high,kev", KNOWN, 1),
    ],
)
def test_a_condition_stops_on_what_counts(condition, match, expected):
    assert code([condition], match)[0] == expected


def test_the_message_names_the_condition_and_the_worst_finding():
    assert code(["medium"], MEDIUM)[1] == "stop: a finding for --fail-on medium, first CVE-1 (medium, risk 41.5)\n"


def test_what_could_not_be_assessed_stops_with_a_code_of_its_own():
    assert code(["critical", "not-assessed"], MEDIUM, assessments=(UNKNOWN_TYPE,)) == (
        3,
        "stop: conda was not assessed: no feed speaks about conda\n",
    )


def test_what_was_assessed_does_not_stop():
    assessed = Assessment(subject="npm", state=AssessmentState.ASSESSED)

    assert code(["not-assessed"], MEDIUM, assessments=(assessed,)) == (0, "")


def test_where_there_is_nothing_to_assess_nothing_was_assessed():
    expected = (3, "stop: no package was found, so nothing could be assessed\n")

    assert code(["not-assessed"]) == expected
    assert code(["high"]) == (0, "")


def test_what_was_assessed_in_part_stops_only_where_that_is_asked_for():
    partly = replace(UNKNOWN_TYPE, subject="mint 21", state=AssessmentState.PARTLY, reason="by data of ubuntu")

    assert code(["not-assessed"], assessments=(partly,)) == (0, "")
    assert code(["partly-assessed"], assessments=(partly,)) == (
        3,
        "stop: mint 21 was only partly assessed: by data of ubuntu\n",
    )


def test_without_a_condition_findings_stop_nothing():
    assert code([], KNOWN) == (0, "")


@pytest.mark.parametrize("text", ["hihg", "risk", "risk=", "risk=1e9", ""])
def test_a_condition_that_does_not_exist_is_refused(text):
    with pytest.raises(UsageError, match=r"expected one of unknown, negligible, low, medium, high, critical, risk=N"):
        fail_conditions([text])


def test_a_misspelt_condition_gets_a_hint():
    with pytest.raises(UsageError) as caught:
        fail_conditions(["hihg"])

    assert caught.value.hint == "did you mean 'high'?"
