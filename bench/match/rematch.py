"""Match thousands of stored inventories again, as a server does when its database was renewed.

    rematch.py DATABASE [--inventories 10000] [--packages 300] [--processes 2]

The inventories are those of realistic.py, each as the JSON that a scan stores. Every process makes its share, not counted, a hundred at a
time, and is timed while it reads and matches them. Prints one line of JSON: seconds of CPU and wall, matches, peak memory of the
largest process. The exit code is 1 where the CPU of the busiest process says that ten thousand take more than five minutes;
on a machine with other work the wall clock says more of that work.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from realistic import Fleet

from mooring.model.codec import from_json, to_json
from mooring.vulns.database import open_database
from mooring.vulns.match import Matcher, MatchOptions

_AT_A_TIME = 100
_MUST_SECONDS = 300
_OF_INVENTORIES = 10_000


def main() -> int:
    """Share the work, add up, judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database", type=Path)
    parser.add_argument("--inventories", type=int, default=_OF_INVENTORIES)
    parser.add_argument("--packages", type=int, default=300)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--share", type=int, default=-1, help="what the processes are started with")
    options = parser.parse_args()
    numbers = range(options.inventories)
    if options.share >= 0:
        sys.stdout.write(json.dumps(_share(options, numbers[options.share :: options.processes])))
        return 0
    commands = [[sys.executable, *sys.argv, "--share", str(share)] for share in range(options.processes)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for command in commands]
    shares = [json.loads(process.communicate()[0]) for process in running]
    busiest = max(share["cpu_seconds"] for share in shares)
    figures = {
        "inventories": options.inventories,
        "packages": options.packages,
        "processes": options.processes,
        "cpu_seconds": round(sum(share["cpu_seconds"] for share in shares), 1),
        "cpu_seconds_of_busiest": round(busiest, 1),
        "wall_seconds": max(share["wall_seconds"] for share in shares),
        "matches_each": round(sum(share["matches"] for share in shares) / options.inventories),
        "peak_mib": max(share["peak_mib"] for share in shares),
    }
    sys.stdout.write(json.dumps(figures) + "\n")
    return int(busiest / options.inventories * _OF_INVENTORIES > _MUST_SECONDS)


def _share(options: argparse.Namespace, numbers: range) -> dict[str, float]:
    fleet = Fleet(options.database, options.packages)
    cpu = wall = 0.0
    matches = 0
    with open_database(options.database) as database:
        matcher = Matcher(database, MatchOptions(), now=datetime(2026, 1, 1, tzinfo=UTC))
        for begin in range(0, len(numbers), _AT_A_TIME):
            stored = [b"".join(to_json(report)) for report in fleet.reports(numbers[begin : begin + _AT_A_TIME])]
            cpu -= time.process_time()
            wall -= time.perf_counter()
            for content in stored:
                matches += len(matcher.findings(from_json(content).inventory).matches)
            cpu += time.process_time()
            wall += time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"cpu_seconds": cpu, "wall_seconds": round(wall, 1), "matches": matches, "peak_mib": round(peak)}


if __name__ == "__main__":
    raise SystemExit(main())
