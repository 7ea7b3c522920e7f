"""Progress of a scan: one line on the terminal, rewritten in place; nothing where standard error is no terminal."""

import shutil
from typing import TextIO

from mooring.base.clock import monotonic_seconds
from mooring.base.limits import GIB, KIB, MIB
from mooring.scan.observer import Observer

_INTERVAL_SECONDS = 0.1
_QUIET_SECONDS = 0.4
"""Nothing is drawn for scans shorter than this: a line that flashes up tells nobody anything."""
_BAR = 20


class Progress(Observer):
    """Draws layers, bytes, rate and the time left."""

    def __init__(self, terminal: TextIO) -> None:
        self._terminal = terminal
        self._begin = self._drawn = monotonic_seconds()
        self._layers = self._total = self._read = self._done = 0
        self._width = 0

    def started(self, layers: int, stored_bytes: int) -> None:
        self._layers, self._total = layers, stored_bytes
        self._begin = monotonic_seconds()

    def read(self, layer_index: int, stored_bytes: int) -> None:
        self._read += stored_bytes
        self._draw()

    def layer_done(self, layer_index: int, *, was_cached: bool) -> None:
        self._done += 1
        self._draw()

    def finished(self) -> None:
        if self._width:
            self._terminal.write("\r" + " " * self._width + "\r")
            self._terminal.flush()
            self._width = 0

    def _draw(self) -> None:
        now = monotonic_seconds()
        if now - self._drawn < _INTERVAL_SECONDS or now - self._begin < _QUIET_SECONDS:
            return
        self._drawn = now
        line = self._line(now - self._begin)[: shutil.get_terminal_size().columns - 1]
        self._terminal.write("\r" + line.ljust(self._width))
        self._terminal.flush()
        self._width = len(line)

    def _line(self, seconds: float) -> str:
        rate = self._read / seconds if seconds else 0.0
        layers = f"layer {self._done} of {self._layers}" if self._layers else f"{self._done} layers"
        parts = [layers]
        if self._total:
            share = min(self._read / self._total, 1.0)
            filled = round(share * _BAR)
            parts.insert(0, f"[{'=' * filled}{' ' * (_BAR - filled)}] {share:4.0%}")
            parts.append(f"{size_text(self._read)} of {size_text(self._total)}")
        else:
            parts.append(size_text(self._read))
        parts.append(f"{size_text(round(rate))}/s")
        if self._total and rate and self._read < self._total:
            parts.append(f"{(self._total - self._read) / rate:.0f} s left")
        return "reading  " + "  ".join(parts)


def size_text(size_bytes: int) -> str:
    """A size for people: `412 MiB`."""
    for unit, name in ((GIB, "GiB"), (MIB, "MiB"), (KIB, "KiB")):
        if size_bytes >= unit:
            value = size_bytes / unit
            return f"{value:.1f} {name}" if value < 10 else f"{value:.0f} {name}"
    return f"{size_bytes} B"


class Bytes:
    """One line that counts bytes; nothing without a terminal."""

    def __init__(self, terminal: TextIO | None, verb: str) -> None:
        self._terminal = terminal
        self._verb = verb
        self._drawn = 0.0
        self._width = 0

    def told(self, done: int, total: int) -> None:
        """So many bytes of so many (0: nobody knows)."""
        now = monotonic_seconds()
        if self._terminal is None or now - self._drawn < _INTERVAL_SECONDS:
            return
        self._drawn = now
        of_all = f" of {size_text(total)}" if total else ""
        line = f"{self._verb}  {size_text(done)}{of_all}"[: shutil.get_terminal_size().columns - 1]
        self._terminal.write("\r" + line.ljust(self._width))
        self._terminal.flush()
        self._width = len(line)

    def finished(self) -> None:
        """Leave an empty line behind."""
        if self._terminal is not None and self._width:
            self._terminal.write("\r" + " " * self._width + "\r")
            self._terminal.flush()
            self._width = 0
