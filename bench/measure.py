"""One run of a command as a whole process, measured from outside; its result is one line of JSON on standard output.

    python -I -S measure.py [--nice N] [--output FILE] -- COMMAND ARGUMENT ...

The operating system's own accounting is what counts: `wait4` gives the CPU of the command and of every descendant it reaped, and the
largest resident set of any single one of them. Mooring forks workers, so the largest process alone would flatter it: `peak_all_mib`
is the proportional share (PSS) of the whole session added up, sampled ten times a second.

This file is run as a small process of its own and imports little: a child inherits the high-water mark of the process that forked
it, so a runner that holds hundreds of MiB of results would be measured along with each command.
"""

import json
import os
import sys
import threading
import time

_SAMPLE_SECONDS = 0.1


def main(arguments: list[str]) -> int:
    """Run what stands after `--` and print its figures."""
    split = arguments.index("--")
    options, command = arguments[:split], arguments[split + 1 :]
    niceness = int(options[options.index("--nice") + 1]) if "--nice" in options else 0
    output = options[options.index("--output") + 1] if "--output" in options else os.devnull
    print(json.dumps(measured(command, output, niceness)))
    return 0


def measured(command: list[str], output: str, niceness: int) -> dict[str, object]:
    """CPU, wall and peak memory of one run; standard output goes to `output`, standard error is kept in short."""
    read_end, write_end = os.pipe()
    begin = time.monotonic()
    pid = os.fork()
    if pid == 0:
        _become(command, output, niceness, write_end)
    os.close(write_end)
    sampler = _Sampler(pid)
    sampler.start()
    said = _tail(read_end)
    _, status, usage = os.wait4(pid, 0)
    wall = time.monotonic() - begin
    sampler.stop()
    return {
        "cpu": round(usage.ru_utime + usage.ru_stime, 4),
        "user": round(usage.ru_utime, 4),
        "system": round(usage.ru_stime, 4),
        "wall": round(wall, 4),
        "peak_mib": round(usage.ru_maxrss / 1024, 1),
        "peak_all_mib": round(max(sampler.peak_kib, 0) / 1024, 1),
        "exit": os.waitstatus_to_exitcode(status),
        "said": said,
    }


def _become(command: list[str], output: str, niceness: int, errors: int) -> None:
    try:
        os.setsid()
        os.nice(niceness)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), 1)
        os.dup2(errors, 2)
        os.execvp(command[0], command)
    except OSError as error:
        os.write(errors, f"{command[0]}: {error.strerror}".encode())
    finally:
        os._exit(127)


def _tail(read_end: int) -> str:
    kept = b""
    with os.fdopen(read_end, "rb", buffering=0) as pipe:
        while piece := pipe.read(65536):
            kept = (kept + piece)[-2000:]
    return kept.decode("utf-8", "replace")


class _Sampler(threading.Thread):
    """The largest sum of memory over all processes of a session."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self._session = session
        self._ended = threading.Event()
        self.peak_kib = 0

    def run(self) -> None:
        while not self._ended.wait(_SAMPLE_SECONDS):
            self.peak_kib = max(self.peak_kib, sum(map(_pss_kib, _processes_of(self._session))))

    def stop(self) -> None:
        """Take no further samples."""
        self._ended.set()
        self.join()


def _processes_of(session: int) -> list[str]:
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", "rb") as file:
                    fields = file.read().rpartition(b")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == session:
                found.append(name)
    return found


def _pss_kib(process: str) -> int:
    """Its memory, pages that several processes share being split among them."""
    try:
        with open(f"/proc/{process}/smaps_rollup", "rb") as file:
            for line in file:
                if line.startswith(b"Pss:"):
                    return int(line.split()[1])
    except OSError:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
