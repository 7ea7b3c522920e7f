"""The verdict as Markdown (GitHub's dialect), short enough for a comment on a pull request whatever there is to tell."""

from collections.abc import Iterator, Sequence

from mooring.model.report import ScanReport
from mooring.model.verdict import Verdict
from mooring.reports.findings.pull_request import alert, gap_blocks
from mooring.reports.format import RenderOptions, ReportFormat
from mooring.reports.judged.pull_request import group_blocks, problem_boxes, verdict_box, verdict_facts_line
from mooring.reports.judged.required import verdict_of
from mooring.reports.sections.gaps import incomplete_words, search_words
from mooring.reports.text.markup import in_markdown
from mooring.reports.text.style import cut
from mooring.reports.text.summary import counted

MAX_BYTES = 60_000
"""GitHub takes 65,536 characters, GitLab more."""
_CUT = "> and more than fits here: `mooring policy check -o json` has it all"
_NAME_CHARACTERS = 300
_PROBLEMS_TOLD = 20


def render(report: ScanReport, options: RenderOptions) -> Iterator[bytes]:
    """The comment. Raises UsageError where the report was not judged."""
    del options
    return _pieces(report, verdict_of(report, "markdown"))


def _pieces(report: ScanReport, verdict: Verdict) -> Iterator[bytes]:
    """Blocks in reading order, as long as they fit."""
    room = MAX_BYTES
    for block in _head(report, verdict):
        content = _bytes("\n".join(_fitted(block, room // 2)) + "\n")
        yield content
        room -= len(content)
    yield from map(_bytes, group_blocks(report, verdict, room))


def _head(report: ScanReport, verdict: Verdict) -> Iterator[Sequence[str]]:
    yield [f"# Policy verdict on {in_markdown(cut(report.image.name, _NAME_CHARACTERS)) or report.image.kind}", ""]
    yield verdict_box(verdict)
    yield verdict_facts_line(report, verdict)
    yield from problem_boxes(verdict)
    if report.findings is not None:
        yield from gap_blocks(report, report.findings)
    lines = list(search_words(report) if report.findings is not None else incomplete_words(report))
    if lines:
        told = [cut(line, _NAME_CHARACTERS) for line in lines[:_PROBLEMS_TOLD]]
        yield alert("CAUTION", f"Not read or searched wholly: {counted(len(lines), 'problem')}", told)


def _fitted(lines: Sequence[str], room: int) -> Iterator[str]:
    """The lines that fit; the rest is not dropped without a word."""
    for line in lines:
        room -= len(_bytes(line)) + 1
        if room < len(_CUT):
            yield from (_CUT, "")
            return
        yield line


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


FORMAT = ReportFormat(
    name="markdown",
    media_type="text/markdown; charset=utf-8",
    render=render,
    extension=".md",
    summary="the verdict for pull requests (GitHub's dialect), at most 60 kB",
)
