"""Measure the search for secrets: texts alone, hostile texts, whole scans.

    run.py LAYOUT... [--repeats 3] [--folder FOLDER] [--trivy trivy]

Every figure is that of a process of its own, CPU time, the median. A layout is a folder in OCI form. Scans are made with a warm pattern
cache and without a layer cache. Where a Trivy binary is found its secret scan of the same images is measured beside ours. The exit code
is 1 where a target is missed: 150 MiB of text a second and core, a scan with secrets at most twice the plain one, flat memory on large
texts.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

_HERE = Path(__file__).resolve().parent
_MUST_RATE = 150
_MUST_RATIO = 2.0
_MUST_HOSTILE_MIB = 250
_HOSTILE_SECONDS_A_GIB = 120


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("layouts", nargs="+", type=Path, metavar="LAYOUT")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "mooring-bench")
    parser.add_argument("--trivy", default="trivy", help="binary to compare with")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    misses: list[str] = []
    for layout in options.layouts:
        misses += _search(layout, options)
        misses += _scan(layout, options)
    for kind in ("line", "hits", "keywords"):
        misses += _hostile(kind, options.folder)
    for miss in misses:
        sys.stdout.write(f"MISS {miss}\n")
    return 1 if misses else 0


def _search(layout: Path, options: argparse.Namespace) -> list[str]:
    cache = str(options.folder / "patterns")
    runs = [_texts("image", str(layout), "--cache", cache) for _ in range(options.repeats + 1)]
    best = statistics.median(run["mib"] / run["cpu"] for run in runs[1:])
    first = runs[0]
    sys.stdout.write(
        f"{layout.name}: {first['files']} texts, {first['mib']:.0f} MiB, {first['rules']} rules: {best:.0f} MiB/s;"
        f" {first['facts']} facts; patterns built in {first['ready']:.2f} CPU s, opened in {runs[1]['ready'] * 1000:.0f} ms\n"
    )
    return [f"rate on {layout.name}"] * (best < _MUST_RATE)


def _scan(layout: Path, options: argparse.Namespace) -> list[str]:
    plain = _median(layout, options, [])
    with_secrets = _median(layout, options, ["--secrets"])
    everywhere = _median(layout, options, ["--secrets", "--secrets-everywhere"])
    words = ", ".join(
        f"{name} {run[0]:.2f} CPU s, {run[1]:.0f} MiB"
        for name, run in (("plain", plain), ("secrets", with_secrets), ("everywhere", everywhere))
    )
    sys.stdout.write(f"mooring scan {layout.name}: {words}\n")
    trivy = shutil.which(options.trivy)
    if trivy:
        command = [trivy, "image", "--input", str(layout), "--scanners", "secret", "--format", "json", "--quiet"]
        theirs = _measured(command)
        sys.stdout.write(f"trivy {layout.name}: {theirs[0]:.2f} CPU s, {theirs[1]:.0f} MiB\n")
    return [f"scan of {layout.name} with secrets"] * (with_secrets[0] > _MUST_RATIO * plain[0])


def _hostile(kind: str, folder: Path) -> list[str]:
    run = _texts(kind, "1024", "--cache", str(folder / "patterns"))
    sys.stdout.write(
        f"1 GiB of {kind}: {run['cpu']:.1f} CPU s, peak {run['peak_mib']} MiB, {run['facts']} facts, {run['problems']} problems\n"
    )
    slow, large = run["cpu"] > _HOSTILE_SECONDS_A_GIB, run["peak_mib"] > _MUST_HOSTILE_MIB
    return [f"CPU of 1 GiB of {kind}"] * slow + [f"memory of 1 GiB of {kind}"] * large


def _texts(*arguments: str) -> dict[str, float]:
    done = subprocess.run([sys.executable, str(_HERE / "texts.py"), *arguments], stdout=subprocess.PIPE, check=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def _median(layout: Path, options: argparse.Namespace, flags: list[str]) -> tuple[float, float]:
    cache = options.folder / "cache"
    command = [
        sys.executable,
        "-m",
        "mooring",
        "scan",
        f"oci-dir:{layout}",
        "-q",
        "--no-match",
        "--cache-dir",
        str(cache),
    ]
    runs = []
    for _ in range(options.repeats + 1):
        shutil.rmtree(cache / "v1", ignore_errors=True)
        runs.append(_measured([*command, *flags, "-o", f"json={options.folder / 'report.json'}"]))
    cpu, peak = (statistics.median(run[place] for run in runs[1:]) for place in (0, 1))
    return cpu, peak


def _measured(command: list[str]) -> tuple[float, float]:
    measure = [sys.executable, "-I", "-S", str(_HERE.parent / "measure.py"), "--", *command]
    run = json.loads(subprocess.run(measure, capture_output=True, check=True).stdout)
    if run["exit"] not in (0, 1):
        raise SystemExit(f"{command[0]}: {run['said'].strip()[:300]}")
    return run["cpu"], run["peak_all_mib"]


if __name__ == "__main__":
    raise SystemExit(main())
