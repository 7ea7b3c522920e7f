"""Paths that a user asks for: exact ones, and patterns with `*` (within a name) and `**` (any folders)."""

from collections.abc import Callable, Sequence

import msgspec

from mooring.base.errors import BadConfig

_MAX_PATHS = 10_000
_MAX_BYTES = 4_096


class AskedPath(msgspec.Struct, frozen=True, kw_only=True):
    """One exact path, or one pattern."""

    given: str
    """As it was asked for."""
    path: bytes
    """No leading slash, `.` and `..` resolved."""
    is_pattern: bool


def asked_paths(given: Sequence[str], setting: str) -> tuple[AskedPath, ...]:
    """The paths, each once. Raises BadConfig, which names `setting`, for one that can mean no file."""
    if len(given) > _MAX_PATHS:
        raise BadConfig(f"{setting} names {len(given)} paths; the limit is {_MAX_PATHS}")
    return tuple(_asked(path, setting) for path in dict.fromkeys(given))


def matcher(asked: Sequence[AskedPath]) -> Callable[[bytes], bool] | None:
    """Whether one of the patterns means a path (no leading slash); None where there is no pattern."""
    patterns = [one.path for one in asked if one.is_pattern]
    if not patterns:
        return None
    import re2  # Only where there are patterns: every scan imports this module's neighbours.

    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.dot_nl, options.log_errors, options.never_capture = True, False, True
    try:
        compiled = re2.compile(b"|".join(_expression(pattern, re2.escape) for pattern in patterns), options=options)
    except re2.error:
        raise BadConfig("the patterns of content.retrieve are too many for one search", hint="give fewer") from None
    return lambda path: compiled.fullmatch(path) is not None


def _asked(given: str, setting: str) -> AskedPath:
    raw = given.encode("utf-8", "surrogateescape")
    parts: list[bytes] = []
    for part in raw.split(b"/"):
        if part == b"..":
            del parts[-1:]
        elif part not in (b"", b"."):
            parts.append(part)
    path = b"/".join(parts)
    if not path or b"\0" in path or raw.endswith(b"/") or len(path) > _MAX_BYTES:
        raise BadConfig(
            f"{setting}: {given[:200]!r} is no path of a file",
            hint="write paths from the root (/etc/passwd), or patterns (/etc/*.conf, /opt/**/version)",
        )
    # A name that is no UTF-8 cannot be claimed as such; as a pattern it is compared byte by byte.
    return AskedPath(given=given, path=path, is_pattern=b"*" in path or not given.isprintable())


def _expression(pattern: bytes, escape: Callable[[bytes], bytes]) -> bytes:
    """The pattern as RE2: `**/` means no folder too."""
    out: list[bytes] = []
    at = 0
    while at < len(pattern):
        if pattern.startswith(b"**/", at) and (at == 0 or pattern[at - 1 : at] == b"/"):
            out.append(b"(?:.*/)?")
            at += 3
        elif pattern.startswith(b"**", at):
            out.append(b".*")
            at += 2
        elif pattern.startswith(b"*", at):
            out.append(b"[^/]*")
            at += 1
        else:
            end = pattern.find(b"*", at)
            end = end if end >= 0 else len(pattern)
            out.append(escape(pattern[at:end]))
            at = end
    return b"(?:" + b"".join(out) + b")"
