"""The comment that begins a plugin or theme of WordPress.

WordPress reads the first 8 KiB and takes the first line of each field, whatever comment marks stand before it
(`get_file_data`; Plugin Handbook, "Header Requirements").
"""

import re

HEADER_BYTES = 8 * 1024
_FIELD = re.compile(
    r"^(?:[ \t]*<\?php)?[ \t/*#@]{0,200}([A-Z][A-Za-z ]{2,30}):([^\r\n]*)", re.MULTILINE | re.IGNORECASE
)


def header_of(content: bytes) -> dict[str, str]:
    """Field name in lower case to value."""
    fields: dict[str, str] = {}
    for found in _FIELD.finditer(content[:HEADER_BYTES].replace(b"\r", b"\n").decode("utf-8", "replace")):
        value = found[2].partition("*/")[0].partition("?>")[0].strip()
        fields.setdefault(found[1].strip().lower(), value)
    return fields


def properties_of(fields: dict[str, str], title: str) -> dict[str, str]:
    """What is told besides name, version and licence."""
    told = {
        "title": title,
        "homepage": fields.get("plugin uri") or fields.get("theme uri", ""),
        "author": fields.get("author", ""),
        "author_uri": fields.get("author uri", ""),
        "requires_wordpress": fields.get("requires at least", ""),
        "parent_theme": fields.get("template", ""),
    }
    return {name: value for name, value in told.items() if value}
