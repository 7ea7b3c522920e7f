"""A report as one HTML page that needs nothing else: no address outside, readable on paper and in the dark.

Without findings it has no script; with them one of our own, whose digest is the only one that the page's policy lets run.
"""

from collections.abc import Iterator, Sequence
from html import escape

from mooring.model.package import Package
from mooring.model.report import ScanReport
from mooring.reports.findings.page import page_end, page_findings, page_start
from mooring.reports.findings.page_style import STYLE
from mooring.reports.format import RenderOptions, ReportFormat
from mooring.reports.judged import page as judged
from mooring.reports.sections.all import sections_of
from mooring.reports.sections.gaps import reason_lines
from mooring.reports.sections.page import section_pieces
from mooring.reports.sections.section import has_sections
from mooring.reports.text.style import clean
from mooring.reports.text.summary import counted, facts, grouped, layer_rows, licenses_of, path_of

_STYLE = """
:root{color-scheme:light dark;--line:#8884;--dim:#777}
body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.4rem;overflow-wrap:anywhere}h2{font-size:1.1rem;margin-top:2rem}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.2rem .8rem .2rem 0;border-bottom:1px solid var(--line);vertical-align:top}
th{color:var(--dim);font-weight:normal}td{overflow-wrap:anywhere}
.n{text-align:right;font-variant-numeric:tabular-nums}.p{color:var(--dim);font-size:.9em}
.problems{border-left:4px solid #c33;padding-left:1rem}summary{cursor:pointer}
@media print{details{display:block}}
"""
_ROWS_A_PIECE = 200
_OPEN_GROUP = 100


def render(report: ScanReport, options: RenderOptions) -> Iterator[bytes]:
    """The page; all text of the image is escaped."""
    del options
    for block in _blocks(report):
        yield (block + "\n").encode("utf-8", "replace")


def _blocks(report: ScanReport) -> Iterator[str]:
    if report.findings is None:
        yield from _inventory_page(report)
        return
    more_style = judged.STYLE if report.verdict is not None else ""
    yield from page_start(report, report.findings, more_style=more_style, lead=_verdict(report))
    yield from page_findings(report, report.findings)
    yield from _parts(report)
    yield "<h2>Inventory</h2><details><summary>layers and packages</summary>"
    yield "<table>" + "".join(f"<tr><th>{name}<td>{_text(value)}" for name, value in facts(report)) + "</table>"
    yield from _inventory(report)
    yield "</details>"
    yield from page_end(report.findings)


def _inventory_page(report: ScanReport) -> Iterator[str]:
    title = _text(report.image.name) or report.image.kind
    has_parts = report.verdict is not None or has_sections(report)
    style = f"{STYLE}{judged.STYLE}" if has_parts else _STYLE
    yield f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>{title}</title>'
    yield (
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f'<meta name="viewport" content="width=device-width">\n<style>{style}</style>\n<h1>{title}</h1>'
    )
    yield from _verdict(report)
    yield "<table>" + "".join(f"<tr><th>{name}<td>{_text(value)}" for name, value in facts(report)) + "</table>"
    if report.problems:
        items = "".join(f"<li>{_text(line)}" for line in reason_lines(report.problems))
        yield f'<div class="problems banner loud"><h2>Incomplete: {counted(len(report.problems), "problem")}</h2><ul>{items}</ul></div>'
    yield from _parts(report)
    yield from _inventory(report)


def _verdict(report: ScanReport) -> Iterator[str]:
    if report.verdict is not None:
        yield from judged.verdict_banner(report, report.verdict)


def _parts(report: ScanReport) -> Iterator[str]:
    """What files hold, how the image was built, and what the policy found."""
    yield from section_pieces(sections_of(report))
    if report.verdict is not None:
        yield "<h2>Policy</h2><details><summary>findings by trigger</summary>"
        yield from judged.verdict_findings(report, report.verdict)
        yield "</details>"


def _inventory(report: ScanReport) -> Iterator[str]:
    if report.image.layers:
        yield _layers(report)
    for kind, packages in grouped(report):
        yield from _group(kind, packages)
    executables = report.inventory.unexplained_executables
    if executables:
        items = "".join(f"<li>{_text(executable.path)}" for executable in executables)
        yield f"<h2>{counted(len(executables), 'executable')} that no package explains</h2><ul>{items}</ul>"
    if report.all_notes:
        yield f"<h2>Notes</h2><ul>{''.join(f'<li>{_text(note)}' for note in report.all_notes)}</ul>"


def _layers(report: ScanReport) -> str:
    rows = "".join(
        f'<tr><td class="n">{row.index}<td><code>{row.diff_id}</code><td class="n">{row.size}'
        f'<td class="n">{row.packages}<td>{_text(row.step)}'
        for row in layer_rows(report)
    )
    heads = '<tr><th class="n">#<th>diffID<th class="n">size<th class="n">packages<th>build step'
    return f"<h2>Layers</h2><table>{heads}{rows}</table>"


def _group(kind: str, packages: Sequence[Package]) -> Iterator[str]:
    is_open = " open" if len(packages) <= _OPEN_GROUP else ""
    yield f"<h2>{_text(kind)}</h2><details{is_open}><summary>{counted(len(packages), 'package')}</summary><table>"
    yield '<tr><th>name<th>version<th>licence<th class="n">layer<th>path'
    for start in range(0, len(packages), _ROWS_A_PIECE):
        yield "\n".join(map(_row, packages[start : start + _ROWS_A_PIECE]))
    yield "</table></details>"


def _row(package: Package) -> str:
    layer = str(package.layer_index) if package.layer_index >= 0 else ""
    return (
        f"<tr><td>{_text(package.name)}<td>{_text(package.version)}<td>{_text(licenses_of(package))}"
        f'<td class="n">{layer}<td class="p">{_text(path_of(package))}'
    )


def _text(text: str) -> str:
    return escape(clean(text))


FORMAT = ReportFormat(
    name="html",
    media_type="text/html; charset=utf-8",
    render=render,
    extension=".html",
    summary="one page that needs nothing else, to read, filter, print and send",
)
