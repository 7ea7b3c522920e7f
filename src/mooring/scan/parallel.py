"""Layers on all cores: whole layers shared out among forked processes, the longest first.

Decompression and hashing release the interpreter's lock, parsing does not; processes win on both. A child opens its own files and
connections, sends back an encoded record and dies with its parent. Where forking is not safe (not Linux) or not worth it (one layer)
the work is done here.
"""

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection, Pipe, wait
from typing import NoReturn, TypeVar

import msgspec

from mooring.base import errors
from mooring.base.errors import MooringError, SourceError

Progress = Callable[[int, int], None]
Parts = TypeVar("Parts")
_READ, _DONE, _FAILED, _BROKE = b"read", b"done", b"fail", b"broke"


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """An error on its way from child to parent."""

    kind: str
    message: str
    hint: str | None = None


def run_jobs(
    jobs: Sequence[int],
    work: Callable[[int, Callable[[int], None]], bytes],
    processes: int,
    progress: Progress,
    done: Callable[[int, bytes], None],
) -> None:
    """Have `work(job, tell)` done for each job, in their order, by at most `processes` children; `done` gets each result as it comes.

    Raises the first MooringError that a job raises, and SourceError where a child died. No child outlives the call.
    """
    if processes <= 1 or len(jobs) <= 1 or sys.platform != "linux":
        for job in jobs:
            done(job, work(job, lambda count, job=job: progress(job, count)))  # type: ignore[misc] # a default binds the loop variable
        return
    waiting = list(jobs)
    children: dict[Connection, tuple[int, int]] = {}
    try:
        while waiting or children:
            while waiting and len(children) < processes:
                job = waiting.pop(0)
                connection, pid = _start(job, work, [*children])
                children[connection] = (job, pid)
            for ready in wait(list(children)):
                assert isinstance(ready, Connection)
                _hear(ready, children, progress, done)
    finally:
        for connection, (_, pid) in children.items():
            connection.close()
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
            _reap(pid)


def _start(
    job: int, work: Callable[[int, Callable[[int], None]], bytes], others: Sequence[Connection]
) -> tuple[Connection, int]:
    parent_end, child_end = Pipe(duplex=False)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    # Ctrl-C between the fork and the child's own settings would run the parent's handlers in the child.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        pid = os.fork()
        if pid == 0:
            _child(job, work, child_end, [parent_end, *others])
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    child_end.close()
    return parent_end, pid


def _child(
    job: int, work: Callable[[int, Callable[[int], None]], bytes], out: Connection, inherited: Sequence[Connection]
) -> NoReturn:
    """Do one job and end the process, whatever happens, without running the parent's exit handlers."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        for connection in inherited:
            connection.close()
        out.send_bytes(_DONE + work(job, lambda count: out.send_bytes(_READ + count.to_bytes(8, "big"))))
    except MooringError as error:
        failure = Failure(kind=type(error).__name__, message=str(error), hint=error.hint)
        out.send_bytes(_FAILED + msgspec.msgpack.encode(failure))
    except (BrokenPipeError, KeyboardInterrupt):
        pass
    except BaseException:  # noqa: BLE001 - the child's end: the traceback travels to the parent, which shows it
        import traceback

        with contextlib.suppress(OSError):
            out.send_bytes(_BROKE + traceback.format_exc().encode("utf-8", "replace"))
    finally:
        os._exit(0)


def _hear(
    ready: Connection,
    children: dict[Connection, tuple[int, int]],
    progress: Progress,
    done: Callable[[int, bytes], None],
) -> None:
    job, pid = children[ready]
    try:
        message = ready.recv_bytes()
    except (EOFError, OSError):
        message = b""
    if message.startswith(_READ):
        progress(job, int.from_bytes(message[4:], "big"))
        return
    del children[ready]
    ready.close()
    status = _reap(pid)
    if message.startswith(_DONE):
        done(job, message[4:])
    elif message.startswith(_FAILED):
        failure = msgspec.msgpack.decode(message[4:], type=Failure)
        raise getattr(errors, failure.kind, MooringError)(failure.message, hint=failure.hint)
    elif message.startswith(_BROKE):
        raise RuntimeError(message[5:].decode("utf-8", "replace"))
    else:
        how = f"signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else f"exit code {os.WEXITSTATUS(status)}"
        raise SourceError(
            f"the process that read layer {job} ended early ({how})",
            hint="the system may be short of memory; try --jobs 1",
        )


def _reap(pid: int) -> int:
    try:
        return os.waitpid(pid, 0)[1]
    except ChildProcessError:
        return 0
