"""The files of an installed Python project: RECORD of a `*.dist-info`, `installed-files.txt` of an `*.egg-info`.

Specifications: RECORD is CSV of path, digest (`sha256=` and unpadded urlsafe base64) and size (PEP 376, PEP 427, PEP
627), its paths relative to the folder that holds the `*.dist-info`; installed-files.txt (pip, for `setup.py install`)
has one path a line, relative to the `*.egg-info` itself.
"""

import posixpath
from binascii import Error, a2b_base64, hexlify
from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, OwnedFilesFact
from mooring.model.reader import Claim, LayerFile, Reader

_BEFORE_ODD_NAMES = frozenset((b"/", b".", b""))
_STANDARD_ALPHABET = bytes.maketrans(b"-_", b"+/")


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the owned files, with SHA-256 where RECORD has them."""
    place = file.folder.encode("utf-8", "surrogateescape")
    if file.name == "RECORD":
        base, rows = place.rpartition(b"/")[0], _record_rows(file.content)
    else:
        base, rows = place, ((line.strip(), b"") for line in file.content.splitlines())
    prefix = base + b"/" if base else b""
    paths, digests = [], []
    for path, digest in rows:
        resolved = _resolved(prefix, path)
        if resolved:
            paths.append(resolved)
            digests.append(digest)
    if not paths:
        raise ReadError("names no files")
    has_digests = any(digests)
    yield OwnedFilesFact(
        owner=f"python:{file.folder}",
        paths=b"\n".join(paths),
        algorithm="sha256" if has_digests else "",
        digests=b"\n".join(digests) if has_digests else b"",
    )


def _record_rows(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Path and hex digest of each row. Rows are one line each: a path with a line break in it names no file that pip
    would install.
    """
    for line in content.splitlines():
        if line.startswith(b'"'):
            path, _, rest = line[1:].replace(b'""', b"\0").partition(b'"')
            path, digest = path.replace(b"\0", b'"'), rest[1:].partition(b",")[0]
        else:
            path, _, rest = line.partition(b",")
            digest = rest.partition(b",")[0]
        if path:
            yield path, _hex(digest)


def _hex(digest: bytes) -> bytes:
    if digest[:7] != b"sha256=":
        return b""
    try:
        raw = a2b_base64(digest[7:].translate(_STANDARD_ALPHABET) + b"=")
    except Error:
        return b""
    return hexlify(raw) if len(raw) == 32 else b""


def _resolved(base: bytes, path: bytes) -> bytes:
    """The path from the image's root, without leading slash.

    What climbs above the root stays at the root, as in a file system. `base` ends with a slash, or is empty.
    """
    if path[:1] not in _BEFORE_ODD_NAMES and b"./" not in path and b"//" not in path and b"\0" not in path:
        return base + path
    if b"\0" in path:
        return b""
    return posixpath.normpath(path if path[:1] == b"/" else b"/" + base + path).lstrip(b"/")


READER = Reader(
    name="python-record",
    version=1,
    claim=Claim(
        names=("RECORD", "installed-files.txt"),
        pattern=r"(?i)\.dist-info/RECORD$|(?:\.egg-info|(?:^|/)egg-info)/installed-files\.txt$",
    ),
    read=read,
    summary="Which files an installed Python project owns (RECORD, installed-files.txt)",
)
