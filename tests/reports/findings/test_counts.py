"""The numbers that a report leads with, and words that promise no more than is known."""

import msgspec

from mooring.model.severity import Severity
from mooring.reports.findings.counts import (
    NOT_MATCHED,
    counts_of,
    database_words,
    extra_words,
    is_certain,
    marks_of,
    not_assessed,
    partly_assessed,
    risk_text,
    severity_words,
    suppressed_words,
    tells_new,
    verdict_words,
)
from reports.samples import REPORT
from reports.worlds import BARE, BLIND, CLEAN, FINDINGS, MATCHED, MATCHES, OPENSSL_MATCHES

COUNTS = counts_of(FINDINGS)


def test_a_vulnerability_in_three_packages_is_counted_once():
    assert (COUNTS.vulnerabilities, COUNTS.findings, COUNTS.packages) == (6, 9, 8)
    assert severity_words(COUNTS) == "2 critical, 2 high, 1 low, 1 negligible"


def test_a_vulnerability_has_the_highest_of_its_severities():
    low = msgspec.structs.replace(OPENSSL_MATCHES[1], severity=Severity.LOW)

    assert counts_of(msgspec.structs.replace(FINDINGS, matches=(low, OPENSSL_MATCHES[0]))).by_severity == (
        (Severity.HIGH, 1),
    )


def test_what_else_is_counted_is_told_only_where_there_is_some():
    assert extra_words(FINDINGS, COUNTS) == ["6 new", "3 fixable", "1 exploited", "1 malware", "1 suppressed"]
    assert extra_words(CLEAN.findings, counts_of(CLEAN.findings)) == []


def test_only_a_wholly_judged_report_is_called_clean():
    words = {name: verdict_words(report, counts_of(CLEAN.findings)) for name, report in WORLDS_WITHOUT_MATCHES.items()}

    assert words == {
        "clean": "no known vulnerability",
        "blind": "no known vulnerability in what could be assessed",
        "partly": "no known vulnerability in what could be assessed in part",
        "incomplete": "no known vulnerability in what could be read",
        "bare": "no package was found, so nothing could be assessed",
        "not matched": NOT_MATCHED,
        "unasked": "nothing was assessed",
    }
    assert [name for name, report in WORLDS_WITHOUT_MATCHES.items() if is_certain(report)] == ["clean"]


def test_what_is_suppressed_is_told_where_nothing_else_is_left():
    findings = msgspec.structs.replace(CLEAN.findings, matches=MATCHES[-1:])
    report = msgspec.structs.replace(CLEAN, findings=findings)

    assert verdict_words(report, counts_of(findings)) == "no known vulnerability that counts: 1 finding suppressed"
    assert list(suppressed_words(findings)) == ["1 by an exception of ada@example.com (exceptions.yaml)"]


def test_gaps_are_told_apart():
    assert [one.subject for one in not_assessed(FINDINGS)] == ["conda"]
    assert [one.subject for one in partly_assessed(FINDINGS)] == ["npm"]


def test_a_starter_database_says_what_it_is():
    database = msgspec.structs.replace(FINDINGS.database, kind="starter")

    assert "only a starter" in database_words(msgspec.structs.replace(FINDINGS, database=database))
    assert database_words(FINDINGS) == "database of 2026-11-20, 3 days old"


def test_marks_are_loudest_first():
    assert marks_of(MATCHES[:1], with_new=True) == ["EXPLOITED, ransomware", "new"]
    assert marks_of(MATCHES[2:3], with_new=False) == ["MALWARE"]
    assert marks_of(MATCHES[8:9], with_new=False) == ["likely", "disputed"]


def test_new_is_a_mark_only_where_something_is_old():
    all_new = tuple(match for match in MATCHES if match.is_new)

    assert tells_new(FINDINGS)
    assert not tells_new(msgspec.structs.replace(FINDINGS, matches=all_new))
    assert not tells_new(msgspec.structs.replace(FINDINGS, compared_with=""))


def test_a_risk_beyond_its_scale_is_cut_to_it():
    assert [risk_text(risk) for risk in (93.24, 1e300, -5.0, float("nan"))] == ["93.2", "100.0", "0.0", "0.0"]


_PARTLY = tuple(one for one in FINDINGS.assessments if one.subject != "conda")
WORLDS_WITHOUT_MATCHES = {
    "clean": CLEAN,
    "blind": BLIND,
    "partly": msgspec.structs.replace(CLEAN, findings=msgspec.structs.replace(CLEAN.findings, assessments=_PARTLY)),
    "incomplete": msgspec.structs.replace(CLEAN, problems=MATCHED.problems),
    "bare": BARE,
    "not matched": REPORT,
    "unasked": msgspec.structs.replace(CLEAN, findings=msgspec.structs.replace(CLEAN.findings, assessments=())),
}
