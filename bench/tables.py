"""The results as tables: aligned text for a terminal, Markdown for the documentation."""

from collections.abc import Callable, Sequence

from shapes import Check, Difference, Results

Rows = Sequence[Sequence[str]]
Table = Callable[[Sequence[str], Rows], str]


def as_text(header: Sequence[str], rows: Rows) -> str:
    """Columns aligned by spaces; the first two to the left, figures to the right."""
    widths = [max(len(row[column]) for row in [header, *rows]) for column in range(len(header))]

    def line(row: Sequence[str]) -> str:
        cells = (
            cell.ljust(width) if column < 2 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        return "  ".join(cells).rstrip()

    return "\n".join([line(header), line(["-" * width for width in widths]), *map(line, rows)])


def as_markdown(header: Sequence[str], rows: Rows) -> str:
    """A Markdown table."""
    lines = [header, ["---", "---", *["---:" for _ in header[2:]]], *rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in lines)


def figures(job: str, results: Results, table: Table, baseline: str) -> str:
    """Medians of every tool on every image; the last column is CPU against `baseline`, pair by pair."""
    header = ["image", "tool", "CPU s", "wall s", "peak MiB", "all MiB", "runs", f"CPU : {baseline}"]
    rows = []
    for image, by_tool in results[job].items():
        for tool, series in by_tool.items():
            middle = series.median()
            ratio = f"{series.ratio(by_tool[baseline]):.2f}" if baseline in by_tool else ""
            memory = [f"{middle.peak_mib:.0f}", f"{middle.peak_all_mib:.0f}" if middle.peak_all_mib else "-"]
            rows.append([image, tool, f"{middle.cpu:.2f}", f"{middle.wall:.2f}", *memory, str(len(series.runs)), ratio])
    return table(header, rows)


def targets(checks: Sequence[Check], table: Table) -> str:
    """Each value beside its targets."""
    header = ["measure", "image", "value", "must", "aim", "met"]
    rows = [
        [
            check.measure,
            check.image,
            *(_amount(value, check.unit) for value in (check.value, check.must, check.aim)),
            check.mark,
        ]
        for check in checks
    ]
    return table(header, rows)


def counts(by_image: dict[str, dict[str, dict[str, int]]], table: Table) -> str:
    """Packages per type and tool; every tool has its own column."""
    names = ("mooring", "syft", "trivy")
    rows = []
    for image, by_tool in by_image.items():
        for type_ in sorted({type_ for found in by_tool.values() for type_ in found}):
            cells = [str(by_tool[tool].get(type_, 0)) if tool in by_tool else "-" for tool in names]
            rows.append([image, type_, *cells])
    return table(["image", "type", *names], rows)


def differences(by_image: dict[str, dict[str, Difference]], table: Table) -> str:
    """How many packages only Syft has, how many it names otherwise, and how many only Mooring has."""
    rows = [
        [image, type_, str(len(row.missing)), str(len(row.renamed)), str(row.only_ours)]
        for image, by_type in by_image.items()
        for type_, row in by_type.items()
    ]
    return table(["image", "type", "only syft", "other name", "only mooring"], rows)


def _amount(value: float, unit: str) -> str:
    if not unit and value < 1:
        return f"1/{1 / value:.1f}"
    digits = 0 if unit in ("ms", "MiB") else 2
    return f"{value:.{digits}f}{' ' + unit if unit else ''}"
