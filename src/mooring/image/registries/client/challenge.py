"""`WWW-Authenticate`: what a registry wants to see (RFC 9110 11.6.1; distribution: docs/content/spec/auth/token.md)."""

import re
from collections.abc import Iterator

import msgspec

MAX_HEADER = 8192
_SCHEME = re.compile(r"\s*,?\s*([A-Za-z][A-Za-z0-9-]*)(?:\s+|$)(?!=)")
_PARAMETER = re.compile(r'\s*,?\s*([A-Za-z0-9_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))')


class Challenge(msgspec.Struct, frozen=True, kw_only=True):
    """One way to log in that a registry offers."""

    scheme: str
    """`bearer`, `basic`, … in lower case."""
    parameters: dict[str, str]


def parse_challenges(header: str) -> tuple[Challenge, ...]:
    """The challenges of a header, several of which may be joined by commas."""
    return tuple(_challenges(header[:MAX_HEADER]))


def _challenges(header: str) -> Iterator[Challenge]:
    at = 0
    while found := _SCHEME.match(header, at):
        at = found.end()
        parameters: dict[str, str] = {}
        while (pair := _PARAMETER.match(header, at)) is not None:
            quoted, plain = pair.group(2), pair.group(3)
            parameters[pair.group(1).lower()] = re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else plain
            at = pair.end()
        yield Challenge(scheme=found.group(1).lower(), parameters=parameters)
