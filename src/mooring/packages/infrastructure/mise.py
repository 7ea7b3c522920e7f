"""mise.toml and mise.lock: the versions of tools that mise is to use.

Format: mise documentation, "Configuration" and "mise.lock": under `tools` a name has a version, a table with `version`,
or a list of either. A name may begin with a backend (`npm:prettier`), which tells what kind of package it is.
"""

from collections.abc import Iterator

from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import Value, mapping, parse_toml, sequence, text

MAX_BYTES = 4 << 20
_TYPES = {"npm": "npm", "cargo": "cargo", "gem": "gem", "go": "golang", "pipx": "pypi", "dotnet": "nuget"}
_NO_VERSIONS = ("system", "latest", "path:", "prefix:", "sub-", "{{")


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield a package per tool and version; a file without tools gives nothing, since it may hold only settings."""
    for label, given in mapping(parse_toml(file.content).get("tools")).items():
        backend, colon, name = label.partition(":")
        if not colon:
            backend, name = "", label
        name = name.partition("[")[0]
        for row in sequence(given) or (given,):
            version = (text(row) or text(mapping(row).get("version"))).removeprefix("ref:")
            if name and version and not version.startswith(_NO_VERSIONS):
                yield _package(name, version, backend, row, file.path)


def _package(name: str, version: str, backend: str, row: Value, path: str) -> PackageFact:
    kind = _TYPES.get(backend, "generic")
    namespace, _, last = name.rpartition("/") if kind in ("npm", "golang") else ("", "", name)
    backend = backend or text(mapping(row).get("backend"))
    return PackageFact(
        type=kind,
        namespace=namespace,
        name=last,
        version=version,
        home=path,
        properties={"manager": "mise", "backend": backend} if backend else {"manager": "mise"},
        is_installed=False,
    )


READER = Reader(
    name="mise",
    version=1,
    claim=Claim(
        names=("mise.toml", ".mise.toml", "mise.local.toml", "mise.lock", "config.toml"),
        pattern=r"(?:^|/)\.?mise(?:\.local)?\.(?:toml|lock)$|(?:^|/)mise/config\.toml$",
        max_bytes=MAX_BYTES,
        in_images=False,
    ),
    read=read,
    summary="Versions of tools for mise (mise.toml, mise.lock)",
)
