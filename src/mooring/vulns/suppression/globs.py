"""Globs of paths and names, matched in time that grows with the text and not with its tricks."""

import re
from functools import lru_cache
from itertools import pairwise

MAX_PATTERN_CHARACTERS = 2_000
MAX_TEXT_CHARACTERS = 8_192
_DOUBLE = re.compile(r"\*{2,}")
_SINGLE = re.compile(r"([*?])")


def fits_glob(pattern: str, text: str) -> bool:
    """`*` any characters within a path segment, `**` across segments, `?` one character; the whole text must fit.

    `/**/` stands for one slash too: `/opt/**/app` fits `/opt/app`.
    """
    if not is_glob(pattern):
        return pattern == text
    return len(text) <= MAX_TEXT_CHARACTERS and _path_glob(pattern).fullmatch(text) is not None


def fits_name_glob(pattern: str, text: str) -> bool:
    """The same for names, in which a slash is a character like others: `*` fits any run of them."""
    if not is_glob(pattern):
        return pattern == text
    return len(text) <= MAX_TEXT_CHARACTERS and _name_glob(pattern).fullmatch(text) is not None


def is_glob(pattern: str) -> bool:
    """Whether the text has a wildcard."""
    return "*" in pattern or "?" in pattern


@lru_cache(maxsize=16_384)
def _path_glob(pattern: str) -> re.Pattern[str]:
    return _compiled(_DOUBLE.split(pattern)) if len(pattern) <= MAX_PATTERN_CHARACTERS else re.compile(r"(?!)")


@lru_cache(maxsize=16_384)
def _name_glob(pattern: str) -> re.Pattern[str]:
    return _compiled(re.split(r"\*+", pattern)) if len(pattern) <= MAX_PATTERN_CHARACTERS else re.compile(r"(?!)")


def _compiled(groups: list[str]) -> re.Pattern[str]:
    """Groups are what stands between wildcards that cross slashes. Each but the last takes its first place and never tries another
    (atomic), which loses nothing: a later place leaves less room for the rest."""
    if len(groups) == 1:
        return re.compile(_group(groups[0], is_last=True), re.DOTALL)
    parts = [_group(groups[0], is_last=False)]
    for before, group in pairwise(groups[:-1]):
        parts.append(f"(?>{_gap(before, group, '.*?')}{_group(_without_slash(before, group), is_last=False)})")
    before, last = groups[-2], groups[-1]
    parts.append(_gap(before, last, ".*") + _group(_without_slash(before, last), is_last=True))
    return re.compile("".join(parts), re.DOTALL)


def _gap(before: str, group: str, anything: str) -> str:
    """What a double star stands for; between two slashes that may be nothing."""
    if group.startswith("/") and (before.endswith("/") or not before):
        return f"(?:|{anything}/)" if before else f"(?:|{anything})/"
    return anything


def _without_slash(before: str, group: str) -> str:
    return group[1:] if group.startswith("/") and (before.endswith("/") or not before) else group


def _group(group: str, *, is_last: bool) -> str:
    """A pattern of single stars and question marks, which stay within a segment."""
    pieces = _SINGLE.split(group)
    out: list[str] = [""]
    for piece in pieces:
        if piece == "*":
            out.append("")
        else:
            out[-1] += "[^/]" if piece == "?" else re.escape(piece)
    if len(out) == 1:
        return out[0]
    middle = "".join(f"(?>[^/]*?{one})" for one in out[1:-1] if one)
    end = f"[^/]*{out[-1]}" if is_last else (f"(?>[^/]*?{out[-1]})" if out[-1] else "")
    return out[0] + middle + end
