"""The form of the tables, and the search in a file's content.

A signature is a literal, found at the speed of `bytes.find`, and a pattern that is tried only in a small window around
each place of the literal. A regular expression run over the whole content of a browser would take a second.
"""

import re
from collections.abc import Iterator
from functools import cache

import msgspec

MAX_PLACES = 2_000
"""Places of a literal that are looked at; honest programs have the right one among the first twenty."""


class Signature(msgspec.Struct, frozen=True, kw_only=True):
    """Where a version stands. `{0}` in literal and pattern is what the first group of the file's name matched."""

    literal: bytes
    pattern: bytes
    """Has the version as its first group. Searched in the window around the literal; NULs between strings count."""
    before: int = 0
    """Bytes of the window ahead of the literal."""
    after: int = 160
    is_only: bool = False
    """Trusted only where one version alone fits in the whole file: bare numbers between NULs, as Go's linker writes
    what `-X` assigns."""


class Classifier(msgspec.Struct, frozen=True, kw_only=True):
    """A program that is recognised by the name of its file and its content."""

    name: str
    files: str
    """Matches the whole base name."""
    signatures: tuple[Signature, ...]
    """The first that is found counts."""
    cpes: tuple[str, ...] = ()
    """`vendor:product`, as the dictionary of NVD has them."""
    language: str = ""
    path: str = ""
    """Must be found in the path, where the base name is a common one."""


def near(literal: bytes, pattern: bytes, *, before: int = 0, after: int = 160) -> Signature:
    """A signature in a row of a table."""
    return Signature(literal=literal, pattern=pattern, before=before, after=after)


def linker_strings(*starts: bytes) -> tuple[Signature, ...]:
    """Signatures of a Go program whose version the linker wrote; `starts` are its first digits: `b"v1."`, `b"2."`."""
    version = rb"\x00v?(\d{1,3}\.\d{1,3}\.\d{1,4}(?:-(?:alpha|beta|rc)\.?\d{1,3})?)\x00"
    return tuple(Signature(literal=b"\0" + start, pattern=version, after=40, is_only=True) for start in starts)


def version_in(content: bytes, signatures: tuple[Signature, ...], file_version: str) -> str:
    """The version that the first fitting signature finds; empty where none does."""
    for signature in signatures:
        found = _versions(content, signature, file_version)
        version = next(found, "")
        if version and not (signature.is_only and any(other != version for other in found)):
            return version
    return ""


def _versions(content: bytes, signature: Signature, file_version: str) -> Iterator[str]:
    literal, pattern = signature.literal, signature.pattern
    if b"{0}" in literal + pattern:
        if not file_version:
            return
        literal = literal.replace(b"{0}", file_version.encode())
        pattern = pattern.replace(b"{0}", re.escape(file_version).encode())
    compiled = _compiled(pattern)
    at = content.find(literal)
    for _ in range(MAX_PLACES):
        if at < 0:
            return
        found = compiled.search(content, max(0, at - signature.before), at + len(literal) + signature.after)
        if found:
            yield found[1].decode("ascii", "replace")
        at = content.find(literal, at + 1)


@cache
def _compiled(pattern: bytes) -> re.Pattern[bytes]:
    """Compiled at first use: a hundred patterns would cost every start 20 ms."""
    return re.compile(pattern)
