"""Measure building and look-ups on a database of 300,000 advisories and 3 million affected rows that nobody published.

    run.py [--advisories 300000] [--folder bench/match/scratch] [--repeats 5] [--stored DATABASE REPORT...]

Every figure is that of a process of its own. The database is built where it is not there yet; building it again must give the same digest.
`mooring match` is measured on inventories of any versions, of which every second statement holds, and on those of recent ones. With
`--stored` it is measured on reports of real images against a real database too, and nothing is judged there. The exit code is 1 above a
target's `must`.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

_HERE = Path(__file__).resolve().parent
_SIZES = (500, 3_000)
_MUST_ROWS_PER_SECOND = 30_000
_MUST_BUILD_MIB = 400
_MUST_CPU = {500: 0.2, 3_000: 0.6}
_MUST_MATCH_MIB = 80


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--advisories", type=int, default=300_000, help="how many advisories (ten rows each)")
    parser.add_argument("--folder", type=Path, default=_HERE / "scratch", help="where the database is built")
    parser.add_argument("--repeats", type=int, default=5, help="runs of each look-up (default: 5)")
    parser.add_argument(
        "--stored", nargs="+", type=Path, default=[], metavar="FILE", help="a database, and reports of scans"
    )
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    database = options.folder / f"synthetic-{options.advisories}.db"
    misses = [] if database.exists() else _build(database, options.advisories)
    for size in _SIZES:
        misses += _look_up(database, size, options.repeats)
        for kind in ("any", "recent"):
            misses += _match(database, size, kind, options.folder, options.repeats)
    for report in options.stored[1:]:
        _measured(report, options.stored[0], options.folder, options.repeats)
    for miss in misses:
        sys.stdout.write(f"MISS {miss}\n")
    return 1 if misses else 0


def _build(database: Path, advisories: int) -> list[str]:
    figures = _figures("build.py", str(database), "--advisories", str(advisories))
    sys.stdout.write(
        f"build: {figures['rows']:,} rows, {figures['rows_per_cpu_second']:,} rows/s, {figures['cpu_seconds']} CPU s"
        f" ({figures['staging_seconds']} of it taking items), peak {figures['peak_mib']} MiB, file {figures['size_mib']} MiB\n"
    )
    slow = figures["rows_per_cpu_second"] < _MUST_ROWS_PER_SECOND
    large = figures["peak_mib"] > _MUST_BUILD_MIB
    return ["rows a second of building"] * slow + ["memory of building"] * large


def _look_up(database: Path, size: int, repeats: int) -> list[str]:
    runs = [_figures("lookups.py", str(database), str(size)) for _ in range(repeats)]
    middle = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
    sys.stdout.write(
        f"look-ups, {size} packages: {middle['rows']:.0f} rows, {middle['hits']:.0f} hold; CPU s: rows {middle['cpu_rows']:.3f},"
        f" details of all hits {middle['cpu_details']:.3f}, process {middle['cpu_process']:.3f}; peak {middle['peak_mib']:.0f} MiB\n"
    )
    return [f"CPU of looking {size} packages up"] * (middle["cpu_process"] > _MUST_CPU[size])


def _match(database: Path, size: int, kind: str, folder: Path, repeats: int) -> list[str]:
    """The whole process of `mooring match` on an inventory of that size."""
    inventory = folder / f"inventory-{size}-{kind}.json"
    _figures("inventory.py", str(inventory), str(size), *(["--recent"] if kind == "recent" else []))
    cpu, peak = _measured(inventory, database, folder, repeats)
    words = f"matching {size} packages of {kind} versions"
    return [f"CPU of {words}"] * (cpu > _MUST_CPU[size]) + [f"memory of {words}"] * (peak > _MUST_MATCH_MIB)


def _measured(inventory: Path, database: Path, folder: Path, repeats: int) -> tuple[float, float]:
    """CPU seconds and peak memory of one `mooring match`. Bytecode is there, as it is where Mooring is installed."""
    report = folder / "report.json"
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")
    mooring = [sys.executable, "-m", "mooring"]
    command = [*mooring, "match", str(inventory), "--db", str(database), "-q", "-o", f"json={report}"]
    measure = [sys.executable, "-I", "-S", str(_HERE.parent / "measure.py"), "--", *command]
    runs = [
        json.loads(subprocess.run(measure, capture_output=True, check=True, env=environment).stdout)
        for _ in range(repeats + 1)
    ][1:]
    if any(run["exit"] not in (0, 1, 3) for run in runs):
        raise SystemExit(f"mooring match {inventory}: {runs[0]['said'].strip()[:300]}")
    cpu, peak = (statistics.median(run[name] for run in runs) for name in ("cpu", "peak_mib"))
    written = json.loads(report.read_bytes())
    sys.stdout.write(
        f"mooring match, {inventory.name}: {len(written['inventory']['packages'])} packages,"
        f" {len(written['findings']['matches'])} findings; {cpu:.3f} CPU s, peak {peak:.0f} MiB\n"
    )
    return cpu, peak


def _figures(script: str, *arguments: str) -> dict[str, float]:
    result = subprocess.run([sys.executable, str(_HERE / script), *arguments], stdout=subprocess.PIPE, check=True)
    figures: dict[str, float] = json.loads(result.stdout)
    return figures


if __name__ == "__main__":
    raise SystemExit(main())
