"""Look up packages in a database built by build.py, as a process of its own.

    lookups.py DATABASE PACKAGES [--nothing]

Half of the names are unknown to the database. Prints one line of JSON: packages, rows, rows that hold for a version, seconds of CPU for
opening, looking up, comparing and reading what matched, and of the whole process. With `--nothing` only what importing costs.
"""

import json
import random
import resource
import sys
import time
from pathlib import Path

from synthetic import NAMESPACES, name_of


def main(arguments: list[str]) -> int:
    """Look up and tell."""
    from mooring.versions.scheme import scheme_named
    from mooring.vulns.database import open_database

    key = {name: scheme_named(name).key for name in ("deb", "apk", "rpm", "semver", "pep440", "maven", "golang", "gem")}
    imported = time.process_time()
    if "--nothing" in arguments:
        sys.stdout.write(json.dumps({"cpu_imports": round(imported, 3)}) + "\n")
        return 0
    wanted = packages(int(arguments[1]))
    made = time.process_time()
    with open_database(Path(arguments[0])) as database:
        opened = time.process_time()
        schemes = {name: state.scheme for name, state in database.namespaces.items()}
        seen, hits = 0, []
        for namespace, name, version in wanted:
            rows = database.rows(namespace, name)
            seen += len(rows)
            if rows:
                place = key[schemes[namespace]](version)
                hits += [row for row in rows if row.holds(place)]
        compared = time.process_time()
        records = {row.record for row in hits}
        flaws = {number for row in hits for number in row.vulnerabilities}
        cves = {database.vulnerability(number).id for number in flaws}
        size = sum(len(database.record(number).description) for number in records)
        scored = sum(database.prediction(cve) is not None for cve in cves)
    done = time.process_time()
    figures = {
        "packages": len(wanted),
        "rows": seen,
        "hits": len(hits),
        "records": len(records),
        "vulnerabilities": len(flaws),
        "scored": scored,
        "description_bytes": size,
        "cpu_imports": round(imported, 3),
        "cpu_open": round(opened - made, 4),
        "cpu_rows": round(compared - opened, 3),
        "cpu_details": round(done - compared, 3),
        "cpu_process": round(done - (made - imported), 3),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    sys.stdout.write(json.dumps(figures) + "\n")
    return 0


def packages(count: int, *, are_recent: bool = False) -> list[tuple[str, str, str]]:
    """Namespace, name and version; as in an image: one distribution's packages, and those of a few ecosystems.

    Versions lie anywhere, so that every second statement holds: many times what a real image has. Recent ones are above most fixes, as in
    an image that somebody looks after.
    """
    chance = random.Random(5)
    lowest = (29, 36) if are_recent else (0, 0)
    found = []
    for number in range(count):
        feed = "debian" if number % 3 else "github"
        namespace = "debian:12" if feed == "debian" else NAMESPACES[feed][number % 2]
        name = name_of(feed, chance.randrange(9_000)) if number % 2 else f"unknown-{number}"
        found.append(
            (
                namespace,
                name,
                f"{chance.randrange(lowest[0], 30)}.{chance.randrange(lowest[1], 40)}.{chance.randrange(40)}",
            )
        )
    return found


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
