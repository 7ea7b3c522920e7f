"""The epoch at the head of a key, for the schemes that have one."""

from mooring.versions.keys.numbers import FIRST, NUMBERS
from mooring.versions.scheme import InvalidVersion

MAX_EPOCH_DIGITS = 10
"""dpkg and rpm keep an epoch in 32 bits."""

NO_EPOCH = NUMBERS["0"]


def epoch_code(digits: str) -> bytes:
    """The head of a key; no digits are epoch 0. Raises InvalidVersion for an epoch that no package manager could keep."""
    if len(digits) > MAX_EPOCH_DIGITS:
        raise InvalidVersion(f"{digits[:80]!r} is larger than any epoch")
    return NUMBERS[digits]


def split_epoch(key: bytes) -> tuple[bytes, bytes]:
    """The epoch of a key and the rest, which orders versions of equal epoch on its own."""
    end = key[0] - FIRST + 1
    return key[:end], key[end:]
