"""The state of the installed database, and what it says of a name: as text and as JSON."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from mooring.base.clock import now
from mooring.cli.progress import size_text
from mooring.model.match import DatabaseState, FeedState
from mooring.reports.text.style import clean
from mooring.vulns.search import FoundAdvisory, FoundPackage, FoundVulnerability

MOST_ROWS = 400


def state_lines(state: DatabaseState, size_bytes: int, max_age_days: float) -> Iterator[str]:
    """What the database is, then a line for each feed."""
    days = state.days_since_built(now())
    age = f"{int(days)} days ago" if days >= 2 else f"{int(max(days, 0) * 24)} hours ago"
    too_old = (
        f", past the limit of {max_age_days:g} days: run `mooring db update` or `mooring db build`"
        if days > max_age_days
        else ""
    )
    yield f"file     {state.path}"
    yield f"built    {state.built} ({age}{too_old})"
    yield f"kind     {state.kind}"
    yield f"schema   {state.schema}"
    yield f"size     {size_text(size_bytes)}"
    yield f"digest   {state.digest or 'not recorded; `mooring db verify` reads it'}"
    yield ""
    yield from table(
        ("feed", "advisories", "statements", "rejected", "of", "problem"),
        [
            (
                feed.name,
                f"{feed.advisories:,}",
                f"{feed.affected:,}",
                f"{feed.rejects:,}",
                feed.captured[:10],
                feed.problem,
            )
            for feed in state.feeds
        ],
        right=(1, 2, 3),
    )


def state_document(state: DatabaseState, size_bytes: int) -> bytes:
    """The same as JSON."""
    document = {**msgspec.to_builtins(state), "size_bytes": size_bytes}
    return msgspec.json.format(msgspec.json.encode(document, order="deterministic"), indent=2) + b"\n"


def vulnerability_lines(found: FoundVulnerability) -> Iterator[str]:
    """One vulnerability: who says what of which packages."""
    yield found.id + (f"  also {', '.join(found.aliases)}" if found.aliases else "")
    for entry in found.exploited:
        yield f"  exploited: {entry.source}, since {entry.added}{', by ransomware' if entry.used_by_ransomware else ''}"
    if found.exploit_prediction is not None:
        yield f"  EPSS {found.exploit_prediction.score:.2%}, percentile {found.exploit_prediction.percentile:.0%}"
    for advisory in found.advisories:
        yield f"  {advisory.feed} {advisory.id}  {_day(advisory)}".rstrip()
        if advisory.title:
            yield f"    {clean(advisory.title)}"
        for rating in advisory.ratings:
            score = f" {rating.score:g}" if rating.score is not None else ""
            yield f"    {rating.source} says {rating.severity}{score}{f' {rating.vector}' if rating.vector else ''}"
        yield from (f"    {line}" for line in _package_rows(advisory.packages))
        if advisory.url:
            yield f"    {clean(advisory.url)}"
    yield ""


def package_lines(found: Iterable[FoundPackage]) -> Iterator[str]:
    """Every statement about packages of a name."""
    rows = list(found)
    yield from table(
        ("namespace", "vulnerability", "versions", "fix", "by"),
        [
            (row.namespace, ", ".join(row.vulnerabilities[:3]), _versions(row), _fix(row), f"{row.feed} {row.advisory}")
            for row in rows[:MOST_ROWS]
        ],
    )
    if len(rows) > MOST_ROWS:
        yield f"and {len(rows) - MOST_ROWS:,} more; --namespace narrows it, -o json has all"


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]], *, right: tuple[int, ...] = ()) -> Iterator[str]:
    """Aligned columns."""
    cleaned = [tuple(clean(cell) for cell in row) for row in rows]
    widths = [max(len(row[column]) for row in (head, *cleaned)) for column in range(len(head))]
    for row in (head, *cleaned):
        cells = (
            cell.rjust(width) if column in right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()


def feeds_total(feeds: Iterable[FeedState]) -> str:
    """`12 feeds, 343,000 advisories`."""
    listed = list(feeds)
    return f"{len(listed)} feeds, {sum(feed.advisories for feed in listed):,} advisories"


def _day(advisory: FoundAdvisory) -> str:
    if advisory.withdrawn:
        return f"WITHDRAWN {advisory.withdrawn[:10]}"
    if advisory.modified:
        return f"modified {advisory.modified[:10]}"
    return f"published {advisory.published[:10]}" if advisory.published else ""


def _package_rows(packages: Sequence[FoundPackage]) -> Iterator[str]:
    """A table, where there is anything to show: an erratum may leave it to the statements about its CVEs."""
    rows = [(one.namespace, one.name, _versions(one), _fix(one)) for one in packages[:MOST_ROWS]]
    if rows:
        yield from table(("namespace", "package", "versions", "fix"), rows)
    if len(packages) > MOST_ROWS:
        yield f"and {len(packages) - MOST_ROWS:,} more; --namespace narrows it, -o json has all"


def _versions(row: FoundPackage) -> str:
    shown = row.constraint or "every version"
    if len(shown) > 60:
        shown = shown[:57] + "..."
    return f"not affected: {shown}" if row.is_negative else shown


def _fix(row: FoundPackage) -> str:
    shown = ", ".join(row.fix_versions[:3]) or row.fix_state.value
    extra = [row.fix_date[:10], *row.fix_advisories[:2], f"module {row.module}" if row.module else "", row.note[:40]]
    details = ", ".join(filter(None, extra))
    return f"{shown} ({details})" if details else shown
