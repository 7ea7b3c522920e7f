"""Tiny bbolt databases: one leaf page, buckets within buckets, all inline."""

import struct

Tree = dict[bytes, "bytes | Tree"]
PAGE = 4096


def bolt(tree: Tree, *, is_split: bool = False) -> bytes:
    """A database of the tree; `is_split` puts each key of the root on a page of its own under a branch."""
    if not is_split:
        pages = [_leaf(tree, 3)]
        root = 3
    else:
        pages = [_branch(list(tree), 3)] + [_leaf({key: tree[key]}, 4 + at) for at, key in enumerate(tree)]
        root = 3
    metas = [_meta(number, root) for number in (0, 1)]
    freelist = struct.pack("<QHHI", 2, 0x10, 0, 0)
    return b"".join(_padded(page) for page in (*metas, freelist, *pages))


def _padded(page: bytes) -> bytes:
    overflow = (len(page) - 1) // PAGE
    page = page[:12] + struct.pack("<I", overflow) + page[16:]
    return page.ljust((overflow + 1) * PAGE, b"\0")


def _meta(number: int, root: int) -> bytes:
    body = struct.pack("<IIIIQQQQQ", 0xED0CDAED, 2, PAGE, 0, root, 0, 2, 99, number)
    return struct.pack("<QHHI", number, 0x04, 0, 0) + body + struct.pack("<Q", _fnv(body))


def _leaf(tree: Tree, number: int) -> bytes:
    rows, content = b"", b""
    for at, (key, value) in enumerate(sorted(tree.items())):
        stored = value if isinstance(value, bytes) else struct.pack("<QQ", 0, 0) + _leaf(value, 0)
        position = 16 * (len(tree) - at) + len(content)
        rows += struct.pack("<IIII", 0 if isinstance(value, bytes) else 1, position, len(key), len(stored))
        content += key + stored
    return struct.pack("<QHHI", number, 0x02, len(tree), 0) + rows + content


def _branch(keys: list[bytes], number: int) -> bytes:
    rows, content = b"", b""
    for at, key in enumerate(keys):
        rows += struct.pack("<IIQ", 16 * (len(keys) - at) + len(content), len(key), number + 1 + at)
        content += key
    return struct.pack("<QHHI", number, 0x01, len(keys), 0) + rows + content


def _fnv(content: bytes) -> int:
    value = 0xCBF29CE484222325
    for byte in content:
        value = ((value ^ byte) * 0x100000001B3) % 2**64
    return value
