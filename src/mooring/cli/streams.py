"""The standard streams of the process, none of which need be open or have room."""

import contextlib
import io
import os
import sys
from typing import BinaryIO, TextIO

from mooring.base.errors import OutputError


class Results:
    """Standard output: what cannot be written raises OutputError, and BrokenPipeError where the reader has left."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream

    def write(self, content: bytes) -> None:
        """Write all of it, at once or with the next `flush`."""
        if self._stream is None:
            raise OutputError("standard output is closed", hint="name a file: -o FORMAT=FILE")
        try:
            self._stream.buffer.write(content)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise _unwritten(error) from None

    def flush(self) -> None:
        """Write what is held back."""
        if self._stream is None:
            return
        try:
            self._stream.buffer.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise _unwritten(error) from None


def standard_input() -> BinaryIO:
    """Standard input, or nothing where it is closed."""
    return sys.stdin.buffer if sys.stdin is not None else io.BytesIO()


def messages() -> TextIO:
    """Standard error, or a place that nobody reads where it is closed."""
    return sys.stderr if sys.stderr is not None else io.StringIO()


def abandon_output() -> None:
    """Point standard output nowhere, so that Python does not try once more, and complain, to write what it holds when it ends."""
    if sys.stdout is None:
        return
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _unwritten(error: OSError) -> OutputError:
    return OutputError(f"standard output could not be written: {(error.strerror or str(error)).lower()}")
