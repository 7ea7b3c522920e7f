"""Whole-file compression is bounded."""

import gzip
import lzma

import pytest

from mooring.base.errors import ReadError
from mooring.packages.binary.embedded import inflate


def test_content_that_is_not_compressed_comes_back_as_it_is():
    assert inflate.inflated(b"text") == b"text"


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress])
def test_content_past_the_limit_is_a_read_error(monkeypatch, pack):
    packed = pack(bytes(1 << 20))
    monkeypatch.setattr(inflate, "MAX_BYTES", 1 << 19)

    with pytest.raises(ReadError):
        inflate.inflated(packed)
