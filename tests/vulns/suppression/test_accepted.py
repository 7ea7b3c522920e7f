"""Exceptions at work, and what is said of them."""

import pytest

from mooring.model.advisory import FixState
from mooring.model.exception import Condition
from mooring.model.match import Exploitation, MatchedFix, SuppressedBy, Suppression, Vulnerability
from mooring.model.severity import ExploitPrediction, Severity
from mooring.vulns.suppression.accepted import broken_condition
from vulns.suppression.small import LODASH, SSL, judged, match_of, package, problems, replace, rule

FIXED = MatchedFix(state=FixState.FIXED, versions=("2.0",))
ESM = MatchedFix(state=FixState.FIXED, versions=("2.0",), channel="esm")


def test_an_exception_suppresses_and_says_who_and_until_when():
    found = judged(
        match_of(SSL),
        rules=(
            rule(
                vulnerabilities=("CVE-2024-1",),
                reason="never called",
                owner="ada",
                expires="2026-12-31",
                justification="component_not_present",
            ),
        ),
    )

    assert found.matches[0].suppressions == (
        Suppression(
            by=SuppressedBy.EXCEPTION,
            statement="EX-1",
            origin="exceptions.yaml",
            author="ada",
            reason="never called",
            justification="component_not_present",
            expires="2026-12-31",
        ),
    )
    assert problems(found) == []


@pytest.mark.parametrize("name", ["cve-2024-1", "GHSA-x", "ghsa-X"])
def test_aliases_are_understood_whatever_their_case(name):
    found = judged(match_of(SSL, "CVE-2024-1", "GHSA-x"), rules=(rule(vulnerabilities=(name,)),))

    assert found.matches[0].is_suppressed


def test_an_exception_holds_on_its_last_day_and_not_after():
    last = judged(match_of(SSL), rules=(rule(vulnerabilities=("CVE-2024-1",), expires="2026-06-15"),))
    after = judged(match_of(SSL), rules=(rule(vulnerabilities=("CVE-2024-1",), expires="2026-06-14"),))

    assert last.matches[0].is_suppressed and problems(last) == ["expires on 2026-06-15, today"]
    assert not after.matches[0].is_suppressed
    assert problems(after) == ["expired on 2026-06-14; a finding counts again"]


@pytest.mark.parametrize(
    ("expires", "said"),
    [
        ("2026-06-16", ["expires on 2026-06-16, tomorrow"]),
        ("2026-06-29", ["expires on 2026-06-29, in 14 days"]),
        ("2026-06-30", []),
    ],
)
def test_an_exception_that_ends_soon_is_said(expires, said):
    assert problems(judged(match_of(SSL), rules=(rule(vulnerabilities=("CVE-2024-1",), expires=expires),))) == said


def test_an_expired_exception_says_what_counts_again_and_only_that():
    old = rule(package="*ssl*", vulnerabilities=("CVE-1-1", "CVE-1-2", "CVE-1-3"), expires="2026-01-01")
    covered = rule("EX-2", vulnerabilities=("CVE-1-3",))
    matches = [match_of(SSL, f"CVE-1-{number}") for number in (1, 2, 3)]

    assert problems(judged(*matches, rules=(old, covered))) == ["expired on 2026-01-01; 2 findings count again"]
    assert problems(judged(rules=(old,))) == [
        "expired on 2026-01-01; nothing in this image counts again for it, so that it can be removed"
    ]


def test_an_exception_that_matches_nothing_is_said_only_where_it_is_about_this_image():
    here = rule(vulnerabilities=("CVE-9-9",), package="curl", path="/opt/**", image="registry.example/team/*")
    elsewhere = rule("EX-2", vulnerabilities=("CVE-9-9",), image="registry.example/other/*")

    found = judged(match_of(SSL), rules=(here, elsewhere))

    assert [note.statement for note in found.exceptions] == ["EX-1"]
    assert problems(found) == [
        "matches nothing in this image (CVE-9-9 in curl in /opt/**); it can be removed unless another image needs it"
    ]


def test_an_exception_of_another_image_suppresses_nothing():
    found = judged(match_of(SSL), rules=(rule(vulnerabilities=("CVE-2024-1",), image="other:*"),))

    assert (found.matches[0].is_suppressed, problems(found)) == (False, [])


def test_an_exception_without_end_is_said():
    found = judged(match_of(SSL), rules=(rule(vulnerabilities=("CVE-2024-1",), condition=Condition()),))

    assert problems(found) == ["never expires and has no condition; give it a date at which somebody looks at it again"]


def test_a_condition_that_broke_is_said_and_the_finding_counts_again():
    found = judged(
        match_of(SSL, fix=FIXED), rules=(rule(vulnerabilities=("CVE-2024-1",), condition=Condition(no_fix=True)),)
    )

    assert not found.matches[0].is_suppressed
    assert problems(found) == ["its condition no longer holds for CVE-2024-1 (there is a fix, 2.0)"]


def test_a_condition_sorts_the_findings_of_a_package_without_a_word():
    """Without a vulnerability the condition is part of what the exception is about."""
    rules = (rule(package="libssl3", condition=Condition(severity_at_most=Severity.MEDIUM)),)
    low = match_of(SSL, "CVE-1-1", severity=Severity.LOW)
    high = match_of(SSL, "CVE-1-2", severity=Severity.HIGH)

    both, alone = judged(low, high, rules=rules), judged(high, rules=rules)

    assert [match.is_suppressed for match in both.matches] == [True, False]
    assert problems(both) == []
    assert problems(alone) == ["its condition no longer holds for CVE-1-2 (it is high)"]


def test_many_broken_conditions_are_counted():
    matches = [match_of(SSL, f"CVE-1-{number}", fix=FIXED) for number in range(5)]
    named = tuple(match.vulnerability.id for match in matches)

    (said,) = problems(judged(*matches, rules=(rule(vulnerabilities=named, condition=Condition(no_fix=True)),)))

    assert said.endswith("CVE-1-2 (there is a fix, 2.0) and 2 more")


def test_an_exception_that_takes_much_is_over_broad():
    matches = [match_of(SSL, f"CVE-1-{number}") for number in range(11)]

    found = judged(*matches, rules=(rule(package="libssl3"),))

    assert all(match.is_suppressed for match in found.matches)
    assert problems(found) == ["takes 11 different vulnerabilities without naming them; a new one would go unseen"]
    assert problems(judged(*matches[:10], rules=(rule(package="libssl3"),))) == []


def test_an_exception_for_every_package_is_over_broad():
    assert problems(judged(match_of(SSL), rules=(rule(package="*"),))) == [
        "names neither a vulnerability nor a package; a new finding would go unseen"
    ]


def test_rules_of_another_tool_are_told_of_once_for_each_file():
    foreign = [
        rule(f"x#{number}", vulnerabilities=(name,), format=".trivyignore", origin="x", condition=Condition())
        for number, name in enumerate(("CVE-2024-1", "CVE-9-9"))
    ]
    inexpressible = rule("y#1", format="Grype's ignore rules", origin="y", problem="it says namespace 'nvd:cpe'")

    found = judged(match_of(SSL), rules=(*foreign, inexpressible))

    assert found.matches[0].is_suppressed
    assert [(note.statement, note.origin) for note in found.exceptions] == [
        (".trivyignore", "x"),
        ("x#1", "x"),
        ("Grype's ignore rules", "y"),
        ("y#1", "y"),
    ]
    assert problems(found)[0] == (
        "2 exceptions have no owner and no date of creation, which this format cannot say; 2 of them never expire: "
        "write them as exceptions of Mooring to keep them in order"
    )
    assert problems(found)[3] == "is not applied: it says namespace 'nvd:cpe'"


def test_a_rule_with_a_problem_is_never_applied():
    assert not judged(match_of(SSL), rules=(rule(problem="x"),)).matches[0].is_suppressed


@pytest.mark.parametrize(
    ("condition", "change", "broken"),
    [
        (Condition(no_fix=True), {}, ""),
        (Condition(no_fix=True), {"fix": FIXED}, "there is a fix, 2.0"),
        (Condition(no_fix=True), {"fix": MatchedFix(state=FixState.FIXED)}, "there is a fix, in a later version"),
        (Condition(no_fix=True), {"fix": ESM}, ""),
        (Condition(fix_state=FixState.NOT_FIXED), {}, ""),
        (Condition(fix_state=FixState.WONT_FIX), {}, "the state of its fix is not-fixed"),
        (Condition(not_exploited=True), {}, ""),
        (Condition(severity_at_most=Severity.HIGH), {}, ""),
        (Condition(severity_at_most=Severity.MEDIUM), {}, "it is high"),
        (Condition(severity_at_most=Severity.MEDIUM), {"severity": Severity.UNKNOWN}, "its severity is not known"),
        (Condition(severity_at_most=Severity.CRITICAL), {"severity": Severity.UNKNOWN}, ""),
        (Condition(epss_below=0.1), {}, "its EPSS is not known"),
        (Condition(risk_below=50), {}, ""),
        (Condition(risk_below=40), {}, "its risk is 40"),
        (Condition(risk_below=100), {"risk": float("nan")}, "its risk is nan"),
        (Condition(version="< 4.17.21"), {}, ""),
        (Condition(version='= "4.17.15"'), {}, ""),
        (Condition(version="< 4.17"), {}, "lodash is 4.17.15"),
        (Condition(version="garbage ((("), {}, "lodash is 4.17.15"),
    ],
)
def test_all_of_a_condition_must_hold(condition, change, broken):
    assert broken_condition(condition, match_of(LODASH, **change), LODASH) == broken


def test_exploitation_breaks_a_condition():
    flaw = Vulnerability(
        id="CVE-1-1", exploited=(Exploitation(source="cisa"),), exploit_prediction=ExploitPrediction(score=0.2)
    )
    match = replace(match_of(SSL), vulnerability=flaw)

    assert broken_condition(Condition(not_exploited=True), match, SSL) == "it is exploited"
    assert broken_condition(Condition(epss_below=0.1), match, SSL) == "its EPSS is 0.2"
    assert broken_condition(Condition(epss_below=0.3), match, SSL) == ""


def test_a_package_without_a_version_satisfies_no_version():
    bare = package("npm", "x", "")

    assert broken_condition(Condition(version="< 2"), match_of(bare), bare) == "x has no version"


def test_several_exceptions_are_all_named_in_the_order_of_the_file():
    rules = (rule("B", package="libssl3"), rule("A", vulnerabilities=("CVE-2024-1",)))

    assert [one.statement for one in judged(match_of(SSL), rules=rules).matches[0].suppressions] == ["B", "A"]
