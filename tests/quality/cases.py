"""Parser cases that public scanners use, read from ../shared/inputs when it is there.

Each `tests/quality/<family>.toml` may say, for the formats of its readers:

    [paths]                     # format -> path that the file has in a real image, where the case's own path says nothing
    apk = "lib/apk/db/installed"

    [readers]                   # format -> names of the readers to hand the file to, whatever their claims say
    apk = ["apk"]

    [differences]               # case -> why an expected package is not found, and why that is right
    "npm/osv-scalibr/some/file#case name" = "..."

    [not_read]                  # format -> why Mooring does not read it
    "vscode" = "..."
"""

import json
import os
import tarfile
import tomllib
from functools import cache
from pathlib import Path

import msgspec

from mooring.scan.readers import all_readers

ROOT = Path(os.environ.get("MOORING_SHARED_INPUTS") or Path(__file__).resolve().parents[3] / "shared" / "inputs")
TABLES = Path(__file__).parent


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One case of an upstream test: files in, packages out."""

    id: str
    format: str
    files: dict[str, bytes]
    expected: tuple[tuple[str, str], ...]


def cases() -> list[Case]:
    """All cases; empty where the shared inputs are not there."""
    if not (ROOT / "packages-index.json").exists():
        return []
    with tarfile.open(ROOT / "packages.tar.xz") as archive:
        files = {
            m.name.split("/", 1)[1]: archive.extractfile(m).read() for m in archive if m.isfile() and "/" in m.name
        }
    found = []
    for row in json.loads((ROOT / "packages-index.json").read_bytes()):
        chosen = {
            path: files[path]
            for given in row["inputs"]
            for path in files
            if path == given or path.startswith(given + "/")
        }
        expected = tuple((str(item.get("name", "")), str(item.get("version", ""))) for item in row["expected"] or ())
        found.append(
            Case(id=f"{row['inputs'][0]}#{row['case']}", format=row["format"], files=chosen, expected=expected)
        )
    return found


def tables() -> dict[str, dict]:
    """The tables of all families, joined."""
    joined: dict[str, dict] = {"paths": {}, "readers": {}, "differences": {}, "not_read": {}}
    for path in sorted(TABLES.glob("*.toml")):
        for name, rows in tomllib.loads(path.read_text()).items():
            joined[name].update(rows)
    return joined


@cache
def readers() -> tuple:
    """Every reader of the package families."""
    return all_readers()


def read_case(case: Case, table: dict[str, dict]) -> list:
    """The facts that the readers find in the files of a case."""
    from mooring.model.reader import LayerFile

    facts = []
    for path, content in case.files.items():
        given = table["paths"].get(case.format)
        path = path.split("/", 1)[1] if given is None else given
        names = table["readers"].get(case.format)
        for reader in readers():
            magic = content[:4] in reader.claim.magics
            if reader.name in names if names is not None else (reader.wants(path) or magic):
                facts.extend(facts_of(reader, LayerFile(path=path, content=content)))
    return facts


def facts_of(reader, file) -> list:
    """What a reader yields of a file; of a damaged one what it yields before the error, as a scan keeps it."""
    from mooring.base.errors import ReadError

    facts = []
    try:
        for fact in reader.read(file):
            facts.append(fact)  # noqa: PERF402 - the facts before the error are what is wanted
    except ReadError:
        pass
    return facts


def missing(case: Case, facts: list) -> list[tuple[str, str]]:
    """The expected packages that none of the facts is; spelling of names is compared loosely, versions exactly."""
    from mooring.model.facts import PackageFact

    have = set()
    for fact in facts:
        if isinstance(fact, PackageFact):
            for name in spellings(fact):
                have.add((loose(name), fact.version.removeprefix("v")))
    return [(name, version) for name, version in case.expected if (loose(name), version.removeprefix("v")) not in have]


def spellings(fact) -> set[str]:
    """The ways in which tools write the name of a package."""
    joined = {f"{fact.namespace}{mark}{fact.name}" for mark in "/:."} if fact.namespace else set()
    return {fact.name, *joined, *fact.provides}


def loose(name: str) -> str:
    """A name without case and without the difference of `-` and `_`."""
    return name.lower().replace("_", "-")
