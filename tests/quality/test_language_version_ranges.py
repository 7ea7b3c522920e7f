"""Language advisories list versions beside their ranges; every listed version must lie in them.

Read from ../shared/vulndata if it is there.
"""

import json
import lzma
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from mooring.versions.scheme import InvalidVersion, VersionScheme, scheme_named

ROOT = Path(os.environ.get("MOORING_SHARED_VULNDATA") or Path(__file__).resolve().parents[3] / "shared" / "vulndata")
SCHEMES = {
    "npm": "semver", "crates.io": "semver", "Hex": "semver", "Pub": "semver", "SwiftURL": "semver", "PyPI": "pep440", "Maven": "maven",
    "NuGet": "nuget", "Packagist": "composer", "CRAN": "loose", "Bioconductor": "loose",
}  # fmt: skip
FILES = [
    *(
        "ghsa/ghsa-cargo",
        "ghsa/ghsa-composer",
        "ghsa/ghsa-erlang",
        "ghsa/ghsa-maven",
        "ghsa/ghsa-npm",
        "ghsa/ghsa-nuget",
        "ghsa/ghsa-pip",
    ),
    *("ghsa/ghsa-pub", "ghsa/ghsa-swift", "osv-lang/erlang-osv"),
]
ARCHIVES = {"pypa-advisory-database": 8, "r-advisory-database": 1}
"""Every how many-th advisory is read: YAML is slow."""
WRONG_THEMSELVES = {
    "PYSEC-2021-114": "two branches that overlap in one list of events: sorted, the fix of the one ends the other",
    "PYSEC-2023-61": "lists pre-releases of the version that it says introduced the flaw",
    "PYSEC-2024-258": "lists versions at and above the fix",
}
pytestmark = pytest.mark.skipif(not ROOT.is_dir(), reason="the shared data is not here")


def records_of_lines(name: str) -> Iterator[dict]:
    with lzma.open(ROOT / f"{name}.jsonl.xz", "rt") as lines:
        yield from map(json.loads, lines)


def records_of_archive(name: str) -> Iterator[dict]:
    with tarfile.open(ROOT / "native-lang" / f"{name}.tar.xz") as archive:
        members = [member for member in archive if member.isfile() and member.name.endswith((".yaml", ".yml"))]
        for member in members[:: ARCHIVES[name]]:
            document = yaml.load(archive.extractfile(member).read(), Loader=yaml.CSafeLoader)
            if isinstance(document, dict):
                yield document


def bound(scheme: VersionScheme, version: str) -> bytes:
    """`0` is before all versions, in any scheme."""
    return b"" if version == "0" else scheme.key(version)


def is_within(place: bytes, ranges: list[list[tuple[bytes, str]]]) -> bool:
    for events in ranges:
        is_inside = False
        for at, kind in sorted(events):
            if kind == "introduced" and place >= at:
                is_inside = True
            elif (kind == "fixed" and place >= at) or (kind == "last_affected" and place > at):
                is_inside = False
        if is_inside:
            return True
    return False


def outside(record: dict) -> tuple[int, list[str]]:
    """How many listed versions were judged, and those that lie in no range."""
    judged, found = 0, []
    for affected in record.get("affected") or ():
        name = SCHEMES.get(affected.get("package", {}).get("ecosystem", ""))
        versions = affected.get("versions") or ()
        events = [found["events"] for found in affected.get("ranges") or () if found["type"] != "GIT"]
        if name is None or not versions or not events or record.get("withdrawn"):
            continue
        scheme = scheme_named(name)
        try:
            ranges = [[(bound(scheme, str(at)), kind) for one in some for kind, at in one.items()] for some in events]
        except InvalidVersion:
            continue  # A bound that the ecosystem itself refuses.
        valid = [str(version) for version in versions if scheme.is_valid(str(version))]
        judged += len(valid)
        found += [f"{record['id']} {version}" for version in valid if not is_within(scheme.key(version), ranges)]
    return judged, found


@pytest.mark.parametrize("name", [*FILES, *ARCHIVES])
def test_what_an_advisory_lists_lies_in_its_ranges(name):
    records = records_of_archive(name) if name in ARCHIVES else records_of_lines(name)

    counts = [outside(record) for record in records if record["id"] not in WRONG_THEMSELVES]

    assert sum(judged for judged, _ in counts) > 0
    assert [] == [version for _, found in counts for version in found]
