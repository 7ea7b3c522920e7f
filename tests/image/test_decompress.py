"""Layers are told by their first bytes, bounded, and never clean-looking when cut."""

import gzip

import pytest
from backports import zstd
from hypothesis import given, settings
from hypothesis import strategies as st

from image.walking import in_chunks
from mooring.base.errors import DamagedImage, HostileInput, MooringError
from mooring.base.limits import DEFAULT_LIMITS, Limits
from mooring.image import decompress
from mooring.image.decompress import decompressed

CONTENT = b"the content of a layer " * 5000
FORMS = {
    "plain": CONTENT,
    "gzip": gzip.compress(CONTENT, mtime=0),
    "two gzip members": gzip.compress(CONTENT[:1000], mtime=0) + gzip.compress(CONTENT[1000:], mtime=0),
    "gzip with padding": gzip.compress(CONTENT, mtime=0) + bytes(600),
    "zstd": zstd.compress(CONTENT),
    "two zstd frames": zstd.compress(CONTENT[:1000]) + zstd.compress(CONTENT[1000:]),
    "zstd behind a skippable frame": b"\x50\x2a\x4d\x18\x04\x00\x00\x00skip" + zstd.compress(CONTENT),
}


def plain(stored: bytes, chunk: int = 1000, limits: Limits = DEFAULT_LIMITS) -> bytes:
    return b"".join(decompressed(in_chunks(stored, chunk), limits, "layer"))


@pytest.mark.parametrize("chunk", [1, 3, 1000, 1 << 20])
@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_bytes(form, chunk):
    assert plain(FORMS[form], chunk) == CONTENT


@pytest.mark.parametrize("form", ["gzip", "two gzip members"])
def test_the_standard_library_gives_the_same_bytes(form, monkeypatch):
    monkeypatch.setattr(decompress, "_gzip", decompress._Zlib)

    assert plain(FORMS[form]) == CONTENT


@pytest.mark.parametrize("form", ["gzip", "zstd", "two gzip members"])
def test_a_truncated_layer_is_damaged(form):
    with pytest.raises(DamagedImage, match="end mark|damaged"):
        plain(FORMS[form][:-20])


@pytest.mark.parametrize("form", ["gzip", "zstd"])
def test_a_flipped_bit_is_damaged_or_caught_by_the_digest(form):
    broken = bytearray(FORMS[form])
    broken[len(broken) // 2] ^= 1

    try:
        assert plain(bytes(broken)) != CONTENT
    except DamagedImage as error:
        assert "damaged" in error.message or "end mark" in error.message


def test_garbage_behind_a_gzip_stream_is_damaged():
    with pytest.raises(DamagedImage):
        plain(gzip.compress(CONTENT, mtime=0) + b"garbage that is no gzip member")


def test_an_empty_layer_has_no_bytes():
    assert plain(b"") == b""


@pytest.mark.parametrize("compress", [gzip.compress, zstd.compress])
def test_a_bomb_stops_at_the_ratio(compress):
    limits = Limits(ratio_floor_bytes=1 << 20, max_ratio=50)

    with pytest.raises(HostileInput, match="over 50 times as many"):
        plain(compress(bytes(64 << 20)), limits=limits)


@pytest.mark.parametrize("compress", [bytes, gzip.compress, zstd.compress])
def test_a_layer_past_the_limit_stops_there(compress):
    limits = Limits(max_layer_bytes=1 << 20)

    with pytest.raises(HostileInput, match="expands to more than"):
        plain(compress(bytes(range(256)) * 8192), limits=limits)


@settings(max_examples=100, deadline=None)
@given(
    start=st.sampled_from([b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b""]),
    rest=st.binary(max_size=500),
    chunk=st.integers(1, 600),
)
def test_arbitrary_bytes_raise_nothing_but_our_errors(start, rest, chunk):
    try:
        plain(start + rest, chunk)
    except MooringError:
        pass
