"""Bundles tested like code."""

import pytest

from mooring.base.errors import NotFound
from mooring.policy.verdicts.testing import BadCases, read_cases, run_cases
from policy.bundles import NOW, bundle, compiled, evidence, package, rule

CASES = """
cases:
  - name: bash is refused
    report: reports/bash.json
    tag: registry.example/app:1
    now: 2027-03-01T12:00:00Z
    expect:
      action: Stop
      reason: policy_evaluation
      mapping: "*/*:*"
      count: 1
      findings:
        contains:
          - {gate: Things, trigger: named, message: "Package b* is there", action: STOP, subject: bash}
        absent:
          - {trigger_id: evidence_missing*}
"""


def outcome(expect, *, document=None):
    text = f"cases:\n  - name: n\n    report: r\n    expect: {expect}\n"
    cases = read_cases(text.encode(), "cases.yaml")
    document = document or bundle(rule("named", names="bash"))
    [result] = run_cases(compiled(document), cases, lambda case: evidence(package("bash")))
    return result


def mistakes(text):
    with pytest.raises(BadCases) as error:
        read_cases(text.encode(), "cases.yaml")
    return {problem.path: problem.message for problem in error.value.problems}


def test_a_case_with_everything_passes_where_all_is_as_expected():
    [case] = read_cases(CASES.encode(), "cases.yaml")

    [result] = run_cases(compiled(bundle(rule("named", names="bash"))), [case], lambda _: evidence(package("bash")))

    assert (result.failures, result.has_passed, result.verdict.action.value) == ((), True, "stop")
    assert (case.report, case.tag, case.now) == ("reports/bash.json", "registry.example/app:1", NOW)


@pytest.mark.parametrize(
    ("expect", "failure"),
    [
        ("{action: go}", "the action is stop; expected go"),
        ("{reason: whitelisted}", "the reason is policy_evaluation; expected whitelisted"),
        ("{mapping: other}", "the mapping is '*/*:*'; expected 'other'"),
        ("{mapping: ''}", "the mapping is '*/*:*'; expected ''"),
        ("{count: 2}", "there are 1 findings; expected 2"),
        ("{findings: {contains: [{gate: always}]}}", "no finding has gate 'always'"),
        ("{findings: {contains: [{message: Package}]}}", "no finding has message 'Package'"),
        ("{findings: {absent: [{trigger: named}]}}", "a finding has trigger 'named': 'Package bash is there'"),
    ],
)
def test_a_case_says_what_is_not_as_expected(expect, failure):
    assert (failure,) == outcome(expect).failures


def test_a_pattern_may_be_an_expression():
    assert outcome("{findings: {contains: [{message: 'regexp:Package (bash|zsh)'}]}}").has_passed


def test_a_stop_for_a_mistake_in_the_bundle_is_no_success():
    [failure] = outcome("{action: stop}", document=bundle(rule("nothing"))).failures

    assert failure.startswith("the bundle has a mistake: policies[0].rules[0].trigger")


def test_an_image_that_cannot_be_had_fails_its_case_alone():
    cases = read_cases(
        b'{"cases": [%s]}' % b",".join([b'{"name": "n", "report": "r", "expect": {"action": "go"}}'] * 2), "c"
    )
    answers = iter([NotFound("there is no file 'r'"), evidence()])

    def answer(case):
        found = next(answers)
        if isinstance(found, NotFound):
            raise found
        return found

    results = list(run_cases(compiled(bundle()), cases, answer))

    assert [result.failures for result in results] == [("could not be judged: there is no file 'r'",), ()]


@pytest.mark.parametrize(
    ("case", "path", "message"),
    [
        ("{report: r, expect: {action: go}}", "cases[0]", "has no 'name'"),
        ("{name: n, expect: {action: go}}", "cases[0]", "has no 'report' and no 'image'"),
        ("{name: n, report: r, image: i, expect: {action: go}}", "cases[0]", "has both 'report' and 'image'"),
        ("{name: n, report: r}", "cases[0]", "has no 'expect'"),
        ("{name: n, report: r, expect: {}}", "cases[0].expect", "expects nothing"),
        ("{name: n, report: r, expect: {findings: {contains: []}}}", "cases[0].expect", "expects nothing"),
        ("{name: n, report: r, expect: {action: pass}}", "cases[0].expect.action", "is 'pass'; expected one of go, warn, stop"),
        ("{name: n, report: r, expect: {count: few}}", "cases[0].expect.count", "is 'few'; expected a whole number"),
        ("{name: n, report: r, expect: {action: go, atcion: go}}",
         "cases[0].expect.atcion", "is an unknown key; what stands there is not used"),
        ("{name: n, report: r, now: today, expect: {action: go}}",
         "cases[0].now", "is 'today'; expected a date and time as RFC 3339 writes them"),
        ("{name: n, report: r, expect: {findings: {contains: [{}]}}}",
         "cases[0].expect.findings.contains[0]", "names nothing that a finding has"),
        ("{name: n, report: r, expect: {findings: {absent: [{message: 'regexp:('}]}}}",
         "cases[0].expect.findings.absent[0].message", None),
    ],
)  # fmt: skip
def test_a_mistake_in_a_case_is_an_error_with_its_path(case, path, message):
    found = mistakes(f"cases: [{case}]")

    assert (message or found[path]) == found[path]


@pytest.mark.parametrize("text", ["", "[]", "cases: []", "cases: 7", "cases: [7]", "case: []"])
def test_a_file_without_cases_is_an_error(text):
    assert mistakes(text)
