"""A report for people: what is wrong with the image and what to do; or, where it was not matched, what it holds.

Aligned text without colours where the output is no terminal; on a terminal few colours, cut to its width.
"""

from collections.abc import Iterator, Sequence

from mooring.model.files import Problem
from mooring.model.match import Findings
from mooring.model.package import Package
from mooring.model.report import ScanReport
from mooring.reports.format import RenderOptions, ReportFormat
from mooring.reports.sections.gaps import problem_words
from mooring.reports.sections.section import has_sections
from mooring.reports.text.columns import Column, aligned
from mooring.reports.text.style import (
    BOLD,
    CYAN,
    DIM,
    RED,
    YELLOW,
    clean,
    columns_of,
    cut,
    cut_middle,
    cut_path,
    styled,
)
from mooring.reports.text.summary import counted, facts, grouped, layer_rows, licenses_of, path_of

_LAYER_COLUMNS = (
    Column(title="#", is_number=True, style=CYAN),
    Column(title="diffID", style=DIM),
    Column(title="size", is_number=True),
    Column(title="packages", is_number=True, style=BOLD),
    Column(title="build step", least=20),
)
_PACKAGE_COLUMNS = (
    Column(title="name", least=14, style=BOLD, cut=cut_middle),
    Column(title="version", least=8),
    Column(title="arch"),
    Column(title="licence", least=8),
    Column(title="layer", is_number=True, style=CYAN),
    Column(title="note", style=YELLOW),
    Column(title="path", least=10, style=DIM, cut=cut_path),
)
_EXECUTABLES_SHOWN = 10
_REASONS_SHOWN = 50


def render(report: ScanReport, options: RenderOptions) -> Iterator[bytes]:
    """The report as text, a group of packages at a time."""
    for block in filter(None, _blocks(report, options)):
        yield ("\n".join(block) + "\n").encode("utf-8", "replace")


def _blocks(report: ScanReport, options: RenderOptions) -> Iterator[Sequence[str]]:
    if report.findings is not None:
        yield from _findings(report, report.findings, options)
        return
    yield from _inventory(report, options)
    yield from _parts(report, options)
    yield list(_tail(report, options))


def _findings(report: ScanReport, findings: Findings, options: RenderOptions) -> Iterator[Sequence[str]]:
    """Findings first, the inventory only where it is asked for, and last what could not be read."""
    # An inventory alone does without these modules, which cost some milliseconds.
    from mooring.reports.findings.terminal import finding_lines, gap_lines, head_lines, suppressed_lines, upgrade_lines

    yield list(head_lines(report, findings, options))
    yield list(gap_lines(findings, options))
    yield list(finding_lines(report, findings, options))
    yield list(upgrade_lines(findings, options))
    yield list(suppressed_lines(report, findings, options))
    if options.with_packages:
        yield [""]
        yield from _inventory(report, options)
    yield from _parts(report, options)
    yield list(_tail(report, options, with_executables=options.with_packages))


def _parts(report: ScanReport, options: RenderOptions) -> Iterator[Sequence[str]]:
    """What files hold, how the image was built, and the verdict, where the report has them."""
    if has_sections(report):
        from mooring.reports.sections.all import sections_of
        from mooring.reports.sections.terminal import section_blocks

        yield from section_blocks(sections_of(report), options)
    if report.verdict is not None:
        from mooring.reports.judged.terminal import verdict_block

        yield list(verdict_block(report, report.verdict, options))


def _inventory(report: ScanReport, options: RenderOptions) -> Iterator[Sequence[str]]:
    yield list(_head(report, options))
    if report.image.layers:
        yield ["", *_layers(report, options)]
    for kind, packages in grouped(report):
        yield ["", *_group(kind, packages, options)]


def _head(report: ScanReport, options: RenderOptions) -> Iterator[str]:
    name = clean(report.image.name) or report.image.kind
    yield styled(cut(name, options.width) if options.width else name, BOLD, use_color=options.use_color)
    for title, value in facts(report):
        text = cut(value, options.width - 13) if options.width > 20 else value
        yield f"  {styled(f'{title:<9}', DIM, use_color=options.use_color)}  {text}"


def _layers(report: ScanReport, options: RenderOptions) -> Iterator[str]:
    yield styled("Layers", BOLD, use_color=options.use_color)
    rows = [
        (str(row.index), row.diff_id, row.size, str(row.packages) if row.packages else "·", row.step)
        for row in layer_rows(report)
    ]
    yield from aligned(_LAYER_COLUMNS, rows, width=options.width, use_color=options.use_color)


def _group(kind: str, packages: Sequence[Package], options: RenderOptions) -> Iterator[str]:
    paths = [path_of(package) for package in packages]
    # One database names all packages of a distribution: said once, in the heading.
    shared = paths[0] if len(packages) > 1 and len(set(paths)) == 1 else ""
    # Said only where it tells packages apart.
    has_several = len({package.architecture for package in packages}) > 1
    heading = styled(kind, BOLD, use_color=options.use_color)
    details = f" · {counted(len(packages), 'package')}" + (f" · {shared}" if shared else "")
    if options.width:
        details = cut(details, max(options.width - columns_of(kind), 0))
    yield heading + styled(details, DIM, use_color=options.use_color)
    rows = [
        (
            clean(package.name),
            clean(package.version),
            clean(package.architecture) if has_several else "",
            licenses_of(package),
            str(package.layer_index) if package.layer_index >= 0 else "",
            _note(package),
            "" if shared else path,
        )
        for package, path in zip(packages, paths, strict=True)
    ]
    yield from aligned(_PACKAGE_COLUMNS, rows, width=options.width, use_color=options.use_color)


def _note(package: Package) -> str:
    notes = [] if package.scope in ("runtime", "unknown") else [clean(package.scope)]
    if package.is_guess:
        notes.append("recognised")
    if not package.is_installed and not notes:
        notes.append("named only")
    return ", ".join(notes)


def _tail(report: ScanReport, options: RenderOptions, *, with_executables: bool = True) -> Iterator[str]:
    executables = report.inventory.unexplained_executables if with_executables else ()
    if executables:
        yield ""
        title = f"{counted(len(executables), 'executable')} that no package explains"
        yield styled(title, YELLOW, use_color=options.use_color)
        for executable in executables[:_EXECUTABLES_SHOWN]:
            yield f"  {_fitted_path(clean(executable.path), options)}"
        if len(executables) > _EXECUTABLES_SHOWN:
            rest = f"  and {len(executables) - _EXECUTABLES_SHOWN:,} more: the format json lists them all"
            yield styled(rest, DIM, use_color=options.use_color)
    if report.all_notes:
        yield ""
        yield styled("Notes", BOLD, use_color=options.use_color)
        yield from (f"  {clean(note)}" for note in report.all_notes)
    if report.problems:
        yield ""
        title = f"Incomplete: {counted(len(report.problems), 'problem')}"
        yield styled(title, RED, use_color=options.use_color)
        yield from _problems(report.problems, options)


def _problems(problems: Sequence[Problem], options: RenderOptions) -> Iterator[str]:
    found = list(problem_words(problems))
    for words, more in found[:_REASONS_SHOWN]:
        yield f"  {words}"
        if more:
            rest = f"    and so in {counted(more, 'more place')}: the format json lists them all"
            yield styled(rest, DIM, use_color=options.use_color)
    if len(found) > _REASONS_SHOWN:
        rest = f"  and {len(found) - _REASONS_SHOWN:,} more reasons: the format json lists them all"
        yield styled(rest, DIM, use_color=options.use_color)


def _fitted_path(path: str, options: RenderOptions) -> str:
    return cut_path(path, options.width - 2) if options.width > 4 else path


FORMAT = ReportFormat(
    name="table",
    media_type="text/plain; charset=utf-8",
    render=render,
    summary="for people: the image, its layers, its packages, what could not be read",
)
