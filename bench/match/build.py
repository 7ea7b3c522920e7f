"""Build the synthetic database, as a process of its own.

    build.py TARGET [--advisories 300000]

Prints one line of JSON: rows, seconds of CPU and wall, rows a second, peak memory, size. What making the items costs is measured first,
by making them once for nothing, and taken off.
"""

import argparse
import json
import resource
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from synthetic import feeds

from mooring.model.advisory import Advisory
from mooring.vulns.build import DatabaseBuilder


def main() -> int:
    """Build and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", type=Path)
    parser.add_argument("--advisories", type=int, default=300_000)
    options = parser.parse_args()
    begin = time.process_time()
    rows = sum(
        len(item.affected) for _, items in feeds(options.advisories) for item in items if isinstance(item, Advisory)
    )
    making = time.process_time() - begin
    before, begin = time.process_time(), time.perf_counter()
    with DatabaseBuilder(options.target, built=datetime(2026, 1, 1, tzinfo=UTC)) as builder:
        for feed, items in feeds(options.advisories):
            builder.begin_feed(feed)
            for item in items:
                builder.add(item)
            builder.end_feed(feed)
        staged = time.process_time()
        state = builder.finish()
    cpu = time.process_time() - before - making
    figures = {
        "advisories": options.advisories,
        "rows": rows,
        "cpu_seconds": round(cpu, 1),
        "staging_seconds": round(staged - before - making, 1),
        "wall_seconds": round(time.perf_counter() - begin, 1),
        "rows_per_cpu_second": round(rows / cpu),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "size_mib": round(options.target.stat().st_size / (1 << 20), 1),
        "digest": state.digest,
        "rejects": builder.rejects,
    }
    sys.stdout.write(json.dumps(figures) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
