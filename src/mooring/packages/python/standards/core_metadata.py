"""Core metadata, the header of METADATA and PKG-INFO (core metadata specification; PEP 241, 314, 345, 566, 639, 643).

The format is that of mail headers, but the `email` package takes a millisecond for a file with a long description: here
only the header is looked at, and of it only the fields that are used.
"""

from collections.abc import Iterator

from mooring.model.facts import PackageFact
from mooring.packages.python.standards.licenses import licenses_of
from mooring.packages.python.standards.names import other_names
from mooring.packages.python.standards.requirement import needed_name, python_of

_USED = frozenset(
    {
        "name",
        "version",
        "license",
        "license-expression",
        "classifier",
        "requires-dist",
        "home-page",
        "author",
        "author-email",
        "requires-python",
        "project-url",
    }
)
MAX_HEADER_BYTES = 4 * 1024 * 1024
"""Metadata of version 1 holds the description in the header; the largest seen are below 1 MiB."""


def header_fields(content: bytes) -> dict[str, list[str]]:
    """The used fields of the header by lower-case name, values in order, continuation lines joined by newlines."""
    fields: dict[str, list[str]] = {}
    values: list[str] | None = None
    for line in _header(content).decode("utf-8-sig", "replace").split("\n"):
        if line[:1] in (" ", "\t"):
            if values is not None:
                values.append(f"{values.pop()}\n{line.strip()}")
            continue
        name, colon, value = line.partition(":")
        name = name.lower()
        values = None
        if colon and name in _USED:
            values = fields.setdefault(name, [])
            values.append(value.strip())
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
