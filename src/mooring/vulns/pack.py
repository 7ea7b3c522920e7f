"""Packed columns of the database file: msgpack, compressed where that pays. The first byte says how."""

from collections.abc import Callable, Iterable
from types import ModuleType
from typing import TYPE_CHECKING

from mooring.base.errors import DatabaseDamaged
from mooring.base.limits import MIB

if TYPE_CHECKING:
    from backports.zstd import ZstdDict

PLAIN, ZSTD, ZSTD_WITH_DICTIONARY = b"\x00", b"\x01", b"\x02"
MAX_UNPACKED_BYTES = 256 * MIB
"""Of one column; the largest honest ones (all that is known of `linux` in a distribution) stay below 16 MiB."""
DICTIONARY_BYTES = 112 * 1024
_LEVEL = 3
"""Half again as fast as 6 as a whole, for files 3 % larger; 12 would save 6 % more and take six times as long."""
_WORTHWHILE_BYTES = 64
"""Shorter ones are kept as they are: a frame's own bytes eat what compression gains."""


def trained(samples: Iterable[bytes]) -> bytes:
    """A dictionary for contents like these; empty where they are too few to learn from. The same samples give the same dictionary."""
    zstd = _zstd()
    kept = [sample for sample in samples if len(sample) >= 8]
    if sum(map(len, kept)) < 8 * DICTIONARY_BYTES:
        return b""
    try:
        return bytes(zstd.train_dict(kept, DICTIONARY_BYTES).dict_content)
    except zstd.ZstdError:  # Samples that have nothing in common.
        return b""


def packer(dictionary: bytes = b"") -> Callable[[bytes], bytes]:
    """What packs contents, with the dictionary where it is not empty. Never longer than the content plus a byte."""
    zstd = _zstd()
    parameter = zstd.CompressionParameter
    options = {
        parameter.compression_level: _LEVEL,
        parameter.checksum_flag: 0,
        parameter.dict_id_flag: 0,
        parameter.content_size_flag: 1,
    }
    learned = zstd.ZstdDict(dictionary).as_digested_dict if dictionary else None
    compressor = zstd.ZstdCompressor(options=options, zstd_dict=learned)
    mark = ZSTD_WITH_DICTIONARY if dictionary else ZSTD

    def pack(content: bytes) -> bytes:
        if len(content) < _WORTHWHILE_BYTES:
            return PLAIN + content
        compressor.set_pledged_input_size(len(content))
        compressed = compressor.compress(content, zstd.ZstdCompressor.FLUSH_FRAME)
        return mark + compressed if len(compressed) * 8 < len(content) * 7 else PLAIN + content

    return pack


class Unpacker:
    """Gives packed columns of one table back. Not for two threads at once."""

    def __init__(self, dictionary: bytes = b"") -> None:
        self._content = dictionary
        self._dictionary: ZstdDict | None = None

    def unpack(self, packed: bytes) -> bytes:
        """The content. Raises DatabaseDamaged."""
        mark = packed[:1]
        if mark == PLAIN:
            return packed[1:]
        if mark not in (ZSTD, ZSTD_WITH_DICTIONARY):
            raise DatabaseDamaged(f"a column begins with {mark!r}, which is no kind of packing")
        zstd = _zstd()
        frame = packed[1:]
        if mark == ZSTD_WITH_DICTIONARY and self._dictionary is None:
            self._dictionary = self._learned()
        try:
            size = zstd.get_frame_info(frame).decompressed_size
            if size is None or size > MAX_UNPACKED_BYTES:
                raise DatabaseDamaged(
                    f"a column says that it holds {size} bytes; at most {MAX_UNPACKED_BYTES} are read"
                )
            content: bytes = zstd.decompress(frame, self._dictionary if mark == ZSTD_WITH_DICTIONARY else None)
        except (zstd.ZstdError, EOFError) as error:
            raise DatabaseDamaged(f"a column is no zstd frame: {error}") from None
        return content

    def _learned(self) -> "ZstdDict":
        zstd = _zstd()
        try:
            dictionary: ZstdDict = zstd.ZstdDict(self._content)
        except (ValueError, zstd.ZstdError) as error:
            raise DatabaseDamaged(f"a dictionary cannot be read: {error}") from None
        return dictionary


def _zstd() -> ModuleType:
    try:
        from compression import zstd
    except ImportError:  # Before Python 3.14 a package of the same shape takes its place.
        from backports import zstd
    module: ModuleType = zstd
    return module
