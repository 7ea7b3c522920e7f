"""Values in the format of PHP's `serialize()`, from hostile hands: bounded, nothing built but plain values.

Format: php.net/manual/en/function.serialize and `ext/standard/var_unserializer.re`: `s:4:"name";`, `i:1;`, `d:0.5;`,
`b:1;`, `N;`, `a:2:{key value key value}`. Objects and references are read as nothing (None): no registry of PEAR needs
one.
"""

from mooring.base.errors import ReadError

MAX_DEPTH = 64
Value = object


def parse_serialized(content: bytes) -> Value:
    """The value at the beginning of the content; what follows it is ignored. Arrays are dictionaries with keys as
    text.
    """
    value, _ = _value(content, 0, 0)
    return value


def _value(content: bytes, at: int, depth: int) -> tuple[Value, int]:
    kind = content[at : at + 2]
    if kind == b"N;":
        return None, at + 2
    if kind == b"s:":
        return _string(content, at)
    if kind == b"a:":
        return _array(content, at, depth)
    if kind in (b"i:", b"d:", b"b:", b"r:", b"R:"):
        raw, at = _until(content, at + 2, b";")
        return (None if kind in (b"r:", b"R:") else raw.decode("ascii", "replace")), at
    if kind == b"O:":
        raise ReadError("holds a serialised object, which no registry of PEAR does")
    raise ReadError(f"is not a serialised PHP value at byte {at}")


def _string(content: bytes, at: int) -> tuple[str, int]:
    size, at = _number(content, at + 2)
    end = at + 1 + size
    if content[at : at + 1] != b'"' or content[end : end + 2] != b'";':
        raise ReadError(f"a text of {size} bytes does not end where it should, at byte {end}")
    return content[at + 1 : end].decode("utf-8", "replace"), end + 2


def _array(content: bytes, at: int, depth: int) -> tuple[dict[str, Value], int]:
    if depth >= MAX_DEPTH:
        raise ReadError(f"arrays are nested more than {MAX_DEPTH} deep")
    count, at = _number(content, at + 2)
    if content[at : at + 1] != b"{":
        raise ReadError(f"an array does not begin at byte {at}")
    at += 1
    found: dict[str, Value] = {}
    # Every pair takes bytes, so that the content bounds the loop and not the declared count.
    for _ in range(count):
        key, at = _value(content, at, depth + 1)
        value, at = _value(content, at, depth + 1)
        if isinstance(key, str):
            found[key] = value
    if content[at : at + 1] != b"}":
        raise ReadError(f"an array does not end at byte {at}")
    return found, at + 1


def _number(content: bytes, at: int) -> tuple[int, int]:
    raw, at = _until(content, at, b":")
    if not raw.isdigit() or len(raw) > 10:
        raise ReadError(f"{raw[:20]!r} is not a length")
    return int(raw), at


def _until(content: bytes, at: int, mark: bytes) -> tuple[bytes, int]:
    end = content.find(mark, at, at + 64)
    if end < 0:
        raise ReadError(f"is cut off at byte {at}")
    return content[at:end], end + 1
