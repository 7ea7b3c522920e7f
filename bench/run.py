"""Measure Mooring against Syft, Trivy and the floor, and compare what they find. `make bench` runs this.

    run.py [--images min,java] [--jobs cold,packages] [--repeats 5] [--quick] [--write-docs]

Images come from the folder in MOORING_BENCH_CORPUS (default: bench/corpus, built by corpus.sh where images are missing). Results are
kept in bench/results/latest.json and added to, so that a long measurement can be made in parts; `--fresh` begins anew.
"""

import argparse
import compileall
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import compare
import report
from jobs import JOBS, Place, cache_shares
from peers import find_peers, version_of
from shapes import Command, Figures, Series

_HERE = Path(__file__).resolve().parent
_IMAGES = ("min", "python", "node", "java", "large", "rpm", "apk")
_PACKAGES_JOB = "packages"


def main() -> int:
    """Measure, print, keep."""
    options = _options()
    corpus = Path(os.environ.get("MOORING_BENCH_CORPUS") or _HERE / "corpus").resolve()
    images = [image for image in options.images if _is_there(corpus, image, may_build=not options.no_build)]
    results_folder = _HERE / "results"
    place = Place(corpus, results_folder / "outputs", corpus / "scratch", find_peers(corpus / "peers"))
    for folder in (place.outputs, place.scratch):
        folder.mkdir(parents=True, exist_ok=True)
    kept = results_folder / "latest.json"
    state = report.State() if options.fresh else report.load(kept)
    state.machine = _machine(place)
    _compile()
    for image in images:
        for job in options.jobs:
            _measure(job, image, place, state, options)
            report.save(kept, state)
    print(report.text(state, options.jobs, images))
    if options.write_docs:
        report.write_docs(_HERE.parent / "docs" / "performance.md", state)
    return 1 if report.misses(state, options.jobs, images) else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    every = [*JOBS, _PACKAGES_JOB]
    parser.add_argument("--images", type=lambda text: text.split(","), default=list(_IMAGES), help="which images")
    parser.add_argument("--jobs", type=lambda text: text.split(","), default=every, help=f"which of {', '.join(every)}")
    parser.add_argument("--repeats", type=int, default=5, help="runs of each command (default: 5)")
    parser.add_argument("--quick", action="store_true", help="one run each on min and java alone: does it work at all")
    parser.add_argument("--nice", type=int, default=0, help="run everything at this niceness")
    parser.add_argument("--fresh", action="store_true", help="forget earlier results")
    parser.add_argument("--no-build", action="store_true", help="leave out images that are not there yet")
    parser.add_argument("--write-docs", action="store_true", help="put the tables into docs/performance.md")
    options = parser.parse_args()
    if unknown := [job for job in options.jobs if job not in every]:
        parser.error(f"there is no job {unknown[0]!r}; expected some of {', '.join(every)}")
    if options.quick:
        options.images, options.repeats = ["min", "java"], 1
    return options


def _is_there(corpus: Path, image: str, *, may_build: bool) -> bool:
    built = (corpus / "oci" / image / "index.json").exists()
    if not built and may_build:
        done = subprocess.run([_HERE / "corpus.sh", corpus, image], check=False)
        built = done.returncode == 0
    if not built:
        print(f"skipped: there is no image {image!r} in {corpus}; see bench/README.md", file=sys.stderr)
    return built


def _measure(job: str, image: str, place: Place, state: report.State, options: argparse.Namespace) -> None:
    if job == _PACKAGES_JOB:
        _compare(image, place, state, options)
        return
    if job == "start" and image != options.images[0]:
        return
    if job == "base" and image in ("min", "rpm", "apk"):
        return
    if job == "archive" and not place.archive(image).exists():
        return
    commands = JOBS[job](place, image)
    if commands:
        repeats = max(options.repeats, 15) if job == "start" and not options.quick else options.repeats
        series = in_turn(commands, repeats, options.nice, f"{job} {image}")
        state.results.setdefault(job, {})["-" if job == "start" else image] = series
    if job == "warm":
        state.cache_shares[image] = cache_shares(place, image)


def in_turn(commands: list[Command], repeats: int, niceness: int, title: str) -> dict[str, Series]:
    """Run the commands one after the other (A B C, A B C, ...), so that each run has partners made under the same load."""
    series: dict[str, Series] = {command.tool: Series() for command in commands}
    for number in range(repeats):
        for command in commands:
            print(f"{title}: {command.tool}, run {number + 1} of {repeats}", file=sys.stderr, flush=True)
            command.prepare()
            series[command.tool].runs.append(_run(command, niceness))
    return series


def _run(command: Command, niceness: int) -> Figures:
    measure = [sys.executable, "-I", "-S", str(_HERE / "measure.py"), "--nice", str(niceness), "--"]
    environment = {**os.environ, "SYFT_CHECK_FOR_APP_UPDATE": "false"}
    done = subprocess.run([*measure, *command.arguments], check=True, capture_output=True, env=environment)
    row = json.loads(done.stdout)
    if row["exit"] not in command.accepted:
        raise SystemExit(f"{command.tool} ended with exit code {row['exit']}: {row['said']}")
    return Figures(cpu=row["cpu"], wall=row["wall"], peak_mib=row["peak_mib"], peak_all_mib=row["peak_all_mib"])


def _compare(image: str, place: Place, state: report.State, options: argparse.Namespace) -> None:
    """Our report is made anew; those of the peers, which do not change, are kept from an earlier run."""
    commands = {command.tool: command for command in JOBS["cold"](place, image)}
    _run(commands["mooring, 1 job"], options.nice)
    found = {"mooring": compare.of_mooring(place.output(image, "mooring"))}
    for tool, read in (("syft", compare.of_syft), ("trivy", compare.of_trivy)):
        output = place.output(image, tool)
        if tool in commands and not _is_written(output):
            commands[tool].prepare()
            _run(commands[tool], options.nice)
        if _is_written(output):
            found[tool] = read(output)
    state.counts[image] = {tool: compare.count_by_type(rows) for tool, rows in found.items()}
    if "syft" in found:
        state.differences[image] = compare.difference(place.output(image, "mooring"), place.output(image, "syft"))


def _is_written(output: Path) -> bool:
    """Syft leaves an empty file where it was interrupted."""
    return output.exists() and output.stat().st_size > 0


def _compile() -> None:
    """Byte code, as an installation has it, even where this host writes none."""
    package = importlib.util.find_spec("mooring")
    assert package is not None and package.submodule_search_locations
    compileall.compile_dir(package.submodule_search_locations[0], quiet=2)


def _machine(place: Place) -> dict[str, str]:
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        "unknown",
    )
    return {
        "cores": f"{len(os.sched_getaffinity(0))} ({model})",
        "load": " ".join(f"{load:.1f}" for load in os.getloadavg()),
        "python": sys.version.split()[0],
        "syft": version_of(place.peers.syft),
        "trivy": version_of(place.peers.trivy),
    }


if __name__ == "__main__":
    sys.exit(main())
