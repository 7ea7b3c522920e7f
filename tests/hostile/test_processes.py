"""Signals: Ctrl-C, a killed child, a killed parent. Nothing is left behind, and nobody sees a traceback."""

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from images.build import image, layer
from journeys.running import PROGRAM, environment

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds processes through /proc")

SECONDS = 30


@pytest.fixture(scope="module")
def slow_image(tmp_path_factory):
    """Three layers that take seconds each: text files that a reader must look at."""
    folder = tmp_path_factory.mktemp("slow")
    lines = b"".join(b"package-%d==1.0\n" % number for number in range(20_000))
    layers = [
        layer({f"{number}/{name}/requirements.txt": lines for name in range(60)}, compression="") for number in range(3)
    ]
    return image(*layers).oci_layout(folder / "layout")


def started(layout: Path, home: Path, jobs: int) -> subprocess.Popen[bytes]:
    words = [*PROGRAM, "scan", f"oci-dir:{layout}", "-o", "json", "--manifests", "--jobs", str(jobs)]
    return subprocess.Popen(
        words,
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def children_of(pid: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = path.read_text().rpartition(")")[2].split()
            if int(fields[1]) == pid and fields[0] != "Z":
                found.append(int(path.parent.name))
    return found


def wait_for_children(process: subprocess.Popen[bytes], count: int) -> list[int]:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and process.poll() is None:
        found = children_of(process.pid)
        if len(found) >= count:
            return found
        time.sleep(0.02)
    raise AssertionError(f"no {count} children: {process.poll()}, {process.communicate(timeout=5)}")


def is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def are_gone(pids: list[int]) -> bool:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if all(map(is_gone, pids)):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("to_group", [True, False], ids=["as a terminal sends it", "to the parent alone"])
def test_an_interrupted_scan_ends_with_130_and_takes_its_children_along(to_group, slow_image, tmp_path):
    process = started(slow_image, tmp_path, 2)
    children = wait_for_children(process, 2)

    os.killpg(process.pid, signal.SIGINT) if to_group else process.send_signal(signal.SIGINT)
    out, messages = process.communicate(timeout=SECONDS)

    assert (process.returncode, out, messages) == (130, b"", b"\ninterrupted\n")
    assert are_gone(children)
    assert [path.name for path in tmp_path.rglob(".new-*")] == []


def test_an_interrupted_scan_in_one_process_ends_with_130(slow_image, tmp_path):
    process = started(slow_image, tmp_path, 1)
    time.sleep(1.5)

    process.send_signal(signal.SIGINT)
    out, messages = process.communicate(timeout=SECONDS)

    assert (process.returncode, out, messages) == (130, b"", b"\ninterrupted\n")


def test_a_child_that_was_killed_is_an_error(slow_image, tmp_path):
    process = started(slow_image, tmp_path, 2)
    children = wait_for_children(process, 2)

    os.kill(children[0], signal.SIGKILL)
    out, messages = process.communicate(timeout=SECONDS)

    assert (process.returncode, out) == (3, b"")
    assert b"ended early (signal 9)" in messages
    assert b"hint:  the system may be short of memory" in messages
    assert b"Traceback" not in messages
    assert are_gone(children)


def test_children_do_not_outlive_a_parent_that_was_killed(slow_image, tmp_path):
    process = started(slow_image, tmp_path, 2)
    children = wait_for_children(process, 2)

    process.kill()
    process.communicate(timeout=SECONDS)

    assert are_gone(children)
