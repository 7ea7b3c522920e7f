"""`mooring db` as tests run it."""

import json

from journeys.advisories import AT_THE_TIME
from journeys.running import inside


def run(folder, *arguments, extra=None):
    return inside("db", *arguments, folder=folder, extra=AT_THE_TIME | (extra or {}))


def state(folder):
    return json.loads(run(folder, "status", "-o", "json").out)


def left(folder):
    """What lies in the folder of databases, hidden or not."""
    return sorted(path.name for path in (folder / ".cache" / "mooring" / "db").iterdir())
