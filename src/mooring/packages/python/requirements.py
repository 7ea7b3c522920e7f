"""Requirements files of pip.

Format: pip's "Requirements File Format" (comments, line continuations, per-requirement options, environment variables).
`-r` and `-c` name other files, which are read for themselves; other options say nothing of packages.
"""

import re
from collections.abc import Iterator

from mooring.model.facts import Fact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.python.standards.names import split_archive_name, without_credentials
from mooring.packages.python.standards.requirement import Requirement, named_package, parse_requirement

_COMMENT = re.compile(r"(?:^|\s)#.*")
_OPTION = re.compile(r"\s--?[A-Za-z]")
_HASH = re.compile(r"--hash[=\s]\s*([A-Za-z0-9_]+:[0-9A-Fa-f]+)")
_EGG = re.compile(r"[#&]egg=([A-Za-z0-9._-]+)")
_DEVELOPMENT = re.compile(
    r"(?:^|[-_./])(?:dev|develop|development|tests?|testing|lint|docs?|ci)(?:[-_./]|$)", re.IGNORECASE
)
_EDITABLE = re.compile(r"(?:-e|--editable)[ \t=]")
_PATH_MARKS = ("./", "../", "/", "file:")


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield a package for each requirement: the version is the pinned one, else the bound (see `named_package`), else
    empty.
    """
    scope = "dev" if _DEVELOPMENT.search(file.name.rpartition(".")[0]) else "runtime"
    for number, line in _logical_lines(file.text()):
        requirement = _requirement(line)
        if requirement is None:
            continue
        hashes = " ".join(_HASH.findall(line))
        yield named_package(
            requirement, path=file.path, scope=scope, line=number, properties={"hashes": hashes} if hashes else None
        )


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines with those joined that end in a backslash, comments removed, each with the number of its first line."""
    parts: list[str] = []
    start = 0
    for number, line in enumerate(text.splitlines(), start=1):
        if not parts:
            start = number
        if line.endswith("\\") and not line.lstrip().startswith("#"):
            parts.append(line[:-1])
            continue
        parts.append(line)
        joined = _without_comment(" ".join(parts))
        parts = []
        if joined:
            yield start, joined
    if parts:
        yield start, _without_comment(" ".join(parts))


def _without_comment(line: str) -> str:
    """The line up to its comment. pip asks for white space before `#`; people forget it after a version, where `#` has
    no other meaning.
    """
    line = _COMMENT.sub("", line).strip()
    before, mark, _ = line.partition("#")
    return before if mark and "==" in before and "@" not in before and "/" not in before else line


def _requirement(line: str) -> Requirement | None:
    if line.startswith("-"):
        option = _EDITABLE.match(line)
        if option is None:
            return None
        line = line[option.end() :].strip()
    options = _OPTION.search(line)
    if options:
        line = line[: options.start()]
    if line.startswith(_PATH_MARKS) or "://" in line.partition("@")[0]:
        return _of_address(line)
    return parse_requirement(line)


def _of_address(line: str) -> Requirement | None:
    """What a bare URL or path tells: `#egg=name`, or the name of a wheel or source archive."""
    address, _, marker = line.partition(" ;")
    url = without_credentials(address.strip()) if "://" in address else address.strip()
    egg = _EGG.search(address)
    if egg:
        return Requirement(name=egg[1], url=url, marker=marker.strip())
    name, version = split_archive_name(address.strip().partition("#")[0].partition("?")[0].rpartition("/")[2])
    return Requirement(name=name, constraint=f"=={version}", url=url, marker=marker.strip()) if name else None


READER = Reader(
    name="python-requirements",
    version=1,
    claim=Claim(
        suffixes=(".txt",),
        pattern=r"(?i)requirements[^/]*\.txt$|(?:^|/)requirements/[^/]+\.txt$",
        max_bytes=16 * 1024 * 1024,
        in_images=False,
    ),
    read=read,
    summary="Requirements files of pip",
)
