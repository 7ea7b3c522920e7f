"""Stored reports, one after the other: a fleet of them is never in memory at once."""

from collections.abc import Iterator
from pathlib import Path

from mooring.base.config import Config
from mooring.base.errors import NotFound, ReadError, UsageError
from mooring.cli.content import read_bounded
from mooring.model.codec import from_json
from mooring.model.report import ScanReport


def read_report(name: str, config: Config) -> ScanReport:
    """The report in a file. Raises UsageError where it is none."""
    try:
        return from_json(read_bounded(name, "the report", config.scan.max_file_bytes))
    except ReadError as error:
        raise UsageError(f"{name!r} {error}", hint="`mooring scan IMAGE -o json=FILE` writes a report") from None


def report_files(places: list[str]) -> Iterator[str]:
    """The files that are named, and those of the folders: `*.json`, at any depth, in order. Raises NotFound where there is none."""
    for place in places:
        path = Path(place)
        if not path.is_dir():
            yield place
            continue
        found = sorted(str(file) for file in path.rglob("*.json") if file.is_file())
        if not found:
            raise NotFound(f"the folder {place!r} has no report", hint="reports are files that end in .json")
        yield from found
