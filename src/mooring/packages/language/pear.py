"""Registry of PEAR and PECL: one file of serialised PHP for each installed package, under `.registry`.

Format: `PEAR/Registry.php` of the PEAR installer: the parsed package.xml (version 1 or 2) and the files as they were
installed. Packages of channels other than pear.php.net lie under `.registry/.channel.<channel>`.
"""

from collections.abc import Iterator, Mapping

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, OwnedFilesFact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import Value, mapping, text
from mooring.packages.language.php.serialized import parse_serialized

_DEFAULT_CHANNEL = "pear.php.net"
_CHANNEL_FOLDER = ".channel."


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the package, and the files that it owns; its key is `pear:<registry>:<channel>/<name>`."""
    fields = mapping(parse_serialized(file.content))
    name = text(fields.get("name")) or text(fields.get("package"))
    version = text(mapping(fields.get("version")).get("release")) or text(fields.get("version"))
    if not name or not version:
        raise ReadError("the record has no name or version; its package is missing")
    channel = text(fields.get("channel")) or _channel_of(file.folder)
    registry = file.path.partition(".registry/")[0].rstrip("/")
    key = f"pear:{registry}:{channel}/{name}"
    yield PackageFact(
        type="pear",
        name=name,
        namespace=channel,
        version=version,
        key=key,
        licenses=_licenses(fields),
        home=registry,
        provides=(f"{channel}/{name}",),
        depends=tuple(dict.fromkeys(_needs(fields))),
        language="php",
    )
    owned = _owned(fields)
    if owned:
        yield OwnedFilesFact(owner=key, paths="\n".join(owned).encode("utf-8", "surrogateescape"))


def _channel_of(folder: str) -> str:
    last = folder[folder.rfind("/") + 1 :]
    return last.removeprefix(_CHANNEL_FOLDER) if last.startswith(_CHANNEL_FOLDER) else _DEFAULT_CHANNEL


def _licenses(fields: Mapping[str, Value]) -> tuple[str, ...]:
    """`license` is text, an element with attributes, or a list of either; package.xml 1 has `release_license`."""
    value = fields.get("license") or fields.get("release_license")
    found = [text(value) or text(mapping(value).get("_content"))]
    if not found[0]:
        found = [text(item) or text(mapping(item).get("_content")) for item in mapping(value).values()]
    return tuple(dict.fromkeys(item for item in found if item))


def _needs(fields: Mapping[str, Value]) -> Iterator[str]:
    """Packages that are required, as `channel/name`; package.xml 1 lists them in `release_deps`, of the default
    channel.
    """
    required = mapping(mapping(fields.get("dependencies")).get("required"))
    for kind in ("package", "subpackage"):
        value = mapping(required.get(kind))
        for item in (value,) if "name" in value else map(mapping, value.values()):
            if name := text(item.get("name")):
                yield f"{text(item.get('channel')) or _DEFAULT_CHANNEL}/{name}"
    for item in map(mapping, mapping(fields.get("release_deps")).values()):
        if text(item.get("type")) == "pkg" and text(item.get("optional")) != "yes" and (name := text(item.get("name"))):
            yield f"{_DEFAULT_CHANNEL}/{name}"


def _owned(fields: Mapping[str, Value]) -> list[str]:
    paths = (text(mapping(item).get("installed_as")) for item in mapping(fields.get("filelist")).values())
    return [path.lstrip("/") for path in paths if path.lstrip("/") and "\n" not in path]


READER = Reader(
    name="pear",
    version=1,
    claim=Claim(suffixes=(".reg",), pattern=r"(?:^|/)\.registry/"),
    read=read,
    summary="registry of PEAR and PECL packages (php/.registry/*.reg)",
)
