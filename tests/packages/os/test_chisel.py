"""Manifests of chiselled images."""

import json

import pytest

from mooring.model.facts import OwnedFilesFact
from mooring.packages.os.chisel import READER
from packages.os.reading import facts_of, packages, readable

try:
    from compression import zstd
except ImportError:
    from backports import zstd

PATH = "var/lib/chisel/manifest.wall"
ROWS = (
    {"jsonwall": "1.0", "schema": "1.0", "count": 5},
    {"kind": "content", "slice": "libc6_libs", "path": "/usr/lib/libc.so.6"},
    {"kind": "package", "name": "libc6", "version": "2.39-0ubuntu8", "sha256": "d" * 64, "arch": "amd64"},
    {
        "kind": "path",
        "path": "/etc/x",
        "mode": "0644",
        "slices": ["libc6_config"],
        "sha256": "a" * 64,
        "final_sha256": "b" * 64,
    },
    {"kind": "path", "path": "/lib/", "mode": "0755", "slices": ["libc6_libs"]},
    {"kind": "path", "path": "/lib/link", "mode": "0777", "slices": ["libc6_libs"], "link": "x"},
    {"kind": "slice", "name": "libc6_libs"},
)


def wall(rows=ROWS):
    return "\n".join(json.dumps(row) for row in rows).encode() + b"\n"


def test_packages_and_their_files_are_found():
    found = facts_of(READER, PATH, zstd.compress(wall()))

    (package,) = packages(found)
    assert (package.type, package.name, package.version, package.architecture) == (
        "deb",
        "libc6",
        "2.39-0ubuntu8",
        "amd64",
    )
    assert package.key == "dpkg:libc6" and package.properties == {"sha256": "d" * 64}
    assert found[1:] == [
        OwnedFilesFact(owner="dpkg:libc6", paths=b"etc/x\nlib/link", algorithm="sha256", digests=b"b" * 64 + b"\n")
    ]


def test_an_odd_line_is_reported_and_does_not_hide_the_others():
    found, message = readable(READER, PATH, wall() + b'{"kind": 1}\nodd\n')

    assert [package.name for package in packages(found)] == ["libc6"]
    assert message == "has 2 lines that are not JSON objects of a manifest"


@pytest.mark.parametrize("content", [b"", b"text", zstd.compress(wall())[:30], zstd.compress(b"other\n"), b'{"a": 1}'])
def test_what_is_no_manifest_is_reported(content):
    found, message = readable(READER, PATH, content)

    assert found == [] and message


def test_a_bomb_is_stopped(monkeypatch):
    monkeypatch.setattr("mooring.packages.os.chisel._MAX_WALL", 1024 * 1024)

    assert readable(READER, PATH, zstd.compress(b"\0" * 4 * 1024 * 1024)) == ([], "expands to more than 1048576 bytes")
