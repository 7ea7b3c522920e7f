"""Stanzas of `Field: value` lines, as dpkg, opkg and apt write them (deb822(5), Debian Policy 5.1)."""

import re
from collections.abc import Iterator, Mapping

_RELATION = re.compile(r"(?:^|[,|\n])[ \t]*([A-Za-z0-9][A-Za-z0-9+.\-_]*)")
_SOURCE = re.compile(r"^(\S+)(?:[ \t]+\(([^()]*)\))?")


def stanzas(text: str) -> Iterator[dict[str, str]]:
    """Each stanza as field name in lower case to value.

    Lines of a folded value are joined by newlines, one leading blank less. Lines that are neither a field nor its continuation are
    passed over; of a field given twice the last one holds.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    for block in text.split("\n\n"):
        if block and (fields := _fields(block)):
            yield fields


def relation_names(value: str) -> tuple[str, ...]:
    """The package names of a relation field (Depends, Provides, ...): each once, alternatives too, no constraints."""
    return tuple(dict.fromkeys(_RELATION.findall(value))) if value else ()


def source_of(fields: Mapping[str, str], version: str) -> tuple[str, str]:
    """Name and version of the source package, both empty where none is stated (Debian Policy 5.6.1).

    The version stands in parentheses where it differs from the binary package's (a rebuild has `+b1`).
    """
    found = _SOURCE.match(fields.get("source", ""))
    if not found:
        return "", ""
    return found[1], (found[2] or "").strip() or version


def _fields(block: str) -> dict[str, str]:
    """Folded lines are first marked by NUL, so that a line is a field: half the cost of a loop over all lines."""
    fields = {}
    for line in block.replace("\n ", "\0").replace("\n\t", "\0").split("\n"):
        name, colon, value = line.partition(":")
        if colon and name and name[0] != "#":
            fields[name.strip().lower()] = value.replace("\0", "\n").strip() if "\0" in value else value.strip()
    return fields
