"""What dpkg was told not to install, and where it put diverted files.

`path-exclude` and `path-include` of dpkg.cfg(5) and dpkg.cfg.d (dpkg(1): patterns of fnmatch(7) in which `*` crosses folders; the last
that matches decides), and `var/lib/dpkg/diversions` (three lines each: the path, where it went, the package that may keep it or `:`).
"""

from collections.abc import Iterator, Sequence

import msgspec

from mooring.model.contents import ImageContents
from mooring.model.facts import NoteFact
from mooring.model.reader import LayerFile

OWNER = "verification"
"""Of the notes: no package has this key."""
CONFIG = "etc/dpkg/dpkg.cfg"
CONFIG_FOLDER = "etc/dpkg/dpkg.cfg.d"
DIVERSIONS = "var/lib/dpkg/diversions"
_EXCLUDE, _INCLUDE, _DIVERTED = "path-exclude", "path-include", "diverted"
_MAX_RULES = 10_000
_MAX_PATTERN_CHARS = 1_000


class Diversion(msgspec.Struct, frozen=True, gc=False):
    """One path that dpkg put elsewhere, for all packages but one."""

    path: bytes
    """No leading slash."""
    moved_to: bytes
    package: str
    """Name of the package that keeps the path; `:` where none does."""


class DpkgRules:
    """The rules of one image."""

    def __init__(self, rules: Sequence[tuple[bool, str]], diversions: Sequence[Diversion]) -> None:
        self._groups = _groups(rules)
        self._diversions = {one.path: one for one in diversions}

    def is_left_out(self, path: str) -> bool:
        """Whether dpkg was told not to install a path (with leading slash)."""
        shown = path.encode("utf-8", "surrogateescape")
        for is_exclude, compiled in reversed(self._groups):
            if compiled.fullmatch(shown) is not None:
                return bool(is_exclude)
        return False

    def place_of(self, path: bytes, package: str) -> bytes:
        """Where dpkg put a package's file."""
        diversion = self._diversions.get(path)
        return path if diversion is None or diversion.package == package else diversion.moved_to


def read_rules(file: LayerFile) -> Iterator[NoteFact]:
    """Yield a note for each rule of a configuration file, or for each diversion."""
    lines = file.text().splitlines()
    if file.path == DIVERSIONS:
        for at in range(0, min(len(lines) - 2, 3 * _MAX_RULES), 3):
            yield NoteFact(owner=OWNER, name=_DIVERTED, value="\n".join(lines[at : at + 3]))
        return
    for line in lines[:_MAX_RULES]:
        word, pattern = _split(line.strip())
        if word in (_EXCLUDE, _INCLUDE) and 0 < len(pattern) <= _MAX_PATTERN_CHARS:
            yield NoteFact(owner=OWNER, name=word, value=pattern)


def rules_of(contents: ImageContents, reader: str) -> DpkgRules:
    """The rules that the notes of an image come to: dpkg reads the folder in the order of names, then the file."""
    rules: list[tuple[bool, str]] = []
    diversions: list[Diversion] = []
    for visible in sorted(contents.facts, key=lambda one: (one.path == CONFIG, one.path)):
        facts = [fact for group in visible.groups if group.reader == reader for fact in group.facts]
        for fact in facts:
            if type(fact) is not NoteFact:
                continue
            if fact.name == _DIVERTED:
                diversions.append(_diversion(fact.value))
            elif len(rules) < _MAX_RULES:
                rules.append((fact.name == _EXCLUDE, fact.value))
    return DpkgRules(rules, diversions)


def _split(line: str) -> tuple[str, str]:
    """Option and value: `option value`, `option=value`, `option = value`."""
    for at, char in enumerate(line):
        if char in " \t=":
            return line[:at], line[at:].lstrip(" \t").removeprefix("=").strip(" \t").strip("\"'")
    return line, ""


def _diversion(value: str) -> Diversion:
    path, moved_to, package = value.split("\n")
    return Diversion(path.lstrip("/").encode(), moved_to.lstrip("/").encode(), package)


def _groups(rules: Sequence[tuple[bool, str]]):  # type: ignore[no-untyped-def] # re2 has no types
    """Rules of one kind that follow each other, as one expression; a pattern that is none means nothing, as for fnmatch."""
    import re2

    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.dot_nl, options.log_errors, options.never_capture = True, False, True
    grouped: list[tuple[bool, list[bytes]]] = []
    for is_exclude, pattern in rules:
        if not grouped or grouped[-1][0] is not is_exclude:
            grouped.append((is_exclude, []))
        grouped[-1][1].append(_expression(pattern, re2.escape))
    compiled = []
    for is_exclude, expressions in grouped:
        try:
            compiled.append((is_exclude, re2.compile(b"|".join(expressions), options=options)))
        except re2.error:
            continue  # missing files are then told and not explained
    return compiled


def _expression(pattern: str, escape) -> bytes:  # type: ignore[no-untyped-def] # re2 has no types
    out = []
    raw = pattern.encode("utf-8", "surrogateescape")
    at = 0
    while at < len(raw):
        char = raw[at : at + 1]
        end = raw.find(b"]", at + 2) if char == b"[" else -1
        if char == b"*":
            out.append(b".*")
        elif char == b"?":
            out.append(b".")
        elif end > 0:
            inner = raw[at + 1 : end]
            is_negated = inner[:1] in (b"!", b"^")
            inner = inner[1:] if is_negated else inner
            out.append(b"[" + (b"^" if is_negated else b"") + b"-".join(map(escape, inner.split(b"-"))) + b"]")
            at = end
        elif char == b"\\" and at + 1 < len(raw):
            out.append(escape(raw[at + 1 : at + 2]))
            at += 1
        else:
            out.append(escape(char))
        at += 1
    return b"(?:" + b"".join(out) + b")"
