"""Measure judging: one stored report by a bundle of 100 rules, and a thousand stored reports by the same bundle.

    run.py [--packages 1000] [--matches 300] [--rules 100] [--reports 1000] [--repeats 20] [--write FOLDER]

The report and the bundle are made up; 30 of the rules look at every vulnerability. A report with seven times as many
vulnerabilities is timed too, and not judged. Judging is timed in this process, after one judgement that is not counted; times are
of the CPU. The exit code is 1 above a target's `must`. `--write` leaves report and bundle in a folder.
"""

import argparse
import resource
import statistics
import sys
import time
from pathlib import Path

from made_up import bundle_of, report_of

from mooring.base.clock import now
from mooring.model.codec import from_json, to_json
from mooring.model.report import ScanReport
from mooring.policy.compile import CompiledBundle, compile_bundle
from mooring.policy.evaluate import evaluate
from mooring.policy.evidence import Evidence
from mooring.policy.mapping import judged_name
from mooring.policy.reading.bundle import read_bundle

_MUST_MILLISECONDS = 20.0
_DIFFERENT = 20
_TIMES_MORE = 7


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packages", type=int, default=1_000)
    parser.add_argument("--matches", type=int, default=300)
    parser.add_argument("--rules", type=int, default=100)
    parser.add_argument("--reports", type=int, default=1_000)
    parser.add_argument("--repeats", type=int, default=20)
    parser.add_argument("--write", type=Path, metavar="FOLDER")
    options = parser.parse_args()
    document = bundle_of(options.rules)
    started = time.process_time()
    compiled = compile_bundle(read_bundle(document, "bundle.json"))
    ready = time.process_time() - started
    wrong = [problem for problem in compiled.strict_problems if problem.is_error]
    if wrong:
        raise SystemExit(f"the bundle has mistakes: {wrong[0].path} {wrong[0].message}")
    report = report_of(options.packages, options.matches, seed=0)
    if options.write is not None:
        options.write.mkdir(parents=True, exist_ok=True)
        (options.write / "bundle.json").write_bytes(document)
        (options.write / "report.json").write_bytes(b"".join(to_json(report)))
    milliseconds = _one(compiled, report, options.repeats)
    sys.stdout.write(
        f"bundle of {options.rules} rules: read and compiled in {ready * 1000:.1f} ms (gates imported)\n"
        f"one report, {options.packages} packages, {options.matches} matches: {milliseconds:.1f} ms,"
        f" {len(evaluate(compiled, _evidence(report)).findings)} findings\n"
    )
    many = options.matches * _TIMES_MORE
    worse = _one(compiled, report_of(options.packages, many, seed=0), options.repeats)
    sys.stdout.write(f"one report, {options.packages} packages, {many} matches: {worse:.1f} ms\n")
    _many(compiled, options.packages, options.matches, options.reports)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"peak {peak:.0f} MiB\n")
    if milliseconds > _MUST_MILLISECONDS:
        sys.stdout.write(f"MISS one report: {milliseconds:.1f} ms, must {_MUST_MILLISECONDS:.0f}\n")
        return 1
    return 0


def _one(compiled: CompiledBundle, report: ScanReport, repeats: int) -> float:
    evaluate(compiled, _evidence(report))
    times = []
    for _ in range(repeats):
        evidence = _evidence(report)
        started = time.process_time()
        evaluate(compiled, evidence)
        times.append(time.process_time() - started)
    return statistics.median(times) * 1000


def _many(compiled: CompiledBundle, packages: int, matches: int, reports: int) -> None:
    stored = [b"".join(to_json(report_of(packages, matches, seed=seed))) for seed in range(min(_DIFFERENT, reports))]
    started = time.process_time()
    for number in range(reports):
        from_json(stored[number % len(stored)])
    reading = time.process_time() - started
    judging = 0.0
    for number in range(reports):
        evidence = _evidence(from_json(stored[number % len(stored)]))
        started = time.process_time()
        evaluate(compiled, evidence)
        judging += time.process_time() - started
    size = sum(map(len, stored)) / len(stored) / 1024
    sys.stdout.write(
        f"{reports} reports of {size:.0f} KiB: {reports / judging:.0f} judged a second and core,"
        f" {reports / (judging + reading):.0f} with reading them\n"
    )


def _evidence(report: ScanReport) -> Evidence:
    return Evidence(report, now=now(), name=judged_name("registry.example/team/app:1.0"))


if __name__ == "__main__":
    raise SystemExit(main())
