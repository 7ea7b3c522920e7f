"""CPE names (NISTIR 7695, version 2.3): parse, bind, and compare (NISTIR 7696)."""

from enum import Enum
from functools import lru_cache

import msgspec

from mooring.base.errors import ReadError

ANY = "*"
NOT_APPLICABLE = "-"
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-")
_URI_WILDCARDS = {"%01": "?", "%02": "*"}
_ATTRIBUTES = (
    "part",
    "vendor",
    "product",
    "version",
    "update",
    "edition",
    "language",
    "sw_edition",
    "target_sw",
    "target_hw",
    "other",
)


class CpeRelation(Enum):
    """How what a source attribute (or name) stands for relates to what the target does (NISTIR 7696, table 6-2)."""

    EQUAL = "equal"
    SUBSET = "subset"
    SUPERSET = "superset"
    DISJOINT = "disjoint"
    UNDEFINED = "undefined"


class Cpe(msgspec.Struct, frozen=True, kw_only=True):
    """A well-formed name. Each attribute is `*` (any), `-` (not applicable) or a value as a formatted string writes it.

    In a value, characters other than letters, digits, `_`, `.` and `-` are quoted by a backslash; an unquoted `*` or
    `?` is a wildcard.
    """

    part: str = ANY
    """`a` application, `o` operating system, `h` hardware."""
    vendor: str = ANY
    product: str = ANY
    version: str = ANY
    update: str = ANY
    edition: str = ANY
    language: str = ANY
    sw_edition: str = ANY
    target_sw: str = ANY
    target_hw: str = ANY
    other: str = ANY

    def __str__(self) -> str:
        return "cpe:2.3:" + ":".join(getattr(self, name) for name in _ATTRIBUTES)

    @property
    def plain_version(self) -> str:
        """The version without quoting, the update after a space; empty for any and not applicable."""
        parts = [unquoted(value) for value in (self.version, self.update) if value not in (ANY, NOT_APPLICABLE)]
        return " ".join(parts)


@lru_cache(maxsize=16_384)
def quoted(value: str) -> str:
    """A plain text as the value of an attribute: lower case, white space as `_`, other special characters quoted."""
    text = "_".join(value.lower().split())
    if not text:
        return ANY
    if text == NOT_APPLICABLE:
        return "\\-"
    if text.isascii() and text.isalnum():
        return text
    return "".join(char if char in _PLAIN else f"\\{char}" for char in text)


def unquoted(value: str) -> str:
    """The plain text of an attribute."""
    if "\\" not in value:
        return value
    out, at = [], 0
    while at < len(value):
        if value[at] == "\\" and at + 1 < len(value):
            at += 1
        out.append(value[at])
        at += 1
    return "".join(out)


def parse_cpe(text: str) -> Cpe:
    """Parse a formatted string (`cpe:2.3:a:…`) or a URI of version 2.2 (`cpe:/a:…`); raises ReadError."""
    if text.startswith("cpe:2.3:"):
        return _of_formatted_string(text)
    if text.lower().startswith("cpe:/"):
        return _of_uri(text)
    raise ReadError(f"{text!r} is not a CPE name: it starts with neither 'cpe:2.3:' nor 'cpe:/'")


def relation(source: Cpe, target: Cpe) -> CpeRelation:
    """How the names compare as sets (NISTIR 7696, 6.2.3): the loosest relation of their attributes."""
    found = {attribute_relation(getattr(source, name), getattr(target, name)) for name in _ATTRIBUTES}
    if CpeRelation.DISJOINT in found:
        return CpeRelation.DISJOINT
    if CpeRelation.UNDEFINED in found or {CpeRelation.SUBSET, CpeRelation.SUPERSET} <= found:
        return CpeRelation.UNDEFINED
    found.discard(CpeRelation.EQUAL)
    return found.pop() if found else CpeRelation.EQUAL


def matches(source: Cpe, target: Cpe) -> bool:
    """Whether every thing that the target names is named by the source too."""
    return relation(source, target) in (CpeRelation.EQUAL, CpeRelation.SUPERSET)


def attribute_relation(source: str, target: str) -> CpeRelation:
    """Compare two attribute values; case does not count."""
    source, target = source.lower(), target.lower()
    if source == target:
        return CpeRelation.UNDEFINED if _has_wildcard(target) else CpeRelation.EQUAL
    if source == ANY:
        return CpeRelation.UNDEFINED if _has_wildcard(target) else CpeRelation.SUPERSET
    if _has_wildcard(target):
        return CpeRelation.UNDEFINED
    if target == ANY:
        return CpeRelation.SUBSET
    if NOT_APPLICABLE in (source, target):
        return CpeRelation.DISJOINT
    return CpeRelation.SUPERSET if _wildcard_match(source, target) else CpeRelation.DISJOINT


def _of_formatted_string(text: str) -> Cpe:
    parts = _split_unquoted(text[8:])
    if len(parts) > len(_ATTRIBUTES):
        raise ReadError(f"{text!r} is not a CPE name: it has {len(parts)} attributes instead of 11")
    values = dict(zip(_ATTRIBUTES, (part or ANY for part in parts), strict=False))
    return _checked(text, values)


def _of_uri(text: str) -> Cpe:
    parts = text[5:].split(":")
    if len(parts) > 7:
        raise ReadError(f"{text!r} is not a CPE name: it has {len(parts)} components instead of 7 at most")
    values = dict(zip(_ATTRIBUTES, (_of_component(part) for part in parts), strict=False))
    edition = parts[5] if len(parts) > 5 else ""
    if edition.startswith("~") and edition.count("~") == 5:
        packed = [_of_component(part) for part in edition.split("~")[1:]]
        values.update(zip(("edition", "sw_edition", "target_sw", "target_hw", "other"), packed, strict=True))
    return _checked(text, values)


def _checked(text: str, values: dict[str, str]) -> Cpe:
    if values.get("part", ANY) not in ("a", "o", "h", ANY, NOT_APPLICABLE):
        raise ReadError(f"{text!r} is not a CPE name: its part is {values['part']!r} and not a, o or h")
    return Cpe(**values)


def _of_component(component: str) -> str:
    """A component of a URI (percent-encoded) as a value."""
    if component in ("", NOT_APPLICABLE):
        return component or ANY
    out, at = [], 0
    while at < len(component):
        step = component[at : at + 3]
        if step in _URI_WILDCARDS:
            out.append(_URI_WILDCARDS[step])
            at += 3
        elif step[0] == "%" and len(step) == 3 and all(char in "0123456789abcdefABCDEF" for char in step[1:]):
            out.append(quoted(chr(int(step[1:], 16))) if step[1:] != "20" else "_")
            at += 3
        else:
            out.append(step[0] if step[0] in _PLAIN else f"\\{step[0]}")
            at += 1
    return "".join(out)


def _split_unquoted(text: str) -> list[str]:
    if "\\" not in text:
        return text.split(":")
    parts, start, at = [], 0, 0
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] == ":":
            parts.append(text[start:at])
            start = at + 1
        at += 1
    return [*parts, text[start:]]


def _has_wildcard(value: str) -> bool:
    if value in (ANY, NOT_APPLICABLE) or ("*" not in value and "?" not in value):
        return False
    at = 0
    while at < len(value):
        if value[at] == "\\":
            at += 1
        elif value[at] in "*?":
            return True
        at += 1
    return False


def _wildcard_match(source: str, target: str) -> bool:
    """Wildcards stand at the ends of a value: `*` for any characters, each `?` for one or none (NISTIR 7696, 6.3)."""
    if not _has_wildcard(source):
        return unquoted(source) == unquoted(target)
    front = len(source) - len(source.lstrip("*?"))
    body_end = len(source.rstrip("*?"))
    if body_end < front:
        return "*" in source or len(unquoted(target)) <= len(source)
    if body_end > 0 and source[body_end - 1] == "\\":
        body_end += 1
    before, body, after = source[:front], unquoted(source[front:body_end]), source[body_end:]
    plain = unquoted(target)
    at = plain.find(body)
    while at >= 0:
        rest = len(plain) - at - len(body)
        if ("*" in before or at <= len(before)) and ("*" in after or rest <= len(after)):
            return True
        at = plain.find(body, at + 1)
    return False
