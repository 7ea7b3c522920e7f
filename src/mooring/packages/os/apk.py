"""What apk says is installed: `lib/apk/db/installed` (apk-package(5), apk v2 index format; Alpine, Wolfi, Chainguard).

A line is a letter, a colon and a value; an empty line ends a package. Letters of a package: P name, V version, A architecture, L licence,
o origin, m maintainer, U homepage, T summary, D what it needs, p what it offers, r what it replaces, i on what it installs itself,
t build time, c commit of its recipe, s repository tag, q replaces priority, C checksum of its control files. F opens a folder, R a file
in it, Z its checksum (`Q1` SHA-1, `Q2` SHA-256, in base64), a and M modes. Key: `apk:<name>`; apk installs a name once.
"""

import base64
import binascii
import struct
from collections.abc import Iterator

import msgspec

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, OwnedFilesFact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.os.places.root import below, key_of, root_of

_PLACES = ("usr/lib/apk/db/installed", "lib/apk/db/installed")
_PROPERTIES = {
    "m": "maintainer",
    "U": "homepage",
    "T": "summary",
    "c": "commit",
    "t": "build_time",
    "s": "repository_tag",
    "I": "installed_size",
}
_DEFAULT_MODE = 0o644
"""What apk leaves out."""
_OPERATORS = "<>=~"
_ALGORITHMS = {"Q1": ("sha1", 20), "Q2": ("sha256", 32)}


class _Files(msgspec.Struct, kw_only=True):
    """The files of one package, as they are collected."""

    folder: str = ""
    paths: list[str] = []
    sums: list[str] = []
    modes: list[int] = []


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield each package and the files it owns; raise ReadError at the end where a stanza has no name or no version."""
    root = root_of(file.path, *_PLACES)
    odd, odd_count = "", 0
    number = 0
    for block in file.text().replace("\r\n", "\n").split("\n\n"):
        if not block.strip():
            continue
        number += 1
        fields, files = _split(block)
        if missing := [letter for letter in "PV" if not fields.get(letter)]:
            odd = odd or f"stanza {number} has no {' and no '.join(missing)}"
            odd_count += 1
        if fields.get("P"):
            yield _package(fields, root)
            yield from _owned(key_of("apk", root, fields["P"]), files, root)
    if odd:
        raise ReadError(f"{odd}, and {odd_count - 1} more are odd" if odd_count > 1 else odd)


def _split(block: str) -> tuple[dict[str, str], _Files]:
    """The fields of the package, and its files with their checksums; checksums stay in base64."""
    fields: dict[str, str] = {}
    files = _Files()
    for line in block.split("\n"):
        letter, value = line[:1], line[2:]
        if line[1:2] != ":":
            continue
        if letter == "R":
            files.paths.append(f"{files.folder}/{value}" if files.folder else value)
            files.sums.append("")
            files.modes.append(_DEFAULT_MODE)
        elif letter == "Z":
            if files.sums:
                files.sums[-1] = value
        elif letter == "a":
            if files.modes:
                files.modes[-1] = _mode(value)
        elif letter == "F":
            files.folder = value.strip("/")
        elif letter != "M":
            fields[letter] = value
    return fields, files


def _package(fields: dict[str, str], root: str) -> PackageFact:
    properties = {name: fields[letter] for letter, name in _PROPERTIES.items() if fields.get(letter)}
    if root:
        properties["root"] = root
    return PackageFact(
        type="apk",
        name=fields["P"],
        version=fields.get("V", ""),
        key=key_of("apk", root, fields["P"]),
        architecture=fields.get("A", ""),
        source_name=fields.get("o", ""),
        source_version=fields.get("V", "") if fields.get("o") else "",
        licenses=_licenses(fields.get("L", "")),
        home=root,
        provides=_names(fields.get("p", "")),
        depends=_names(fields.get("D", "")),
        properties=properties,
    )


def _licenses(value: str) -> tuple[str, ...]:
    """An SPDX expression is one licence; before Alpine 3.9 the names stood side by side without an operator."""
    words = value.split()
    is_expression = any(word in ("AND", "OR", "WITH", "and", "or", "with") or "(" in word for word in words)
    return (" ".join(words),) if is_expression else tuple(dict.fromkeys(words))


def _names(value: str) -> tuple[str, ...]:
    """Names of a dependency or offer list, `so:`, `cmd:` and `pc:` prefixes kept, constraints and conflicts (`!name`) left out."""
    names: dict[str, None] = {}
    for word in value.split():
        if word[0] != "!":
            cut = min((at for mark in _OPERATORS if (at := word.find(mark)) > 0), default=len(word))
            names[word[:cut].partition("@")[0]] = None
    return tuple(names)


def _owned(owner: str, files: _Files, root: str) -> Iterator[Fact]:
    """All paths of a package in one fact, with the algorithm of the first checksum; others are left empty."""
    if not files.paths:
        return
    algorithm, size = _ALGORITHMS.get(next((text[:2] for text in files.sums if text[:2] in _ALGORITHMS), ""), ("", 0))
    digests = "\n".join([_hex(text, size) for text in files.sums]) if algorithm else ""
    yield OwnedFilesFact(
        owner=owner,
        paths=below(root, "\n".join(files.paths).encode("utf-8", "replace")),
        algorithm=algorithm if digests.strip() else "",
        digests=digests.encode() if digests.strip() else b"",
        modes=struct.pack(f">{len(files.modes)}H", *files.modes),
    )


def _mode(value: str) -> int:
    """The permission bits of `uid:gid:mode`; 0 where it has none. Whether it is a link is not said."""
    mode = [*value.split(":", 3), "", ""][2]
    return int(mode, 8) & 0o7777 if mode and len(mode) <= 6 and not mode.strip("01234567") else 0


def _hex(text: str, size: int) -> str:
    try:
        raw = base64.b64decode(text[2:], validate=True)
    except (binascii.Error, ValueError):
        return ""
    return raw.hex() if len(raw) == size else ""


READER = Reader(
    name="apk",
    version=2,
    claim=Claim(names=("installed",), pattern=r"(?:^|/)lib/apk/db/installed$"),
    read=read,
    summary="installed packages of Alpine, Wolfi and Chainguard (apk), with their files",
)
