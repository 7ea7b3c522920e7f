"""Feeds parsed ahead in forked processes, their results taken in order. Where forking is not safe the work is done here, one by one."""

import contextlib
import os
import signal
import sys
import traceback
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import NoReturn

import msgspec

from mooring.base.errors import OutputError
from mooring.feeds.spool import ParseOutcome

_NO_ROOM = 77
"""Exit code of a process that could not write."""
_UNTOLD = "what was read of a feed could not be written"


def outcomes(
    jobs: Sequence[Callable[[Path], ParseOutcome]], folder: Path, processes: int
) -> Generator[tuple[ParseOutcome, Path], None, None]:
    """The outcome and the spool of each job, in the order of the jobs; a spool is there until the next one is asked for.

    At most `processes` jobs run ahead. A process that ends early (it was killed) is an outcome with a problem; a bug in a feed raises
    RuntimeError with its traceback, a disk without room OutputError. No process outlives the iteration.
    """
    spools = [folder / f"{number}.spool" for number in range(len(jobs))]
    if processes < 1 or sys.platform != "linux":
        for job, spool in zip(jobs, spools, strict=True):
            yield job(spool), spool
            spool.unlink(missing_ok=True)
        return
    running: dict[int, int] = {}
    try:
        for number in range(len(jobs)):
            while len(running) < processes and (following := number + len(running)) < len(jobs):
                running[following] = _start(jobs[following], spools[following])
            yield _result(running.pop(number), spools[number]), spools[number]
            spools[number].unlink(missing_ok=True)
    finally:
        for child in running.values():
            with contextlib.suppress(OSError):
                os.kill(child, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(child, 0)


def _start(job: Callable[[Path], ParseOutcome], spool: Path) -> int:
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    child = os.fork()
    if child == 0:
        _work(job, spool)
    return child


def _work(job: Callable[[Path], ParseOutcome], spool: Path) -> NoReturn:
    """The child's whole life: none of the parent's exit handlers run."""
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        outcome = job(spool)
        spool.with_suffix(".outcome").write_bytes(msgspec.msgpack.encode(outcome))
        code = 0
    except (OutputError, OSError) as error:
        code = _NO_ROOM
        with contextlib.suppress(OSError):  # There may be no room for this, either.
            spool.with_suffix(".unwritten").write_text(str(error), encoding="utf-8", errors="replace")
    except BaseException:
        spool.with_suffix(".traceback").write_text(traceback.format_exc(), encoding="utf-8", errors="replace")
        raise
    finally:
        os._exit(code)


def _result(child: int, spool: Path) -> ParseOutcome:
    _, status = os.waitpid(child, 0)
    told = spool.with_suffix(".traceback")
    if told.exists():
        raise RuntimeError(told.read_text(encoding="utf-8"))
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0:
        return msgspec.msgpack.decode(spool.with_suffix(".outcome").read_bytes(), type=ParseOutcome)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) == _NO_ROOM:
        raise OutputError(_reason(spool), hint="make room on the disk; the installed database stays in use")
    how = f"signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else f"exit code {os.WEXITSTATUS(status)}"
    return ParseOutcome(problem=f"the process that read it ended early ({how}); the system may be short of memory")


def _reason(spool: Path) -> str:
    with contextlib.suppress(OSError):
        return spool.with_suffix(".unwritten").read_text(encoding="utf-8") or _UNTOLD
    return _UNTOLD
