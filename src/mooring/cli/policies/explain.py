"""`mooring policy explain`: why a verdict is what it is, in words."""

import argparse
from collections.abc import Iterator, Sequence

from mooring.base.config import Config
from mooring.base.errors import SourceError, UsageError
from mooring.cli.command import Context
from mooring.cli.exits import PASS
from mooring.cli.judging import judging_of, refuse_bundle
from mooring.cli.outputs import write_pieces
from mooring.cli.policies.check import DEFAULT_BUNDLE
from mooring.cli.scanning import gathered, say, stored_reference
from mooring.policy.verdicts.explain import Explanation, MappingStep, RuleStep, explain
from mooring.reports.text.style import clean

_QUIET = frozenset({"not looked at"})


def run(arguments: argparse.Namespace, config: Config, context: Context) -> int:
    """Tell it in words, on standard output."""
    from mooring.scan.judging import evidence_of

    if arguments.output or arguments.fail_on:
        raise UsageError(
            "explain tells in words; it writes no report and stops no pipeline", hint="`mooring policy check` does"
        )
    given = arguments.reference
    arguments.reference = stored_reference(given)
    judging = judging_of(arguments, config, DEFAULT_BUNDLE)
    assert judging is not None
    try:
        report = gathered(arguments, config, context, judging, is_matching=True, keeps_findings=True)
    except SourceError:
        refuse_bundle(given, config.policy)
        raise
    if not arguments.quiet:
        say(report, context)
    lines = _lines(explain(judging.compiled, evidence_of(report, judging)))
    write_pieces(
        (f"{clean(line) if line.strip() else line}\n".encode("utf-8", "replace") for line in lines), "", context
    )
    return PASS


def _lines(told: Explanation) -> Iterator[str]:
    verdict = told.verdict
    yield f"verdict: {verdict.action.value} ({verdict.reason.value}), bundle {verdict.bundle_name or verdict.bundle_id!r}"
    yield f"because {told.decided_by}"
    yield f"judged as {verdict.tag or 'an image without a tag'} {verdict.image_digest}".rstrip()
    for title, steps in (("denied images", told.denied), ("allowed images", told.allowed), ("mappings", told.mappings)):
        yield from _mapping_lines(title, steps)
    if told.rules:
        yield f"rules ({len(told.rules)}):"
        for step in told.rules:
            yield from _rule_lines(step)
    for problem in verdict.problems:
        kind = "mistake" if problem.is_error else "note"
        yield f"{kind}: {problem.path} {problem.message}".replace(":  ", ": ")


def _mapping_lines(title: str, steps: Sequence[MappingStep]) -> Iterator[str]:
    if not steps:
        return
    yield f"{title}:"
    for step in steps:
        if step.outcome in _QUIET:
            continue
        why = f": {step.reason}" if step.reason else ""
        yield f"  {step.path} {step.name!r} {step.selector} {step.outcome}{why}"
    quiet = sum(step.outcome in _QUIET for step in steps)
    if quiet:
        yield f"  {quiet} more {'was' if quiet == 1 else 'were'} not looked at: the first that matches decides"


def _rule_lines(step: RuleStep) -> Iterator[str]:
    mark = "*" if step.is_decisive else " "
    counts = f" {step.fired} times" if step.fired > 1 else ""
    allowed = f", {step.allowed} of them accepted by an allowlist" if step.allowed and step.fired > 1 else ""
    params = " ".join(f"{name}={value!r}" for name, value in step.params)
    yield f"{mark} {step.path} {step.gate}.{step.trigger} {params}".rstrip()
    yield f"    {step.outcome}{counts}{allowed}; the rule says {step.rule_action.value}, it counts as {step.action.value}"
    if step.reason:
        yield f"    {step.reason}"
