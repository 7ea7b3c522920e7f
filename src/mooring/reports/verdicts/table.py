"""The verdict for people: aligned text without colours where the output is no terminal, cut to the width where it is one."""

from collections.abc import Iterator, Sequence

from mooring.model.report import ScanReport
from mooring.model.verdict import Verdict
from mooring.reports.findings.terminal import gap_lines
from mooring.reports.format import RenderOptions, ReportFormat
from mooring.reports.judged.required import verdict_of
from mooring.reports.judged.terminal import finding_lines, head_lines, next_lines, problem_lines
from mooring.reports.sections.gaps import incomplete_words
from mooring.reports.text.style import RED, styled
from mooring.reports.text.summary import counted

_PROBLEMS_SHOWN = 10


def render(report: ScanReport, options: RenderOptions) -> Iterator[bytes]:
    """The text, a trigger at a time. Raises UsageError where the report was not judged."""
    return _pieces(report, verdict_of(report, "table"), options)


def _pieces(report: ScanReport, verdict: Verdict, options: RenderOptions) -> Iterator[bytes]:
    for block in filter(None, _blocks(report, verdict, options)):
        yield ("\n".join(block) + "\n").encode("utf-8", "replace")


def _blocks(report: ScanReport, verdict: Verdict, options: RenderOptions) -> Iterator[Sequence[str]]:
    yield list(head_lines(report, verdict, options))
    yield list(_incomplete_lines(report, options))
    yield list(problem_lines(verdict, options))
    if report.findings is not None:
        yield list(gap_lines(report.findings, options))
    yield from finding_lines(report, verdict, options)
    yield list(next_lines(report, options))


def _incomplete_lines(report: ScanReport, options: RenderOptions) -> Iterator[str]:
    """What was not read, which no rule could judge."""
    problems = list(incomplete_words(report))
    if problems:
        yield ""
        title = f"INCOMPLETE: {counted(len(problems), 'problem')} in reading and searching the image"
        yield styled(title, RED, use_color=options.use_color)
        yield from (f"  {problem}" for problem in problems[:_PROBLEMS_SHOWN])
        if len(problems) > _PROBLEMS_SHOWN:
            yield f"  and {len(problems) - _PROBLEMS_SHOWN:,} more: -o json has all"


FORMAT = ReportFormat(
    name="table",
    media_type="text/plain; charset=utf-8",
    render=render,
    summary="for people: the verdict, what could not be judged, what decides it, what is accepted",
)
