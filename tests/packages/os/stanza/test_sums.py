"""Digests of a Debian package."""

from mooring.packages.os.stanza.sums import sums_of


def test_nothing_gives_nothing_and_a_binary_mark_is_no_part_of_the_path():
    assert list(sums_of("dpkg:a", "", b"\n")) == []
    assert next(sums_of("dpkg:a", "", b"0" * 32 + b" *usr/x\n")).paths == b"usr/x"
