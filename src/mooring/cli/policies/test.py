"""`mooring policy test`: bundles tested like code."""

import argparse
from collections.abc import Iterator
from pathlib import Path

import msgspec

from mooring.base.clock import now
from mooring.base.config import Config
from mooring.base.errors import UsageError
from mooring.cli.arguments import refuse_empty
from mooring.cli.command import Context
from mooring.cli.content import read_bounded
from mooring.cli.exits import PASS, STOP
from mooring.cli.judging import compiled_bundle
from mooring.cli.outputs import write_pieces
from mooring.cli.policies.stored import read_report
from mooring.policy.evidence import Evidence
from mooring.policy.verdicts.testing import Case, CaseResult, read_cases, run_cases
from mooring.reports.text.style import clean

MAX_CASES_BYTES = 8 << 20


def run(arguments: argparse.Namespace, config: Config, context: Context) -> int:
    """Run all cases of all files; exit 1 where one is not as expected."""
    refuse_empty(arguments, "bundle")
    name = arguments.bundle or config.policy.bundle
    if not name:
        raise UsageError("the bundle to test is missing", hint="name it with --bundle FILE")
    compiled = compiled_bundle(name, config.policy)
    results: list[tuple[str, CaseResult]] = []
    for name in arguments.cases:
        cases = read_cases(read_bounded(name, "the file with cases", MAX_CASES_BYTES), name)
        folder = Path(name).parent
        found = run_cases(compiled, cases, lambda case, folder=folder: _evidence(case, folder, config))  # type: ignore[misc] # default binds
        results += [(name, result) for result in found]
    if arguments.output == "json":
        rows = [
            {
                "file": name,
                "case": result.case.name,
                "passed": result.has_passed,
                "failures": result.failures,
                "action": result.verdict.action.value if result.verdict is not None else None,
            }
            for name, result in results
        ]
        pieces = iter((msgspec.json.format(msgspec.json.encode(rows), indent=2) + b"\n",))
    else:
        pieces = (f"{clean(line) if line.strip() else line}\n".encode("utf-8", "replace") for line in _lines(results))
    write_pieces(pieces, "", context)
    return PASS if all(result.has_passed for _, result in results) else STOP


def _evidence(case: Case, folder: Path, config: Config) -> Evidence:
    """Of the stored report of a case. Raises UsageError where it is none."""
    from mooring.scan.judging import evidence, name_of

    if case.image:
        raise UsageError(
            f"the case names the image {case.image!r}",
            hint="cases run on stored reports: `mooring scan IMAGE --policy BUNDLE -o json=FILE` writes one with all that the bundle needs",
        )
    report = read_report(str(folder / case.report), config)
    return evidence(report, now=case.now or now(), name=name_of(report, case.tag))


def _lines(results: list[tuple[str, CaseResult]]) -> Iterator[str]:
    for name, result in results:
        yield f"{'pass' if result.has_passed else 'FAIL'}  {name}: {result.case.name}"
        for failure in result.failures:
            yield f"      {failure}"
    failed = sum(not result.has_passed for _, result in results)
    yield f"{len(results) - failed} passed, {failed} failed"
