"""Aligned columns that fit the width of a terminal."""

from collections.abc import Callable, Iterator, Sequence

import msgspec

from mooring.reports.text.style import DIM, columns_of, cut, styled

GAP = 2
LONG = 28


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """How one column looks."""

    title: str
    style: str = ""
    is_number: bool = False
    """Aligned to the right."""
    least: int = 0
    """Narrowest width that it may be cut to; 0 where it is never cut."""
    cut: Callable[[str, int], str] = cut
    style_of: Callable[[str], str] | None = None
    """Style of a cell by its text, where not all look alike."""


def aligned(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], *, width: int, use_color: bool, indent: int = 2
) -> Iterator[str]:
    """A line of titles, then a line for each row; empty columns are left out.

    With width 0 nothing is cut; a text that is much longer than nearly all others in its column then sticks out.
    """
    kept = [index for index in range(len(columns)) if any(row[index] for row in rows)]
    columns = [columns[index] for index in kept]
    rows = [[row[index] for index in kept] for row in rows]
    if not rows:
        return
    sizes = [sorted(columns_of(row[at]) for row in rows) for at in range(len(columns))]
    widths = [max(len(column.title), size[-1]) for column, size in zip(columns, sizes, strict=True)]
    typical = [_typical(column, size) for column, size in zip(columns, sizes, strict=True)]
    if width > 0:
        _narrow([min(pair) for pair in zip(typical, widths, strict=True)], widths, width - indent)
        _narrow([column.least or size for column, size in zip(columns, widths, strict=True)], widths, width - indent)
    else:
        widths = [min(max(pair[0], LONG), pair[1]) for pair in zip(typical, widths, strict=True)]
    titles = [_cell(column, column.title, size, is_last=False) for column, size in zip(columns, widths, strict=True)]
    yield " " * indent + styled((" " * GAP).join(titles).rstrip(), DIM, use_color=use_color)
    last = len(columns) - 1
    for row in rows:
        cells = []
        for at, (column, text, size) in enumerate(zip(columns, row, widths, strict=True)):
            fitting = text if width <= 0 else column.cut(text, size)
            cell = _cell(column, fitting, size, is_last=at == last)
            style = column.style if column.style_of is None else column.style_of(text)
            cells.append(styled(cell, style, use_color=use_color))
        yield (" " * indent + (" " * GAP).join(cells)).rstrip()


def aligned_without(
    left_out: Sequence[str],
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    *,
    width: int,
    use_color: bool,
    indent: int = 2,
) -> Iterator[str]:
    """The same, without the columns of these titles where the lines would be too wide with them: the first goes first."""
    kept = list(range(len(columns)))
    for title in left_out:
        if not width or sum(_least_of(columns[at], [row[at] for row in rows]) for at in kept) + indent - GAP <= width:
            break
        kept = [at for at in kept if columns[at].title != title]
    shown = [[row[at] for at in kept] for row in rows]
    yield from aligned([columns[at] for at in kept], shown, width=width, use_color=use_color, indent=indent)


def _least_of(column: Column, texts: Sequence[str]) -> int:
    """The narrowest that the column can be, with the gap beside it; nothing where it is empty."""
    size = max(max(map(columns_of, texts), default=0), len(column.title))
    return min(size, column.least or size) + GAP if any(texts) else 0


def _cell(column: Column, text: str, size: int, *, is_last: bool) -> str:
    padding = " " * (size - columns_of(text))
    if column.is_number:
        return padding + text
    return text if is_last else text + padding


def _typical(column: Column, sizes: Sequence[int]) -> int:
    """The width that nearly all texts of a column fit in; of all where it may not be cut. `sizes` is sorted."""
    if not column.least:
        return max(sizes[-1], len(column.title))
    return max(sizes[len(sizes) * 9 // 10], len(column.title), column.least)


def _narrow(least: Sequence[int], widths: list[int], width: int) -> None:
    """Take columns from the widest that is above its least width, until the line fits or none can give more."""
    excess = sum(widths) + GAP * (len(widths) - 1) - width
    while excess > 0:
        spare = [(widths[at], at) for at in range(len(widths)) if widths[at] > least[at]]
        if not spare:
            return
        widest, at = max(spare)
        second = max((size for size, other in spare if other != at), default=0)
        step = max(1, min(excess, widest - max(second, least[at])))
        widths[at] -= step
        excess -= step
