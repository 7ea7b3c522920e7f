"""Programs too large to be held are read in windows, and give what they give as a whole."""

import json
import zlib
from itertools import pairwise

import pytest

from images.build import Entry, image, layer
from mooring.base.limits import Limits
from mooring.image.sources.source import SourceOptions
from mooring.model.reader import HEAD_BYTES, OVERLAP_BYTES, WINDOW_BYTES, Window
from mooring.packages.binary.embedded.windows import packages
from mooring.scan.options import ScanOptions
from mooring.scan.pipeline import scan
from mooring.scan.read import windows_of

HEAD = b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x02\x00\x3e\x00\x01\x00\x00\x00" + bytes(40)
MODULES = b"path\texample.org/tool\nmod\texample.org/tool\tv1.2.3\t\ndep\tgolang.org/x/sys\tv0.20.0\th1:abc=\n"
CRATES = {
    "packages": [
        {"name": "tool", "version": "1.0.0", "source": "local", "root": True, "dependencies": [1]},
        {"name": "libc", "version": "0.2.1", "source": "registry"},
    ]
}


def go_blob() -> bytes:
    framed = bytes(16) + MODULES + bytes(16)
    return (
        b"\xff Go buildinf:\x08\x02"
        + bytes(16)
        + b"\x08go1.22.1"
        + bytes([len(framed) & 0x7F | 0x80, len(framed) >> 7])
        + framed
    )


def crates_blob() -> bytes:
    return zlib.compress(json.dumps(CRATES, separators=(",", ":")).encode())


def program(at: int, blob: bytes, size: int) -> bytes:
    return HEAD + bytes(at - len(HEAD)) + blob + bytes(size - at - len(blob))


def names(content: bytes) -> set[tuple[str, str]]:
    windows = windows_of(
        "bin/tool", len(content), (content[at : at + 700_000] for at in range(0, len(content), 700_000))
    )
    return {(fact.name, fact.version) for window in windows for fact in packages(window)}


@pytest.mark.parametrize("at", [64, WINDOW_BYTES - 64, WINDOW_BYTES - OVERLAP_BYTES, WINDOW_BYTES + 4096])
def test_go_modules_are_found_wherever_they_stand(at):
    found = names(program(at, go_blob(), WINDOW_BYTES + 3 * OVERLAP_BYTES))

    assert found == {("tool", "v1.2.3"), ("sys", "v0.20.0"), ("stdlib", "1.22.1")}


@pytest.mark.parametrize("at", [64, WINDOW_BYTES - 30, WINDOW_BYTES + 4097])
def test_crates_are_found_wherever_they_stand(at):
    assert names(program(at, crates_blob(), WINDOW_BYTES + 3 * OVERLAP_BYTES)) == {("tool", "1.0.0"), ("libc", "0.2.1")}


def test_windows_overlap_and_cover_the_file():
    content = bytes(range(256)) * (3 * WINDOW_BYTES // 256)

    windows = list(
        windows_of("x", len(content), (content[at : at + (1 << 20)] for at in range(0, len(content), 1 << 20)))
    )

    assert all(content[w.offset : w.offset + len(w.content)] == w.content for w in windows)
    assert [w.is_last for w in windows] == [False] * (len(windows) - 1) + [True]
    assert all(b.offset == a.offset + len(a.content) - OVERLAP_BYTES for a, b in pairwise(windows))
    assert windows[-1].offset + len(windows[-1].content) == len(content)
    assert all(w.head == content[:HEAD_BYTES] for w in windows)


def test_marks_by_chance_and_damage_give_nothing():
    content = b"\xff Go buildinf:\x08\x02" * 50 + b"\x78\x9c" * 5_000

    assert list(packages(Window(path="x", size=len(content), head=b"", offset=0, content=content, is_last=True))) == []


def test_a_program_past_the_limit_is_read_in_a_scan_and_other_files_are_problems(tmp_path):
    files = {
        "bin/tool": Entry(content=program(2048, go_blob(), 3 << 20), mode=0o755),
        "app.jar": b"PK\x03\x04" + bytes(3 << 20),
    }
    image(layer(files)).oci_layout(tmp_path)
    options = ScanOptions(limits=Limits(max_file_bytes=1 << 20))

    report, _ = scan(f"oci-dir:{tmp_path}", options, SourceOptions())

    assert "golang.org/x/sys" in {package.name for package in report.inventory.packages}
    assert [problem.path for problem in report.problems] == ["/app.jar"]
    assert "more than is held in memory" in report.problems[0].reason
