"""What was measured so far, kept as JSON, and shown: in the terminal and between markers in docs/performance.md."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TypeVar

import tables
from shapes import Check, Difference, Figures, Results, Series
from targets import checks

_TITLES = {
    "cold": ("First sight of an image (gzip layers)", "floor"),
    "archive": ("Uncompressed docker archive", "mooring, 1 job"),
    "warm": ("All layers known", "mooring, layers known"),
    "base": ("A second image on a known base", "new layers alone"),
    "start": ("Start", "python"),
}
Value = TypeVar("Value")
_SHOWN = 200
"""How many names of one type a terminal gets to see."""


@dataclass
class State:
    """Everything measured so far."""

    machine: dict[str, str] = field(default_factory=dict)
    results: Results = field(default_factory=dict)
    cache_shares: dict[str, dict[str, float]] = field(default_factory=dict)
    counts: dict[str, dict[str, dict[str, int]]] = field(default_factory=dict)
    """Image, tool, type: packages."""
    differences: dict[str, dict[str, Difference]] = field(default_factory=dict)
    """Image, type: against syft."""


def load(path: Path) -> State:
    """What an earlier run kept; an empty state where there was none."""
    if not path.exists():
        return State()
    row = json.loads(path.read_bytes())
    results: Results = {
        job: {
            image: {tool: Series([Figures(**run) for run in series["runs"]]) for tool, series in by_tool.items()}
            for image, by_tool in by_image.items()
        }
        for job, by_image in row["results"].items()
    }
    differences = {
        image: {type_: Difference(**found) for type_, found in by_type.items()}
        for image, by_type in row["differences"].items()
    }
    return State(row["machine"], results, row["cache_shares"], row["counts"], differences)


def save(path: Path, state: State) -> None:
    """Keep the state; a run that is interrupted leaves what it had."""
    part = path.with_suffix(".part")
    part.write_text(json.dumps(asdict(state), indent=1))
    part.replace(path)


def text(state: State, jobs: Sequence[str], images: Sequence[str]) -> str:
    """Tables for a terminal."""
    parts = [", ".join(f"{name}: {value}" for name, value in state.machine.items())]
    for job, (title, baseline) in _TITLES.items():
        if job in jobs and job in state.results:
            results = {job: _only(state.results[job], images)}
            parts += [f"\n{title}\n", tables.figures(job, results, tables.as_text, baseline)]
            parts += ["", tables.targets(checks(job, results, state.cache_shares), tables.as_text)]
    if "packages" in jobs:
        counts, differences = _only(state.counts, images), _only(state.differences, images)
        parts += ["\nPackages with a version, by type\n", tables.counts(counts, tables.as_text)]
        parts += ["\nDifferences to syft\n", tables.differences(differences, tables.as_text)]
        for image, by_type in differences.items():
            for type_, row in by_type.items():
                parts += _listed(f"{image}, {type_}: syft has, mooring has not", row.missing)
                parts += _listed(f"{image}, {type_}: syft = mooring, the same file", row.renamed)
    return "\n".join(parts)


def _listed(title: str, names: Sequence[str]) -> list[str]:
    more = [f"and {len(names) - _SHOWN} more"] if len(names) > _SHOWN else []
    return ["\n  ".join([f"\n{title}", *names[:_SHOWN], *more])] if names else []


def misses(state: State, jobs: Sequence[str], images: Sequence[str]) -> list[Check]:
    """Targets that a release must meet and that are not met."""
    return [
        check
        for job in _TITLES
        if job in jobs and job in state.results
        for check in checks(job, {job: _only(state.results[job], images)}, state.cache_shares)
        if check.mark == "MISS"
    ]


def write_docs(path: Path, state: State) -> None:
    """Put the tables between the markers `<!-- bench: NAME -->` and `<!-- bench: end -->` of the document."""
    content = path.read_text()
    for name, table in _sections(state).items():
        begin, end = f"<!-- bench: {name} -->", "<!-- bench: end -->"
        if begin not in content:
            raise SystemExit(f"{path} has no marker {begin!r}")
        head, _, rest = content.partition(begin)
        _, _, tail = rest.partition(end)
        content = f"{head}{begin}\n\n{table}\n\n{end}{tail}"
    path.write_text(content)


def _sections(state: State) -> dict[str, str]:
    sections = {"machine": tables.as_markdown(["what", "value"], [list(row) for row in state.machine.items()])}
    for job, (_, baseline) in _TITLES.items():
        if job in state.results:
            sections[job] = tables.figures(job, state.results, tables.as_markdown, baseline)
            held = checks(job, state.results, state.cache_shares)
            sections[f"{job} targets"] = tables.targets(held, tables.as_markdown)
    sections["packages"] = tables.counts(state.counts, tables.as_markdown)
    sections["differences"] = tables.differences(state.differences, tables.as_markdown)
    return sections


def _only(by_image: dict[str, Value], images: Sequence[str]) -> dict[str, Value]:
    return {image: row for image, row in by_image.items() if image in images or image == "-"}
