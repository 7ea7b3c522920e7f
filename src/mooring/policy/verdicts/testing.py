"""Bundles tested like code: cases in YAML or JSON, each an image with the verdict and the findings that are expected of it.

    cases:
      - name: the payment service may not run as root
        report: reports/payment.json        # or image: registry.example/payment:1
        tag: registry.example/payment:1
        now: 2027-03-01T00:00:00Z
        expect:
          action: stop
          reason: policy_evaluation
          mapping: production
          count: 2
          findings:
            contains:
              - {gate: dockerfile, trigger: effective_user, message: "User root *", action: stop}
            absent:
              - {gate: vulnerabilities, trigger_id: "CVE-2024-*"}

A key that nobody knows, an empty expectation and a value of the wrong kind are errors: a test that tests nothing must not pass.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

import msgspec

from mooring.base.errors import BadConfig, MooringError, ReadError
from mooring.model.policy import Action, BundleProblem
from mooring.model.verdict import Finding, Verdict, VerdictReason
from mooring.policy.compile import CompiledBundle
from mooring.policy.compiling.pattern import BadPattern, Pattern, compile_pattern
from mooring.policy.evaluate import evaluate
from mooring.policy.evidence import Evidence
from mooring.policy.reading.document import parse_document
from mooring.policy.reading.moments import moment_of
from mooring.policy.reading.rows import Problems, Row, shown, text_of
from mooring.policy.registry import did_you_mean

MAX_CASES = 10_000
_ACTIONS = {action.value: action for action in Action}
_REASONS = {reason.value: reason for reason in VerdictReason}
_FIELDS = ("gate", "trigger", "message", "trigger_id", "action", "rule_id", "policy_id", "subject")
_LOWER = ("gate", "trigger", "action")
Word = TypeVar("Word")


class FindingPattern(msgspec.Struct, frozen=True, kw_only=True):
    """Findings that fit every pattern."""

    path: str
    patterns: tuple[tuple[str, Pattern], ...]
    """Field of a finding, and what its text must fit."""

    def fits(self, finding: Finding) -> bool:
        """Whether the finding is one of them."""
        return all(pattern.matches(_text(finding, field)) for field, pattern in self.patterns)

    def __str__(self) -> str:
        return ", ".join(f"{field} {pattern.text!r}" for field, pattern in self.patterns)


class Expectation(msgspec.Struct, frozen=True, kw_only=True):
    """What a verdict must be. None, or nothing: anything will do."""

    action: Action | None = None
    reason: VerdictReason | None = None
    mapping: str | None = None
    """Name of the mapping; empty: none matches."""
    count: int | None = None
    """Of findings, those that an allowlist accepts included."""
    contains: tuple[FindingPattern, ...] = ()
    absent: tuple[FindingPattern, ...] = ()


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One image, and what is expected."""

    name: str
    path: str
    report: str = ""
    """File of a stored report, as the case writes it: relative to the file with the cases."""
    image: str = ""
    """Image to scan, where there is no report."""
    tag: str = ""
    now: datetime | None = None
    """The time it is judged at; None: the present."""
    expect: Expectation = Expectation()


class CaseResult(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a case."""

    case: Case
    failures: tuple[str, ...] = ()
    """Sentences; none: it passed."""
    verdict: Verdict | None = None
    """None where the image could not be judged, which is a failure."""

    @property
    def has_passed(self) -> bool:
        """Whether all was as expected."""
        return not self.failures


class BadCases(BadConfig):
    """A file with cases cannot be used; `problems` has each mistake with its path."""

    def __init__(self, name: str, problems: Sequence[BundleProblem]) -> None:
        first = problems[0]
        more = f" (and {len(problems) - 1} more mistakes)" if len(problems) > 1 else ""
        message = f"{first.path} {first.message}{more}".strip()
        super().__init__(message, hint=first.hint or None, path=name)
        self.problems = tuple(problems)


def read_cases(content: bytes, name: str) -> tuple[Case, ...]:
    """The cases of a file, in order. Raises BadCases."""
    problems = Problems()
    try:
        document = parse_document(content, name)
    except ReadError as error:
        problems.add("", error.message, kind="unreadable", hint=error.hint or "")
        raise BadCases(name, problems.all()) from None
    if not isinstance(document, dict):
        problems.add("", f"is {shown(document)}; expected an object with the key 'cases'", kind="wrong-type")
        raise BadCases(name, problems.all())
    root = Row(document, "", problems)
    rows = list(root.rows("cases", is_required=True))
    if not 0 < len(rows) <= MAX_CASES:
        root.problem("cases", f"has {len(rows)} cases; expected 1 to {MAX_CASES}", kind="count")
    root.finish()
    cases = tuple(map(_case, rows[:MAX_CASES]))
    if found := problems.all():
        raise BadCases(name, found)
    return cases


def run_cases(
    compiled: CompiledBundle, cases: Iterable[Case], evidence_for: Callable[[Case], Evidence]
) -> Iterator[CaseResult]:
    """Judge each case, in order. An image that cannot be had (a MooringError of `evidence_for`) is a failure of its case alone."""
    for case in cases:
        try:
            evidence = evidence_for(case)
        except MooringError as error:
            yield CaseResult(case=case, failures=(f"could not be judged: {error}",))
            continue
        verdict = evaluate(compiled, evidence)
        yield CaseResult(case=case, failures=tuple(_failures(case, verdict)), verdict=verdict)


def _failures(case: Case, verdict: Verdict) -> Iterator[str]:
    expect = case.expect
    if expect.action is not None and verdict.action is not expect.action:
        yield f"the action is {verdict.action.value}; expected {expect.action.value}"
    if expect.reason is not None and verdict.reason is not expect.reason:
        yield f"the reason is {verdict.reason.value}; expected {expect.reason.value}"
    if expect.mapping is not None and verdict.mapping != expect.mapping:
        yield f"the mapping is {verdict.mapping!r}; expected {expect.mapping!r}"
    if expect.count is not None and len(verdict.findings) != expect.count:
        yield f"there are {len(verdict.findings)} findings; expected {expect.count}"
    for pattern in expect.contains:
        if not any(map(pattern.fits, verdict.findings)):
            yield f"no finding has {pattern}"
    for pattern in expect.absent:
        found = next(filter(pattern.fits, verdict.findings), None)
        if found is not None:
            yield f"a finding has {pattern}: {found.message[:200]!r}"
    for problem in verdict.problems:
        if problem.is_error:
            yield f"the bundle has a mistake: {problem.path} {problem.message}"


def _case(row: Row) -> Case:
    name, report, image = row.text("name", is_required=True), row.text("report"), row.text("image")
    if bool(report) == bool(image):
        row.problem("", "has both 'report' and 'image'" if report else "has no 'report' and no 'image'", kind="missing")
    case = Case(
        name=name,
        path=row.path,
        report=report,
        image=image,
        tag=row.text("tag"),
        now=_moment(row),
        expect=_expectation(row),
    )
    row.finish()
    return case


def _expectation(case: Row) -> Expectation:
    row = case.row("expect")
    if row is None:
        case.problem("", "has no 'expect'", kind="missing", hint="a case without it would test nothing")
        return Expectation()
    findings = row.row("findings")
    expectation = Expectation(
        action=_word(row, "action", _ACTIONS),
        reason=_word(row, "reason", _REASONS),
        mapping=row.text("mapping") if "mapping" in row.keys else None,
        count=_count(row),
        contains=tuple(map(_pattern, findings.rows("contains"))) if findings is not None else (),
        absent=tuple(map(_pattern, findings.rows("absent"))) if findings is not None else (),
    )
    if findings is not None:
        findings.finish()
    row.finish()
    if expectation == Expectation():
        row.problem("", "expects nothing", kind="missing", hint="write at least 'action'")
    return expectation


def _word(row: Row, key: str, words: Mapping[str, Word]) -> Word | None:
    text = row.text(key)
    found = words.get(text.strip().lower())
    if text and found is None:
        message = f"is {shown(text)}; expected one of {', '.join(words)}"
        row.problem(key, message, kind="bad-word", hint=did_you_mean(text, words))
    return found


def _count(row: Row) -> int | None:
    value = row.value("count")
    if value is None:
        return None
    text = value if isinstance(value, str) else text_of(value) or ""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        row.wrong("count", value, "a whole number")
        return None
    return int(text)


def _moment(row: Row) -> datetime | None:
    text = row.text("now")
    found = moment_of(text)
    if text and found is None:
        message = f"is {shown(text)}; expected a date and time as RFC 3339 writes them"
        row.problem("now", message, kind="bad-date", hint="write it as 2027-01-31T00:00:00Z")
    return found


def _pattern(row: Row) -> FindingPattern:
    patterns: list[tuple[str, Pattern]] = []
    for field in _FIELDS:
        text = row.text(field)
        if not text:
            continue
        try:
            patterns.append((field, compile_pattern(text.lower() if field in _LOWER else text)))
        except BadPattern as error:
            row.problem(field, str(error), kind="bad-pattern")
    row.finish()
    if not patterns:
        row.problem("", "names nothing that a finding has", kind="missing", hint="write 'gate', 'trigger' or 'message'")
    return FindingPattern(path=row.path, patterns=tuple(patterns))


def _text(finding: Finding, field: str) -> str:
    value = getattr(finding, field)
    return value.value if isinstance(value, Action) else str(value)
