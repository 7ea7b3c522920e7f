"""Import a synthetic Grype database, as a process of its own.

    grype_import.py FOLDER [--statements 1000000]

Writes a database with so many statements about packages to the folder unless it is there, imports it into `imported.db`, and prints one
line of JSON: statements, seconds of CPU and wall, statements a second, peak memory, sizes. Performance goal: 10,000 a second.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

_TESTS = Path(__file__).resolve().parents[2] / "tests"


def main() -> int:
    """Make the database in another process, so that its memory does not count; import it; tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--make-only", action="store_true", help="write the database and stop")
    options = parser.parse_args()
    source = options.folder / f"grype-{options.statements}.db"
    if options.make_only:
        return _make(source, options.statements)
    if not source.exists():
        subprocess.run([sys.executable, __file__, *sys.argv[1:], "--make-only"], check=True)
    sys.stdout.write(json.dumps(_imported(source, options.folder / "imported.db")) + "\n")
    return 0


def _imported(source: Path, target: Path) -> dict[str, object]:
    from mooring.feeds.imported.grype_v6 import import_grype

    before, begin = time.process_time(), time.perf_counter()
    result = import_grype(source, target)
    cpu = time.process_time() - before
    return {
        "statements": result.statements,
        "rows": sum(feed.affected for feed in result.state.feeds),
        "cpu_seconds": round(cpu, 1),
        "wall_seconds": round(time.perf_counter() - begin, 1),
        "statements_per_cpu_second": round(result.statements / cpu),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "source_mib": round(source.stat().st_size / (1 << 20), 1),
        "target_mib": round(target.stat().st_size / (1 << 20), 1),
        "rejects": sum(log.rejects for log in result.logs.values()),
        "digest": result.state.digest,
    }


def _make(path: Path, statements: int) -> int:
    sys.path.insert(0, str(_TESTS))
    from feeds.imported.grype_database import GrypeFile, fill_synthetic

    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    file = GrypeFile(part)
    fill_synthetic(file, statements)
    file.close().replace(path)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
