"""Standard output that has no room, no reader, or is not there."""

import errno
import io

import pytest

from mooring.base.errors import OutputError
from mooring.cli.streams import Results


class Refusing(io.RawIOBase):
    """A file that takes nothing, for one reason."""

    def __init__(self, reason: int) -> None:
        self._reason = reason

    def writable(self):
        return True

    def write(self, content):
        if self._reason:
            raise OSError(self._reason, "No space left on device")
        return len(content)

    def close(self):
        self._reason = 0


def results(stream: io.RawIOBase) -> Results:
    return Results(io.TextIOWrapper(io.BufferedWriter(stream, 16)))


def test_what_is_written_arrives_with_the_flush():
    raw = io.BytesIO()
    out = Results(io.TextIOWrapper(raw, write_through=True))

    out.write(b"\xff\n")
    out.flush()

    assert raw.getvalue() == b"\xff\n"


def test_a_full_disk_is_an_output_error_at_the_write_or_the_flush():
    with pytest.raises(OutputError, match="standard output could not be written: no space left on device"):
        results(Refusing(errno.ENOSPC)).write(b"x" * 100)
    small = results(Refusing(errno.ENOSPC))
    small.write(b"x")
    with pytest.raises(OutputError):
        small.flush()


def test_a_reader_that_left_is_told_from_a_full_disk():
    with pytest.raises(BrokenPipeError):
        results(Refusing(errno.EPIPE)).write(b"x" * 100)


def test_a_closed_output_refuses_results_and_has_nothing_to_flush():
    closed = Results(None)
    closed.flush()

    with pytest.raises(OutputError, match="standard output is closed"):
        closed.write(b"x")
