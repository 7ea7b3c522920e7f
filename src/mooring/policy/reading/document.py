"""JSON or YAML of strangers as a tree of tables, lists and texts, its size and depth bounded before anything is built."""

import json
from typing import NoReturn

from mooring.base.errors import ReadError
from mooring.base.limits import KIB, MIB
from mooring.policy.reading.yaml_tree import parse_yaml

MAX_BUNDLE_BYTES = 8 * MIB
MAX_CONTAINERS = 500_000
"""Tables and lists in one document."""
_YAML_NAMES = (".yaml", ".yml")


class RepeatedKeys(dict[str, object]):
    """A table in which keys stand more than once; the last value of each is kept."""

    repeated: tuple[str, ...] = ()


def parse_document(content: bytes, name: str, *, max_bytes: int = MAX_BUNDLE_BYTES) -> object:
    """The document: tables, lists, texts, and (from JSON only) numbers and truth values. In YAML a scalar is the text that stands there.

    Raises ReadError at anything that cannot be read as a whole.
    """
    if len(content) > max_bytes:
        raise ReadError(
            f"has {_size(len(content))}; the limit is {_size(max_bytes)}",
            hint="split it, or raise policy.max_bundle_bytes",
        )
    text = _decoded(content)
    if not text.strip():
        raise ReadError("is empty")
    if name.lower().endswith(_YAML_NAMES) or text.lstrip()[0] not in "{[":
        return parse_yaml(text)
    if text.count("{") + text.count("[") > MAX_CONTAINERS:
        raise ReadError(f"has more than {MAX_CONTAINERS} objects and lists", hint="split it")
    return _parse_json(text)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadError(f"is not UTF-8: byte {error.start} is {content[error.start]:#04x}") from None


def _parse_json(text: str) -> object:
    try:
        return json.loads(text, object_pairs_hook=_table, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise ReadError(f"is not JSON in line {error.lineno}, column {error.colno}: {error.msg}") from None
    except RecursionError:
        raise ReadError("is nested too deeply") from None
    except ValueError as error:  # A number of thousands of digits, or no number at all.
        raise ReadError(f"is not JSON: {str(error)[:200]}") from None


def _table(pairs: list[tuple[str, object]]) -> dict[str, object]:
    table = dict(pairs)
    if len(table) == len(pairs):
        return table
    seen: set[str] = set()
    twice = [key for key, _ in pairs if key in seen or seen.add(key)]  # type: ignore[func-returns-value]  # add gives None, on purpose.
    found = RepeatedKeys(table)
    found.repeated = tuple(dict.fromkeys(twice))
    return found


def _refuse_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")


def _size(count: int) -> str:
    return f"{count / MIB:.1f} MiB" if count >= MIB else f"{count / KIB:.1f} KiB"
