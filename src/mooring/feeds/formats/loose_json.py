"""JSON whose fields may have any type: what is not of the wanted type counts as absent, so that an odd field hides no record."""

from collections.abc import Iterator

import msgspec

from mooring.base.errors import ReadError

JsonObject = dict[str, object]


def json_object(content: bytes) -> JsonObject:
    """The document, an object. Raises ReadError where it is no JSON or something else."""
    try:
        document = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ReadError(f"is no JSON: {error}") from None
    if not isinstance(document, dict):
        raise ReadError(f"is a {type(document).__name__} instead of an object")
    return document


def text(holder: JsonObject, key: str) -> str:
    """The string under a key, stripped; empty where there is none."""
    value = holder.get(key)
    return value.strip() if isinstance(value, str) else ""


def number(holder: JsonObject, key: str) -> float | None:
    """The number under a key, also where it is written as text; None where there is none."""
    value = holder.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if -1e15 < found < 1e15 else None


def inner(holder: JsonObject, key: str) -> JsonObject:
    """The object under a key; an empty one where there is none."""
    value = holder.get(key)
    return value if isinstance(value, dict) else {}


def objects(holder: JsonObject, key: str) -> Iterator[JsonObject]:
    """The objects of the list under a key; a lone object counts as a list of one (upstreams converted from XML write it so)."""
    value = holder.get(key)
    if isinstance(value, dict):
        yield value
    elif isinstance(value, list):
        yield from (item for item in value if isinstance(item, dict))


def texts(holder: JsonObject, key: str) -> list[str]:
    """The strings of the list under a key, or the lone string; empty ones are left out."""
    value = holder.get(key)
    if isinstance(value, str):
        return [value] if value else []
    return [item for item in value if isinstance(item, str) and item] if isinstance(value, list) else []
