"""Distributions in a Grype database: their namespaces, their ends, and the minor releases into which Red Hat's rows are multiplied."""

import re
from collections.abc import Iterator, Sequence

from mooring.feeds.feed import FeedLog
from mooring.feeds.imported.grype.names import System, system_of
from mooring.feeds.imported.grype.schema import GrypeTables, Row, integer, string
from mooring.model.advisory import ReleaseLife

MAX_SYSTEMS = 100_000
_COLUMNS = (
    "id", "name", "release_id", "major_version", "minor_version", "label_version", "codename", "channel", "eol_date", "eoas_date",
)  # fmt: skip
_DAY = re.compile(r"(?:19|2[0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}")
_OTHER_MINOR = "a statement about one minor release that differs from the one about the whole release"


def read_systems(tables: GrypeTables) -> dict[int, System]:
    """The rows of `operating_systems` by number."""
    found = {}
    for key, name, release, major, minor, label, codename, channel, ends, active in tables.rows(
        "operating_systems", _COLUMNS, f"LIMIT {MAX_SYSTEMS}"
    ):
        found[integer(key)] = system_of(
            string(name),
            string(release),
            major=string(major),
            minor=string(minor),
            label=string(label),
            codename=string(codename),
            channel=string(channel),
            ends=_day(ends),
            active_ends=_day(active),
        )
    return found


def lives_of(systems: dict[int, System]) -> Iterator[ReleaseLife]:
    """The ends of the releases that have one."""
    for system in systems.values():
        if (system.ends or system.active_ends) and not system.channel and system.namespace:
            yield ReleaseLife(
                product=system.product,
                release=system.release,
                end_of_life=system.ends,
                end_of_active_support=system.active_ends,
                codename=system.codename,
            )


def minors_of_rhel(systems: dict[int, System]) -> frozenset[object]:
    """The numbers of Red Hat's minor releases, without channels of their own."""
    return frozenset(
        key for key, system in systems.items() if system.product == "rhel" and system.minor and not system.channel
    )


def merged_minors(
    rows: Sequence[Row], systems: dict[int, System], minor_systems: frozenset[object], log: FeedLog
) -> list[Row]:
    """The statements about packages of one vulnerability (package, system, record) without those that Red Hat's minor releases repeat.

    Grype's database has each statement about RHEL 8 once for the release and once for each of 8.0 to 8.10. The release's stands for all;
    where it is missing, the highest minor's does. A minor release that says something else is left out and counted: its namespace would
    hold nothing but such exceptions, and an image of that release would look clean.
    """
    if not any(row[1] in minor_systems for row in rows):
        return list(rows)
    kept: list[Row] = []
    minors: dict[tuple[object, str], list[tuple[int, Row]]] = {}
    whole: dict[tuple[object, str], set[object]] = {}
    for row in rows:
        system = systems.get(integer(row[1])) if row[1] is not None else None
        if system is not None and row[1] in minor_systems:
            minors.setdefault((row[0], system.major), []).append((integer(system.minor), row))
            continue
        kept.append(row)
        if system is not None and system.product == "rhel" and not system.channel:
            whole.setdefault((row[0], system.major), set()).add(row[2])
    for key, found in minors.items():
        said = whole.get(key)
        if said is None:
            highest = max(found, key=lambda each: each[0])[0]
            stands = [row for minor, row in found if minor == highest]
            said = {row[2] for row in stands}
            kept += [(row[0], _release_of(row, systems), row[2]) for row in stands]
        for _, row in found:
            if row[2] not in said:
                log.skip(_OTHER_MINOR)
    return kept


def _release_of(row: Row, systems: dict[int, System]) -> object:
    """The system that stands for the whole release of a minor one; the minor one itself where the database has none."""
    own = systems[integer(row[1])]
    return next(
        (
            key
            for key, each in systems.items()
            if each.product == "rhel" and each.major == own.major and not each.minor and not each.channel
        ),
        row[1],
    )


def _day(value: object) -> str:
    """The day of a moment, which may lie ahead; Go writes year 1 for none."""
    day = string(value)[:10]
    return day if _DAY.fullmatch(day) else ""
