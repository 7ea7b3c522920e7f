"""Digit runs as bytes whose order is the order of the numbers, whatever their size.

A number is its count of digits (leading zeros are nothing) and the digits. Every code begins with a byte from `FIRST` to `LAST`, so that
a scheme has the bytes below and above for what sorts before and after any number.
"""

FIRST, LAST = 0x10, 0xDF
"""The first byte of a number lies between them; zero is the one byte `FIRST`."""

_LONG = 0xB0


class Numbers(dict[str, bytes]):
    """Maps a run of ASCII digits to its code; small numbers are looked up, others computed and not kept."""

    def __missing__(self, digits: str) -> bytes:
        return number_code(digits)


def number_code(digits: str) -> bytes:
    """The code of a run of ASCII digits of up to 10,000 characters; the empty run is zero."""
    significant = digits.lstrip("0")
    count = len(significant)
    if count < _LONG:
        return b"%c%b" % (FIRST + count, significant.encode())
    return b"%c%c%b" % (FIRST + _LONG + count // 256, count % 256, significant.encode())


NUMBERS = Numbers({str(value): number_code(str(value)) for value in range(1_000)})
"""One for all: `map(NUMBERS.__getitem__, parts)` is the fastest way to code a list of runs."""
