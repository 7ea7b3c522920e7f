"""No room, no permission, no folder: what cannot be written is said, and costs the report only where it is the report."""

import json
import os
import resource
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from journeys.running import PROGRAM, debian_image, environment, mooring, shell


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "app.tar").write_bytes(debian_image().docker_archive())
    return tmp_path


def limited(folder: Path, size_bytes: int, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """The program, in a process that may write no file larger than this."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, size_bytes))

    return subprocess.run(
        [*PROGRAM, *arguments], cwd=folder, env=environment(folder), capture_output=True, timeout=60, preexec_fn=limit
    )


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != ".cache")


def test_a_report_without_room_is_an_error_and_leaves_nothing(folder):
    ended = limited(folder, 300, "scan", "app.tar", "-q", "--no-cache", "-o", "json=report.json")

    assert ended.returncode == 3
    assert ended.stderr.decode() == "error: the report 'report.json' could not be written: file too large\n"
    assert left(folder) == ["app.tar"]


def test_an_older_report_stays_where_the_new_one_has_no_room(folder):
    (folder / "report.json").write_text("old")

    limited(folder, 300, "scan", "app.tar", "-q", "--no-cache", "-o", "json=report.json")

    assert (folder / "report.json").read_text() == "old"


def test_a_cache_without_room_costs_a_note_and_no_more(folder):
    ended = limited(folder, 100, "scan", "app.tar", "-o", "purls")

    assert ended.returncode == 0
    assert len(ended.stdout.splitlines()) == 3
    assert b"note: the layer cache could not be written" in ended.stderr
    assert [path.name for path in folder.rglob(".new-*")] == []


@pytest.mark.parametrize(
    "command",
    ["scan app.tar -q", "scan app.tar -q -o json", "config", "readers", "version", "cache", "--help", "scan --help"],
)
def test_standard_output_without_room_is_an_error(command, folder):
    ended = shell(f"mooring {command} > /dev/full", folder)

    assert (ended.code, ended.messages) == (3, "error: standard output could not be written: no space left on device\n")


def test_a_device_without_room_is_an_error(folder):
    ended = mooring("scan", "app.tar", "-q", "-o", "json=/dev/full", folder=folder)

    assert (ended.code, ended.messages) == (
        3,
        "error: the report '/dev/full' could not be written: no space left on device\n",
    )


@pytest.mark.parametrize(("streams", "code"), [("<&-", 0), (">&-", 3), ("2>&-", 0)])
def test_a_closed_stream_is_no_bug(streams, code, folder):
    ended = shell(f"mooring scan docker-archive:app.tar -q --no-cache --jobs 2 -o json {streams}", folder)

    assert ended.code == code
    assert "Traceback" not in ended.messages


def test_a_closed_output_does_not_matter_where_the_report_goes_elsewhere(folder):
    ended = shell("mooring scan app.tar -q -o json=r.json >&-", folder)

    assert (ended.code, ended.messages) == (0, "")
    assert json.loads((folder / "r.json").read_text())["problems"] == []


@pytest.mark.parametrize("kind", ["a file", "a file above", "no permission", "a broken link", "a folder in the way"])
def test_a_cache_that_cannot_be_written_costs_a_note(kind, folder):
    cache = folder / "kept"
    match kind:
        case "a file":
            cache.write_text("x")
        case "a file above":
            (folder / "above").write_text("x")
            cache = folder / "above" / "kept"
        case "no permission":
            if os.geteuid() == 0:
                pytest.skip("root may write anywhere")
            cache.mkdir(0o500)
        case "a broken link":
            cache.symlink_to("/nowhere/at/all")
        case "a folder in the way":
            mooring("scan", "app.tar", "--cache-dir", str(cache), folder=folder)
            for path in [*cache.rglob("*.facts"), *cache.rglob("*.result")]:
                path.unlink()
                path.mkdir()

    ended = mooring("scan", "app.tar", "--cache-dir", str(cache), "-o", "purls", folder=folder)
    shown = mooring("cache", "--cache-dir", str(cache), folder=folder)
    pruned = mooring("cache", "prune", "--max-size", "0", "--cache-dir", str(cache), folder=folder)

    assert (ended.code, len(ended.out.splitlines())) == (0, 3)
    assert "note: the layer cache could not be written" in ended.messages
    assert (shown.code, pruned.code) == (0, 0)


def test_scans_that_share_an_empty_cache_do_not_disturb_one_another(folder):
    def one(number: int):
        return mooring("scan", "app.tar", "-q", "-o", "json", "--jobs", str(1 + number % 2), folder=folder)

    with ThreadPoolExecutor(4) as pool:
        ends = list(pool.map(one, range(4)))

    assert [(ended.code, ended.messages) for ended in ends] == [(0, "")] * 4
    assert len({ended.out for ended in ends}) == 1
    assert [path.name for path in (folder / ".cache").rglob(".new-*")] == []
    assert len(list((folder / ".cache").rglob("*.facts"))) == 2


def test_scans_and_prunes_at_the_same_time_do_not_disturb_one_another(folder):
    def one(number: int):
        words = ("cache", "prune", "--max-size", "0") if number % 2 else ("scan", "app.tar", "-q", "-o", "purls")
        return mooring(*words, folder=folder)

    with ThreadPoolExecutor(4) as pool:
        ends = list(pool.map(one, range(8)))

    assert [(ended.code, ended.messages) for ended in ends] == [(0, "")] * 8
    assert len({ended.out for ended in ends[::2]}) == 1
