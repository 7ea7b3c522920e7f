"""Requirements written as text in a `setup.py`. The script is never run: it could do anything, and would need its
surroundings.

Format: setuptools keywords `install_requires`, `setup_requires`, `tests_require` and `extras_require`. They are often
given by variables, so every literal in the script that reads as a requirement with a version counts, under the keyword
or variable last assigned before it. A literal without a version cannot be told from any other word, and is left out.
"""

import re
from collections.abc import Iterator

from mooring.model.facts import Fact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.python.standards.requirement import bound, named_package, parse_requirement

_TOKEN = re.compile(r"#[^\n]*|(?P<quote>\"\"\"|'''|\"|')|\b(?P<word>[A-Za-z_]\w*)\s*=(?!=)")
_END_OF_LINE_STRING = {quote: re.compile(rf"[{quote}\n]") for quote in "\"'"}
_SCOPES = {"setup_requires": "build", "tests_require": "test", "extras_require": "optional"}
_MAX_LITERAL = 2_000


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield a package for each requirement with a version, once for each scope."""
    seen = set()
    for literal, line, scope in _literals(file.text()):
        for number, text in enumerate(literal.split("\n"), start=line):
            requirement = parse_requirement(text) if len(text) < _MAX_LITERAL else None
            if requirement is None or not bound(requirement.constraint).version:
                continue
            if (requirement, scope) not in seen:
                seen.add((requirement, scope))
                yield named_package(requirement, path=file.path, scope=scope, line=number)


def _literals(source: str) -> Iterator[tuple[str, int, str]]:
    """Each string literal with its line and the scope of the keyword before it. Strings that are not closed end the
    search.
    """
    at, line, counted, scope = 0, 1, 0, "runtime"
    while found := _TOKEN.search(source, at):
        at = found.end()
        if found["word"]:
            scope = _SCOPES.get(found["word"], "runtime")
        if not found["quote"]:
            continue
        end = _end_of_string(source, at, found["quote"])
        if end < 0:
            return
        line, counted = line + source.count("\n", counted, at), at
        yield source[at:end], line, scope
        at = end + len(found["quote"])


def _end_of_string(source: str, start: int, quote: str) -> int:
    """Where the literal's closing quote is (or, for one left open, its line ends); -1 where the script ends first."""
    at = start
    while True:
        if len(quote) == 3:
            at = source.find(quote, at)
        else:
            found = _END_OF_LINE_STRING[quote].search(source, at)
            at = found.start() if found else -1
        if at < 0 or not _is_escaped(source, at, start):
            return at
        at += 1


def _is_escaped(source: str, at: int, start: int) -> bool:
    before = at
    while before > start and source[before - 1] == "\\":
        before -= 1
    return (at - before) % 2 == 1


READER = Reader(
    name="setup-py",
    version=1,
    # Projects of several distributions keep several scripts: `core-setup.py`.
    claim=Claim(suffixes=(".py",), pattern=r"(?:^|[/_-])setup\.py$", max_bytes=4 * 1024 * 1024, in_images=False),
    read=read,
    summary="Requirements with versions in setup.py",
)
