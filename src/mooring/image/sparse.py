"""Sparse files in tar archives: GNU's old form, and pax forms 0.0, 0.1 and 1.0 (GNU tar manual, "Storing Sparse Files")."""

from mooring.base.errors import DamagedImage
from mooring.image.tar import BLOCK, Cursor, Extended, number

MAX_SEGMENTS = 1 << 20


def read_old_map(header: bytes, cursor: Cursor) -> tuple[tuple[tuple[int, int], ...], int]:
    """The map and the real size of an old GNU sparse entry; reads its extension blocks, which stand before the content."""
    try:
        segments = _segments(header[386:482], 4)
        real_size = number(header[483:495])
        is_extended = header[482]
        while is_extended:
            block = cursor.take(BLOCK)
            if len(block) < BLOCK:
                raise cursor.truncated()
            segments += _segments(block, 21)
            is_extended = block[504]
            if len(segments) > MAX_SEGMENTS:
                raise ValueError("too many segments")
    except ValueError as error:
        raise DamagedImage(f"{cursor.name}: a sparse file's map is damaged: {error}") from None
    return tuple(segments), real_size


def expand(stored: bytes, extended: Extended, max_bytes: int) -> bytes | None:
    """The content with its holes as zeros; None where the map lies or the file is larger than `max_bytes`."""
    real_size = extended.real_size if extended.real_size is not None else len(stored)
    segments = extended.sparse_map or ()
    if extended.has_map_in_content:
        parsed = _map_in_content(stored)
        if parsed is None:
            return None
        segments, start = parsed
        stored = stored[start:]
    if real_size > max_bytes:
        return None
    content = bytearray(real_size)
    at = 0
    for offset, size in segments:
        if offset + size > real_size or at + size > len(stored):
            return None
        content[offset : offset + size] = stored[at : at + size]
        at += size
    return bytes(content)


def _segments(block: bytes, count: int) -> list[tuple[int, int]]:
    pairs = []
    for at in range(0, count * 24, 24):
        if not block[at]:
            break
        pairs.append((number(block[at : at + 12]), number(block[at + 12 : at + 24])))
    return pairs


def _map_in_content(stored: bytes) -> tuple[tuple[tuple[int, int], ...], int] | None:
    """The decimal map at the head of the content (form 1.0), and where the content proper begins."""
    end = stored.find(b"\n", 0, 24)
    if end < 0 or not stored[:end].isdigit():
        return None
    count, at = int(stored[:end]), end + 1
    if count > MAX_SEGMENTS:
        return None
    numbers: list[int] = []
    while len(numbers) < 2 * count:
        end = stored.find(b"\n", at, at + 24)
        if end < 0 or not stored[at:end].isdigit():
            return None
        numbers.append(int(stored[at:end]))
        at = end + 1
    return tuple(zip(numbers[::2], numbers[1::2], strict=True)), -(-at // BLOCK) * BLOCK
