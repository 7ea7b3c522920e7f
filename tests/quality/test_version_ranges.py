"""What real advisories say of their own versions, held against the schemes; read from ../shared/vulndata when it is there.

An OSV record that lists versions beside its ranges says twice which are affected; both must be the same to a scheme. And the events of a
range are in the order of their versions. Every fourth record is read.
"""

import json
import lzma
import os
from itertools import islice
from pathlib import Path

import pytest

from mooring.versions.scheme import VersionScheme, scheme_named

ROOT = Path(os.environ.get("MOORING_SHARED_VULNDATA") or Path(__file__).resolve().parents[3] / "shared" / "vulndata")
FILES = {
    "distro/alma-osv.jsonl.xz": ("rpm", "AlmaLinux"),
    "distro/suse-osv.jsonl.xz": ("rpm", "SUSE"),
    "distro/redhat-osv.jsonl.xz": ("rpm", "Red Hat"),
    "distro/debian-osv.jsonl.xz": ("deb", "Debian"),
    "distro/ubuntu.derived-osv.jsonl.xz": ("deb", "Ubuntu"),
    "distro/alpine-osv-sample.jsonl.xz": ("apk", "Alpine"),
    "ghsa/ghsa-golang.jsonl.xz": ("golang", "Go"),
    "osv-lang/go-osv.jsonl.xz": ("golang", "Go"),
    "ghsa/ghsa-rubygems.jsonl.xz": ("gem", "RubyGems"),
}
EVERY = 4
pytestmark = pytest.mark.skipif(not ROOT.is_dir(), reason="the shared data is not here")


def key(scheme: VersionScheme, version: str) -> bytes:
    """`0` is before all versions, in any scheme."""
    return b"" if version == "0" else scheme.key(version)


def affected_of(path: str, ecosystem: str) -> list[dict]:
    with lzma.open(ROOT / path, "rt") as lines:
        records = [json.loads(line) for line in islice(lines, None, None, EVERY)]
    found = [affected for record in records for affected in record.get("affected", ())]
    return [affected for affected in found if affected.get("package", {}).get("ecosystem", "").startswith(ecosystem)]


def ranges_of(affected: dict, scheme: VersionScheme) -> list[list[tuple[bytes, str]]]:
    """The events of each range but those of commits: the key of the version, and what begins or ends there."""
    return [
        [(key(scheme, version), kind) for event in found["events"] for kind, version in event.items()]
        for found in affected.get("ranges", ())
        if found["type"] != "GIT"
    ]


def is_within(version: bytes, events: list[tuple[bytes, str]]) -> bool:
    is_inside = False
    for bound, kind in events:
        if kind == "introduced" and version >= bound:
            is_inside = True
        elif (kind == "fixed" and version >= bound) or (kind == "last_affected" and version > bound):
            is_inside = False
    return is_inside


@pytest.mark.parametrize("path", FILES)
def test_what_an_advisory_lists_lies_in_its_ranges(path):
    name, ecosystem = FILES[path]
    scheme, unlike = scheme_named(name), []
    for affected in affected_of(path, ecosystem):
        ranges = ranges_of(affected, scheme)
        unlike += [
            events for events in ranges if [event[0] for event in events] != sorted(event[0] for event in events)
        ]
        for version in affected.get("versions", ()) if ranges else ():
            if not any(is_within(scheme.key(version), events) for events in ranges):
                unlike.append(version)

    assert unlike == []
