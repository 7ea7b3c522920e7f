"""Stored reports, one after the other: a fleet of them is never in memory at once."""

import os
from collections.abc import Iterator
from pathlib import Path

from mooring.base.config import Config
from mooring.base.errors import NotFound, ReadError, UsageError
from mooring.cli.arguments import EMPTY
from mooring.cli.content import read_bounded
from mooring.model.codec import from_json
from mooring.model.report import ScanReport


def read_report(name: str, config: Config) -> ScanReport:
    """The report in a file. Raises UsageError where it is none."""
    try:
        return from_json(read_bounded(name, "the report", config.scan.max_file_bytes))
    except ReadError as error:
        raise UsageError(f"{name!r} {error}", hint="`mooring scan IMAGE -o json=FILE` writes a report") from None


def report_files(places: list[str], unread: list[str]) -> Iterator[str]:
    """The files that are named, and those of the folders: `*.json`, at any depth, in order. What in a folder cannot be looked at is added
    to `unread`.

    Raises NotFound where a folder has none, UsageError where there is no such place.
    """
    for place in places:
        if not os.path.exists(place):
            hint = None if place.strip() else EMPTY
            raise UsageError(f"there is no report and no folder {place!r}", hint=hint)
        if not os.path.isdir(place):
            yield place
            continue
        found = sorted(_in_folder(place, unread))
        if not found:
            raise NotFound(f"the folder {place!r} has no report", hint="reports are files that end in .json")
        yield from found


def _in_folder(place: str, unread: list[str]) -> Iterator[str]:
    def note(error: OSError) -> None:
        reason = (error.strerror or str(error)).lower()
        unread.append(f"the folder {error.filename!r} cannot be read: {reason}")

    for folder, _, names in os.walk(place, onerror=note):
        for name in names:
            path = Path(folder, name)
            if name.endswith(".json") and (path.is_file() or not path.exists()):
                yield str(path)
