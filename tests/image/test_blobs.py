"""Bytes compared with what was promised."""

import gzip
import hashlib

import pytest

from images.build import compressed, digest_of, tar_of
from mooring.base.errors import DamagedImage, ImageUnavailable
from mooring.image.blobs import check_document, file_pieces, kind_of, verified


def _verified(content: bytes, *, digest: str, size: int) -> bytes:
    pieces = (content[at : at + 3] for at in range(0, len(content), 3))
    return b"".join(verified(pieces, digest=digest, size=size, name="layer 1"))


def test_what_was_promised_passes():
    assert _verified(b"content", digest=digest_of(b"content"), size=7) == b"content"
    assert _verified(b"content", digest="sha512:" + hashlib.sha512(b"content").hexdigest(), size=0) == b"content"
    assert _verified(b"", digest="", size=0) == b""


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"contenT", "is not what its digest says"), (b"conten", "has 6 bytes"), (b"content!", "has more than the 7")],
)
def test_what_was_not_promised_is_damaged(content, message):
    with pytest.raises(DamagedImage, match=message):
        _verified(content, digest=digest_of(b"content"), size=7)


def test_a_document_is_given_back():
    assert check_document(b"{}", digest=digest_of(b"{}"), size=2, name="x") == b"{}"


def test_a_part_of_a_file_is_read(tmp_path):
    (tmp_path / "f").write_bytes(b"0123456789")

    assert b"".join(file_pieces(tmp_path / "f", 2, 5)) == b"23456"
    with pytest.raises(DamagedImage, match="ends 1 bytes early"):
        list(file_pieces(tmp_path / "f", 5, 6))
    with pytest.raises(ImageUnavailable, match="no such file"):
        list(file_pieces(tmp_path / "none", 0, 1))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (tar_of({"a": b"1"}), "tar"),
        (tar_of({"a": b"1"}, "gnu"), "tar"),
        (bytes(1024), "tar"),
        (gzip.compress(b"x", mtime=0), "gzip"),
        (compressed(b"x", "zstd"), "zstd"),
        (b' \n{"a": 1}', "json"),
        (b"\xef\xbb\xbf<?xml?>", "xml"),
        (b"hello", ""),
        (b"", ""),
    ],
)
def test_the_kind_is_told_by_the_first_bytes(content, kind):
    assert kind_of(content[:512]) == kind


def test_a_tar_without_magic_is_known_by_its_checksum():
    header = bytearray(512)
    header[0:1] = b"a"
    header[124:135] = b"00000000000"
    header[148:156] = b" " * 8
    header[148:154] = b"%06o" % sum(header)

    assert kind_of(bytes(header)) == "tar"
    header[0:1] = b"b"
    assert kind_of(bytes(header)) == ""
