"""`md5sums` of a Debian package: `<digest>  <path from the root>` a line (deb-md5sums(5))."""

import re
from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, OwnedFilesFact
from mooring.packages.os.places.root import below

_LINE = re.compile(rb"^\\?([0-9a-fA-F]{32})[ \t][ *]?(?:\./|/)?([^\n]+)$", re.MULTILINE)


def sums_of(owner: str, root: str, content: bytes) -> Iterator[Fact]:
    """The paths and digests of the file; raises ReadError where it has lines, none of them a digest with a path."""
    if found := _LINE.findall(content):
        paths = b"\n".join([path for _, path in found])
        yield OwnedFilesFact(
            owner=owner,
            paths=below(root, paths),
            algorithm="md5",
            digests=b"\n".join([digest for digest, _ in found]).lower(),
        )
    elif content.strip():
        raise ReadError("has no line of a digest and a path")
