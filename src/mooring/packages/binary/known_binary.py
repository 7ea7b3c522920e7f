"""Well-known programs that no package manager recorded, recognised by file name and content (`classifiers/`).

What is found is a guess: it is dropped where an OS package owns the file.
"""

import re
from collections.abc import Iterator

from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader, Window
from mooring.packages.binary.classifiers.classifier import Classifier, version_in
from mooring.packages.binary.classifiers.infrastructure import INFRASTRUCTURE
from mooring.packages.binary.classifiers.languages import LANGUAGES
from mooring.packages.binary.classifiers.servers import SERVERS
from mooring.packages.binary.classifiers.tools import TOOLS
from mooring.packages.formats import macho

_CLASSIFIERS = (*LANGUAGES, *SERVERS, *TOOLS, *INFRASTRUCTURE)
_UNGROUPED = re.compile(r"\((?!\?)")
_PATTERN = "(?:^|/)(?=[^/]*$)(?:" + "|".join(_UNGROUPED.sub("(?:", row.files) for row in _CLASSIFIERS) + ")$"
"""The look-ahead lets the alternatives be tried at the base name only."""
_SCRIPTS = ("elixir", "elixir.app", "composer", "composer.phar", "wp", "wp-cli.phar", "liberts_internal.a")
_JAVA_8 = re.compile(r"(1\.\d\.0)_(\d+)")
_UNSAFE = re.compile(r"([^0-9A-Za-z._-])")


def read(file: LayerFile) -> Iterator[Fact]:
    """A package for each program that the file is: openresty is nginx too."""
    yield from _programs(file.path, file.name, file.content)


def read_window(window: Window) -> Iterator[Fact]:
    """The same for a part of a program too large to be held."""
    yield from _programs(window.path, window.name, window.content)


def _programs(path: str, name: str, content: bytes) -> Iterator[Fact]:
    for row in _CLASSIFIERS:
        named = re.fullmatch(row.files, name)
        if named is None or (row.path and not re.search(row.path, path)):
            continue
        version = version_in(content, row.signatures, named[1] or "" if named.re.groups else "")
        if version:
            yield _package(row, version)


def _package(row: Classifier, version: str) -> PackageFact:
    return PackageFact(
        type="generic",
        name=row.name,
        version=version,
        cpes=tuple(f"cpe:2.3:a:{product}:{_cpe_version(version)}:*:*:*:*:*:*" for product in row.cpes),
        language=row.language,
        is_guess=True,
    )


def _cpe_version(version: str) -> str:
    """Version and update of a CPE name (NISTIR 7695, 6.2): Java's updates stand apart, build metadata is left out."""
    java = _JAVA_8.match(version)
    if java:
        return f"{java[1]}:update{java[2]}"
    return _UNSAFE.sub(r"\\\1", version.partition("+")[0]) + ":*"


READER = Reader(
    name="known-binary",
    version=1,
    claim=Claim(names=_SCRIPTS, magics=(b"\x7fELF", b"MZ", *macho.THIN_MAGICS, *macho.FAT_MAGICS), pattern=_PATTERN),
    read=read,
    read_window=read_window,
    summary="well-known programs by name and content: interpreters, servers, databases, tools",
)
