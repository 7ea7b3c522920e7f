"""A report as Markdown (GitHub's dialect), for pull requests and wikis."""

from collections.abc import Iterator, Sequence

from mooring.model.package import Package
from mooring.model.report import ScanReport
from mooring.reports.findings.pull_request import finding_blocks
from mooring.reports.format import RenderOptions, ReportFormat
from mooring.reports.judged.pull_request import summary_block, verdict_box
from mooring.reports.sections.all import sections_of
from mooring.reports.sections.pull_request import section_blocks
from mooring.reports.text.markup import in_markdown
from mooring.reports.text.summary import counted, facts, grouped, layer_rows, licenses_of, path_of

_OPEN_GROUP = 30
"""Larger groups of packages are folded away."""


def render(report: ScanReport, options: RenderOptions) -> Iterator[bytes]:
    """Headings and tables; nothing that an image says is taken for markup."""
    for block in _blocks(report, options):
        yield ("\n".join(block) + "\n").encode("utf-8", "replace")


def _blocks(report: ScanReport, options: RenderOptions) -> Iterator[Sequence[str]]:
    if report.verdict is not None:
        yield verdict_box(report.verdict)
    if report.findings is None:
        yield from _inventory(report)
        yield from _parts(report)
        return
    yield from finding_blocks(report, report.findings)
    yield from _parts(report)
    if options.with_packages:
        yield ["<details><summary>Inventory</summary>", ""]
        yield from _inventory(report)
        yield ["</details>", ""]


def _parts(report: ScanReport) -> Iterator[Sequence[str]]:
    """What files hold, how the image was built, and how often the policy's triggers fired."""
    yield from section_blocks(sections_of(report))
    if report.verdict is not None:
        yield summary_block(report, report.verdict)


def _inventory(report: ScanReport) -> Iterator[Sequence[str]]:
    yield [f"# {in_markdown(report.image.name) or report.image.kind}", ""]
    yield ["| | |", "|---|---|", *(f"| {name} | {in_markdown(value)} |" for name, value in facts(report)), ""]
    if report.problems:
        yield [f"> **Incomplete: {counted(len(report.problems), 'problem')}**", ">"]
        yield [*(f"> - {in_markdown(str(problem))}" for problem in report.problems), ""]
    if report.image.layers:
        yield list(_layers(report))
    for kind, packages in grouped(report):
        yield list(_group(kind, packages))
    executables = report.inventory.unexplained_executables
    if executables:
        yield [f"## {counted(len(executables), 'executable')} that no package explains", ""]
        yield [*(f"- {in_markdown(executable.path)}" for executable in executables), ""]
    if report.all_notes:
        yield ["## Notes", "", *(f"- {in_markdown(note)}" for note in report.all_notes), ""]


def _layers(report: ScanReport) -> Iterator[str]:
    yield from ("## Layers", "", "| # | diffID | size | packages | build step |", "|--:|---|--:|--:|---|")
    for row in layer_rows(report):
        yield f"| {row.index} | {row.diff_id} | {row.size} | {row.packages} | {in_markdown(row.step)} |"
    yield ""


def _group(kind: str, packages: Sequence[Package]) -> Iterator[str]:
    is_folded = len(packages) > _OPEN_GROUP
    yield f"## {in_markdown(kind)}: {counted(len(packages), 'package')}"
    yield "\n<details>\n" if is_folded else ""
    yield "| name | version | licence | layer | path |\n|---|---|---|--:|---|"
    for package in packages:
        layer = str(package.layer_index) if package.layer_index >= 0 else ""
        cells = (package.name, package.version, licenses_of(package), layer, path_of(package))
        yield f"| {' | '.join(in_markdown(cell) for cell in cells)} |"
    yield "\n</details>\n" if is_folded else ""


FORMAT = ReportFormat(
    name="markdown",
    media_type="text/markdown; charset=utf-8",
    render=render,
    extension=".md",
    summary="for pull requests and wikis (GitHub's dialect)",
)
