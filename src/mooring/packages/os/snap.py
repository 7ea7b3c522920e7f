"""Snaps, and the Debian packages inside them.

`meta/snap.yaml` names a snap (snapcraft.io, "snap.yaml"); `snap/manifest.yaml` is what Snapcraft records of a build, its
`primed-stage-packages` are in the snap as `name=version`; base snaps list theirs in `usr/share/snappy/dpkg.yaml`.
They are facts of type `deb` whose property `snap` names the snap where the file does; none is known to dpkg, so none has a key.
"""

from collections.abc import Iterator, Mapping

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
_MAX_BYTES = 4 * 1024 * 1024


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the snap of a snap.yaml, or the Debian packages of the other two."""
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


def _debian(rows: "tuple[Value, ...] | object", snap: str) -> Iterator[Fact]:
    """Rows of `name=version` or `name:architecture=version`; a row without a version is no package that is there."""
    for row in sequence(rows):
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


READER = Reader(
    name="snap",
    version=1,
    claim=Claim(
        names=("snap.yaml", "manifest.yaml", "dpkg.yaml"),
        pattern=r"(?:^|/)(?:meta/snap|snap/manifest|usr/share/snappy/dpkg)\.yaml$",
        max_bytes=_MAX_BYTES,
    ),
    read=read,
    summary="snaps, and the Debian packages staged in them",
)
