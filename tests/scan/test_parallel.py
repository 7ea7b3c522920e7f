"""Jobs shared out among processes."""

import os
import signal
import sys
import time

import pytest

from mooring.base.errors import DamagedImage, HostileInput, SourceError
from mooring.scan.parallel import run_jobs

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks")
MANY = range(1, 4)


def results(jobs, work, processes) -> tuple[dict, list]:
    done, told = {}, []
    run_jobs(
        jobs,
        work,
        processes,
        lambda job, count: told.append((job, count)),
        lambda job, content: done.__setitem__(job, content),
    )
    return done, told


@pytest.mark.parametrize("processes", MANY)
def test_every_job_is_done_once_and_told_of(processes):
    def work(job, tell):
        tell(job * 10)
        return bytes([job]) * 300_000

    done, told = results([3, 1, 2, 5], work, processes)

    assert done == {job: bytes([job]) * 300_000 for job in (1, 2, 3, 5)}
    assert sorted(told) == [(1, 10), (2, 20), (3, 30), (5, 50)]


@pytest.mark.parametrize("processes", MANY)
@pytest.mark.parametrize("kind", [DamagedImage, HostileInput, SourceError])
def test_an_error_of_a_job_arrives_as_it_was(kind, processes):
    def work(job, tell):
        if job == 2:
            raise kind("layer 2 is broken", hint="fetch it again")
        return b""

    with pytest.raises(kind, match="layer 2 is broken") as caught:
        results([1, 2, 3], work, processes)

    assert (type(caught.value), caught.value.hint) == (kind, "fetch it again")


def test_a_bug_in_a_job_keeps_its_traceback():
    def work(job, tell):
        raise KeyError("a bug")

    with pytest.raises(RuntimeError, match=r"test_parallel.py(.|\n)*KeyError: 'a bug'"):
        results([1, 2], work, 2)


@pytest.mark.parametrize(
    "end", [lambda: os.kill(os.getpid(), signal.SIGKILL), lambda: os._exit(3)], ids=["signal 9", "exit code 3"]
)
def test_a_child_that_dies_is_an_error(end, request):
    def work(job, tell):
        if job == 1:
            end()
        time.sleep(0.2)
        return b""

    with pytest.raises(SourceError, match=rf"read layer 1 ended early \({request.node.callspec.id}\)"):
        results([1, 2], work, 2)


def test_no_child_outlives_an_error(tmp_path):
    def work(job, tell):
        (tmp_path / str(job)).write_text(str(os.getpid()))
        if job == 1:
            while not (tmp_path / "2").exists():
                time.sleep(0.01)
            raise DamagedImage("broken")
        time.sleep(60)
        return b""

    begin = time.monotonic()
    with pytest.raises(DamagedImage):
        results([1, 2], work, 2)

    assert time.monotonic() - begin < 30
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "2").read_text() or 0) or 1 << 22, 0)


def test_an_error_of_the_caller_ends_the_children_too():
    def refuse(job, content):
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        run_jobs([1, 2, 3], lambda job, tell: b"x", 2, lambda job, count: None, refuse)

    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
