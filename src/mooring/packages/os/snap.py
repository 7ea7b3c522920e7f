"""Snaps, and the Debian packages inside them.

`meta/snap.yaml` names a snap (snapcraft.io, "snap.yaml"); `snap/manifest.yaml` is what Snapcraft records of a build, its
`primed-stage-packages` are in the snap as `name=version`; base snaps list theirs in `usr/share/snappy/dpkg.yaml`.
A kernel snap keeps no list, but the changelog of its modules (`doc/linux-modules-<version>/changelog.Debian.gz`), whose first line
names source and version (deb-changelog(5)). The packages are facts of type `deb` whose property `snap` names the snap where the
file does; none is known to dpkg, so none has a key.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import Value, mapping, parse_yaml, sequence, text

_KEPT = {
    "title": "title",
    "summary": "summary",
    "base": "base",
    "type": "snap_type",
    "grade": "grade",
    "confinement": "confinement",
}
_CHANGELOG = re.compile(r"\s*([a-z0-9][a-z0-9+.-]*) \(([^() \n]{1,200})\)")
_MAX_BYTES = 4 * 1024 * 1024


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the snap of a snap.yaml, or the Debian packages of the other two."""
    if file.name == "changelog.Debian.gz":
        yield _kernel(file.content, file.folder[file.folder.rfind("/") + 1 :])
        return
    document = mapping(parse_yaml(file.content))
    if file.name == "snap.yaml":
        yield _snap(document)
    elif file.name == "manifest.yaml":
        yield from _debian(sequence(document.get("primed-stage-packages")), text(document.get("name")))
    else:
        yield from _debian(sequence(document.get("packages")), "")


def _snap(document: Mapping[str, Value]) -> PackageFact:
    name = text(document.get("name"))
    if not name:
        raise ReadError("has no name of a snap")
    given = document.get("architectures")
    architectures = [text(item) for item in sequence(given)] or [text(given)]
    licence = text(document.get("license"))
    return PackageFact(
        type="snap",
        name=name,
        version=text(document.get("version")),
        architecture=architectures[0] if len(architectures) == 1 else "",
        licenses=(licence,) if licence else (),
        properties={kept: text(document.get(field)) for field, kept in _KEPT.items() if text(document.get(field))}
        | ({"architectures": ",".join(architectures)} if len(architectures) > 1 else {}),
    )


def _debian(rows: Sequence[Value], snap: str) -> Iterator[Fact]:
    """Rows of `name=version` or `name:architecture=version`; a row without a version is no package that is there."""
    for row in rows:
        name, _, version = text(row).partition("=")
        name, _, architecture = name.partition(":")
        if name and version:
            yield PackageFact(
                type="deb",
                name=name,
                version=version,
                architecture=architecture,
                properties={"snap": snap} if snap else {},
            )


def _kernel(content: bytes, name: str) -> PackageFact:
    """The package whose changelog it is; only the first 64 KiB are looked at."""
    import zlib

    try:
        text = zlib.decompressobj(wbits=31).decompress(content, 65536)
    except zlib.error as error:
        raise ReadError(f"is not gzip: {error}") from None
    head = _CHANGELOG.match(text.decode("utf-8", "replace"))
    if not head:
        raise ReadError("does not begin with the line of a changelog")
    return PackageFact(type="deb", name=name, version=head[2], source_name=head[1], source_version=head[2])


READER = Reader(
    name="snap",
    version=1,
    claim=Claim(
        names=("snap.yaml", "manifest.yaml", "dpkg.yaml", "changelog.Debian.gz"),
        pattern=r"(?:^|/)(?:meta/snap|snap/manifest|usr/share/snappy/dpkg)\.yaml$|^doc/linux-modules-[^/]+/changelog\.Debian\.gz$",
        max_bytes=_MAX_BYTES,
    ),
    read=read,
    summary="snaps, and the Debian packages staged in them",
)
