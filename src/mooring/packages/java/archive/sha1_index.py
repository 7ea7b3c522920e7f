"""Coordinates of archives by their SHA-1, from a file that the user supplies.

Maven repositories publish the SHA-1 of every file, so that an archive without Maven's files can still be named for
certain. The path of the index is the setting `MOORING_SCAN_JAVA_INDEX`. Two formats are read:

* text, of lines `<sha1 in hex><tab><group>:<artifact>:<version>`; `#` begins a comment;
* SQLite, with a table `archives(sha1, group_id, artifact_id, version)`, or the tables `artifacts(id, group_id,
artifact_id)` and `indices(artifact_id, version, sha1, archive_type)` of the Java database that trivy publishes.
`sha1` is 20 bytes or hex text, and should be indexed.

Readers stay pure: they leave the property `sha1`, and the pipeline joins the two with `apply_index` once the layers
are squashed.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from mooring.base.errors import BadConfig
from mooring.model.facts import Fact, PackageFact

Coordinates = tuple[str, str, str]
"""Group, artifact and version."""
Sha1Index = Callable[[str], Coordinates | None]
"""Gives the coordinates of the archive with this SHA-1 (hex, lower case); None where it knows none."""

_OWN_QUERY = "SELECT group_id, artifact_id, version FROM archives WHERE sha1 IN (?, ?) LIMIT 1"
_TRIVY_QUERY = (
    "SELECT a.group_id, a.artifact_id, i.version FROM indices i JOIN artifacts a ON a.id = i.artifact_id "
    "WHERE i.sha1 IN (?, ?) LIMIT 1"
)
_MAX_LINES = 50_000_000


def open_index(path: Path) -> Sha1Index:
    """The index in a file; raises BadConfig where there is none, or it is of neither format."""
    try:
        with path.open("rb") as file:
            start = file.read(16)
        return _open_sqlite(path) if start.startswith(b"SQLite format 3") else _read_text(path)
    except (OSError, sqlite3.Error, ValueError) as error:
        raise BadConfig(f"{str(path)!r} is no index of Java archives: {error}") from None


def apply_index(facts: Iterable[Fact], index: Sha1Index) -> Iterator[Fact]:
    """The facts, those of archives that the index knows under its coordinates; the rest, and the order, as they
    were."""
    for fact in facts:
        sha1 = fact.properties.get("sha1", "") if isinstance(fact, PackageFact) and fact.type == "maven" else ""
        known = index(sha1) if sha1 else None
        yield _renamed(fact, known) if known and isinstance(fact, PackageFact) else fact


def _renamed(fact: PackageFact, known: Coordinates) -> PackageFact:
    group, artifact, version = known
    properties = {name: value for name, value in fact.properties.items() if name != "group_guessed"}
    return msgspec.structs.replace(
        fact,
        namespace=group,
        name=artifact,
        version=version,
        provides=tuple(dict.fromkeys((f"{group}:{artifact}", *fact.provides))),
        properties=properties | {"identified_by": "sha1"},
    )


def _open_sqlite(path: Path) -> Sha1Index:
    database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")}
    if "archives" not in tables and not {"artifacts", "indices"} <= tables:
        raise ValueError("it has neither a table archives nor the tables artifacts and indices")
    query = _OWN_QUERY if "archives" in tables else _TRIVY_QUERY

    def find(sha1: str) -> Coordinates | None:
        row = database.execute(query, (bytes.fromhex(sha1), sha1)).fetchone()
        return (str(row[0]), str(row[1]), str(row[2])) if row else None

    return find


def _read_text(path: Path) -> Sha1Index:
    """All of it in memory: 20 bytes of digest and one text for each archive."""
    known: dict[bytes, str] = {}
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            if number > _MAX_LINES:
                raise ValueError(f"it has more than {_MAX_LINES} lines")
            digest, tab, coordinates = line.strip().partition("\t")
            if not digest or digest.startswith("#"):
                continue
            if not tab or len(digest) != 40 or coordinates.count(":") != 2:
                raise ValueError(f"line {number} is not '<sha1><tab><group>:<artifact>:<version>'")
            known[bytes.fromhex(digest)] = coordinates

    def find(sha1: str) -> Coordinates | None:
        found = known.get(bytes.fromhex(sha1))
        if found is None:
            return None
        group, artifact, version = found.split(":")
        return group, artifact, version

    return find
