"""Package.resolved: the packages that the Swift Package Manager resolved.

Format: SwiftPM's `ResolvedPackagesStore`: version 1 has `object.pins` with `package` and `repositoryURL`, versions 2 and
3 have `pins` with `identity`, `kind` and `location`. A pin to a branch has a revision and no version. purl (type
`swift`) names a package by the host and path of its repository.
"""

from collections.abc import Iterator, Mapping

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import Value, mapping, parse_json, sequence, text
from mooring.packages.formats.lines import LineFinder


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield a package per pin."""
    document = mapping(parse_json(file.content))
    pins = document.get("pins", mapping(document.get("object")).get("pins"))
    if not isinstance(pins, list):
        raise ReadError("is not a list of resolved Swift packages: it has no pins")
    lines = LineFinder(file.content)
    for pin in map(mapping, sequence(pins)):
        label = text(pin.get("identity")) or text(pin.get("package"))
        location = text(pin.get("location")) or text(pin.get("repositoryURL"))
        line = lines.line_of(f'"{label}"')
        if label or location:
            yield _package(pin, label, location, path=file.path, line=line)


def _package(pin: Mapping[str, Value], label: str, location: str, *, path: str, line: int) -> PackageFact:
    state = mapping(pin.get("state"))
    namespace, name = _names(label, location, text(pin.get("kind")))
    told = {name: text(state.get(name)) for name in ("branch", "revision")}
    return PackageFact(
        type="swift",
        namespace=namespace,
        name=name,
        version=text(state.get("version")),
        home=path,
        provides=(label,) if label and label != name else (),
        properties={name: value for name, value in {**told, "location": location}.items() if value},
        line=line,
        language="swift",
        is_installed=False,
    )


def _names(label: str, location: str, kind: str) -> tuple[str, str]:
    """Namespace and name. A package of a registry is `scope.name`; one of a folder has only its label."""
    if kind == "registry":
        scope, _, name = label.rpartition(".")
        return scope, name
    namespace, _, name = _address(location).rpartition("/")
    return (namespace, name) if namespace and name else ("", label or name)


def _address(location: str) -> str:
    """Host and path of a repository, without scheme, account, port and `.git`; empty for a folder."""
    scheme, mark, rest = location.partition("://")
    if not mark:
        # `git@host:owner/name.git`, as scp writes it.
        host, colon, path = location.partition(":")
        if not colon or "/" in host:
            return ""
        rest = f"{host}/{path}"
    elif scheme == "file":
        return ""
    host, _, path = rest.partition("/")
    host = host.rpartition("@")[2].partition(":")[0]
    path = path.strip("/").removesuffix(".git")
    return f"{host}/{path}" if host and path else ""


READER = Reader(
    name="swift-resolved",
    version=1,
    claim=Claim(names=("Package.resolved", ".package.resolved"), in_images=False),
    read=read,
    summary="Packages that the Swift Package Manager resolved (Package.resolved)",
)
