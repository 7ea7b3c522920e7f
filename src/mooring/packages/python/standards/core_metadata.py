"""Core metadata, the header of METADATA and PKG-INFO (core metadata specification; PEP 241, 314, 345, 566, 639, 643).

The format is that of mail headers, but the `email` package takes a millisecond for a file with a long description: here
only the header is looked at, and of it only the fields that are used.
"""

import re
from collections.abc import Iterator

from mooring.model.facts import PackageFact
from mooring.packages.python.standards.licenses import licenses_of
from mooring.packages.python.standards.names import other_names
from mooring.packages.python.standards.requirement import needed_name, python_of

_FIELD = re.compile(
    r"^(name|version|license(?:-expression)?|classifier(?=: license)|requires-(?:dist|python)|home-page|author(?:-email)?"
    r"|project-url):(.*(?:\n[ \t].*)*)",
    re.MULTILINE | re.IGNORECASE,
)
"""The used fields, of classifiers those of licences; a value goes on in lines that begin with white space. Finding
these in one go takes half the time of looking at every line.
"""
MAX_HEADER_BYTES = 4 * 1024 * 1024
"""Metadata of version 1 holds the description in the header; the largest seen are below 1 MiB."""


def header_fields(content: bytes) -> dict[str, list[str]]:
    """The used fields of the header by lower-case name, values in order, continuation lines joined by newlines."""
    fields: dict[str, list[str]] = {}
    for name, value in _FIELD.findall(_header(content).decode("utf-8-sig", "replace")):
        if "\n" in value:
            value = "\n".join(line.strip() for line in value.split("\n"))
        fields.setdefault(name.lower(), []).append(value.strip())
    return fields


def package_of(
    fields: dict[str, list[str]], *, name: str, version: str, key: str, home: str, is_installed: bool = True
) -> PackageFact:
    """The package of a header; `name` and `version` stand in where the header has none. The name must not be empty."""
    return PackageFact(
        type="pypi",
        name=name,
        version=version,
        key=key,
        home=home,
        licenses=licenses_of(fields),
        provides=other_names(name),
        depends=tuple(_unique(_needed(fields, home))),
        properties=_properties(fields),
        language="python",
        is_installed=is_installed,
    )


def first(fields: dict[str, list[str]], name: str) -> str:
    """The first value of a field, on one line; empty where the field is missing or says `UNKNOWN`, as old setuptools
    did.
    """
    values = fields.get(name)
    value = values[0] if values else ""
    value = " ".join(value.split()) if "\n" in value else value
    return "" if value == "UNKNOWN" else value


def _header(content: bytes) -> bytes:
    end = content.find(b"\n\n", 0, MAX_HEADER_BYTES)
    crlf = content.find(b"\r\n\r\n", 0, end if end >= 0 else MAX_HEADER_BYTES)
    if crlf >= 0:
        end = crlf
    return content[: end if end >= 0 else MAX_HEADER_BYTES]


def _needed(fields: dict[str, list[str]], home: str) -> Iterator[str]:
    python = python_of(home)
    for text in fields.get("requires-dist", ()):
        yield needed_name(text, python)


def _unique(names: Iterator[str]) -> Iterator[str]:
    seen = {""}
    for name in names:
        if name not in seen:
            seen.add(name)
            yield name


def _properties(fields: dict[str, list[str]]) -> dict[str, str]:
    found = {
        "homepage": first(fields, "home-page") or _project_url(fields, "homepage"),
        "author": first(fields, "author") or first(fields, "author-email"),
        "requires_python": first(fields, "requires-python"),
    }
    return {name: value for name, value in found.items() if value}


def _project_url(fields: dict[str, list[str]], label: str) -> str:
    for value in fields.get("project-url", ()):
        given, _, url = value.partition(",")
        if given.strip().lower().replace("-", "").replace(" ", "") == label:
            return url.strip()
    return ""
