"""Large files: what is only searched is read in windows, what is parsed is held whole."""

import pytest

from mooring.base.errors import ReadError
from mooring.base.limits import DEFAULT_LIMITS, MIB
from mooring.model.reader import Claim, Reader
from mooring.scan.dispatch import Dispatch
from mooring.scan.read import FactCollector, windows_of

SEARCHER = Reader(
    name="searcher",
    version=1,
    claim=Claim(everything=True),
    read=lambda file: iter(()),
    read_window=lambda window: iter(()),
)
PARSER = Reader(name="parser", version=1, claim=Claim(suffixes=(".log",)), read=lambda file: iter(()))


@pytest.mark.parametrize(
    ("readers", "size", "expected"),
    [
        ([SEARCHER], 23 * MIB, False),
        ([SEARCHER], 25 * MIB, True),
        ([SEARCHER, PARSER], 25 * MIB, False),
        ([PARSER], 300 * MIB, True),
    ],
)
def test_what_is_only_searched_is_read_in_windows(readers, size, expected):
    wanted = Dispatch(readers, DEFAULT_LIMITS.max_file_bytes)(b"var/a.log", b"text", size)
    assert wanted is not None

    assert expected is FactCollector(DEFAULT_LIMITS, with_digests=False).is_large(b"var/a.log", size, wanted)


def test_a_reason_that_holds_for_very_many_files_is_counted():
    def fails(file):
        raise ReadError("the service went away")
        yield

    reader = Reader(name="asker", version=1, claim=Claim(everything=True), read=fails)
    collector = FactCollector(DEFAULT_LIMITS, with_digests=False)
    dispatch = Dispatch([reader], DEFAULT_LIMITS.max_file_bytes)

    for number in range(250):
        path = b"file%d" % number
        collector.deliver(path, 0o644, b"text", dispatch(path, b"text", 4))

    assert 101 == len(collector.problems)
    assert "150 more files: the service went away (reader asker 1)" == str(collector.problems[-1])


def test_windows_know_the_line_that_they_begin_in():
    text = b"".join(b"line %07d\n" % number for number in range(4_000_000))

    windows = list(windows_of("a.log", len(text), (text[at : at + MIB] for at in range(0, len(text), MIB))))

    assert len(windows) > 2
    for window in windows:
        assert text.count(b"\n", 0, window.offset) + 1 == window.first_line
        assert text.rfind(b"\n", 0, window.offset) + 1 == window.line_offset
