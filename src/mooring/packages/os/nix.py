"""Packages of the Nix store: from Nix's database where the image has it, else from the names of the store paths.

Images that Nix itself builds mostly come without the database, so programs in the store speak for the store path they
lie in; one package then comes from many files, with one key. A store path is `<hash of 32
characters>-<name>[-<version>][-<output>]`; the version begins at the first dash that no letter follows (Nix manual,
`builtins.parseDrvName`). Database: Nix, libstore/schema.sql. Key: `nix:<base name of the store path>`.
"""

import re
from collections.abc import Iterator
from itertools import islice

import msgspec

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.sqlite import Column, Database, open_database, rows
from mooring.packages.os.places.root import key_of, root_of

_DATABASE = "nix/var/nix/db/db.sqlite"
_OUTPUTS = frozenset({"bin", "dev", "lib", "out", "man", "doc", "devdoc", "info", "debug", "static", "dist", "data"})
"""Names that nixpkgs gives to further outputs of a package; `out` itself is not written."""
_SOURCES = (
    ".drv",
    ".patch",
    ".diff",
    ".zip",
    ".sh",
    ".tar",
    ".tgz",
    ".gz",
    ".xz",
    ".bz2",
    ".lock",
    ".nar",
    ".gem",
    ".crate",
    ".whl",
)
"""What a package is built from, and what builds it."""
_STORE_NAME = re.compile(r"([0-9a-df-np-sv-z]{32})-([0-9A-Za-z+\-._?=]{1,211})")
_VERSION = re.compile(r"-(?=[^A-Za-z])")
_MAX_REFERENCES = 5_000_000
_MAX_DAMAGE = 1_000
"""What was damaged so often is not worth reading on."""


class _Path(msgspec.Struct, frozen=True, gc=False):
    """What the name of a store path says."""

    base: str
    output_hash: str
    name: str
    version: str
    output: str


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the packages of the database, or the one whose store path the file lies in."""
    if file.path.endswith(_DATABASE):
        yield from _installed(file)
        return
    root, _, rest = f"/{file.path}".partition("/nix/store/")
    if path := _parsed(rest.partition("/")[0]):
        yield _fact(path, root[1:])


def _installed(file: LayerFile) -> Iterator[Fact]:
    """Yield a package for each store path that has a version; raise ReadError at the end where rows were damaged."""
    database = open_database(file.content)
    damage: list[ReadError] = []
    root = root_of(file.path, _DATABASE)
    valid = dict(islice(_rows(database, "ValidPaths", damage), file.limits.max_facts_per_file))
    paths = {number: path for number, row in valid.items() if (path := _parsed(_base(_text(row, 1))))}
    needs = _needs(database, paths, damage)
    for number, path in paths.items():
        yield _fact(path, root, row=valid[number], depends=tuple(sorted(needs.get(number, ()))))
    if damage:
        more = f" (and {len(damage) - 1} more)" if len(damage) > 1 else ""
        raise ReadError(f"{damage[0].message}{more}")


def _needs(database: Database, paths: dict[int, _Path], damage: list[ReadError]) -> dict[int, list[str]]:
    """Which store paths each refers to; itself, and what is no package, left out."""
    needs: dict[int, list[str]] = {}
    for count, (_, row) in enumerate(_rows(database, "Refs", damage)):
        if count >= _MAX_REFERENCES:
            damage.append(ReadError(f"has more than {_MAX_REFERENCES} references"))
            break
        source, target = [column if isinstance(column, int) else -1 for column in (*row, None, None)[:2]]
        if source != target and source in paths and target in paths:
            needs.setdefault(source, []).append(paths[target].base)
    return needs


def _rows(database: Database, table: str, damage: list[ReadError]) -> Iterator[tuple[int, list[Column]]]:
    for row in rows(database, table):
        if isinstance(row, ReadError):
            damage.append(row)
            if len(damage) > _MAX_DAMAGE:
                return
        else:
            yield row


def _fact(path: _Path, root: str, row: list[Column] | None = None, depends: tuple[str, ...] = ()) -> PackageFact:
    """The package of a store path; `row` is of ValidPaths: id, path, hash, registrationTime, deriver, narSize, ..."""
    deriver = _base(_text(row or [], 4))
    size = (row or [])[5:6]
    qualifiers = {"output": path.output, "outputhash": path.output_hash, "drvpath": deriver}
    properties = {
        "store_path": f"/nix/store/{path.base}",
        "nar_hash": _text(row or [], 2),
        "installed_size": str(size[0]) if size and isinstance(size[0], int) else "",
        "root": root,
    }
    return PackageFact(
        type="nix",
        name=path.name,
        version=path.version,
        key=key_of("nix", root, path.base),
        home=root,
        provides=(path.base,),
        depends=depends,
        qualifiers={name: value for name, value in qualifiers.items() if value},
        properties={name: value for name, value in properties.items() if value},
    )


def _parsed(base: str) -> _Path | None:
    """The parts of a store path's base name; None for what is no package: sources, derivations, names alone."""
    found = _STORE_NAME.fullmatch(base)
    if not found or base.endswith(_SOURCES):
        return None
    dash = _VERSION.search(found[2])
    name, version = (found[2][: dash.start()], found[2][dash.end() :]) if dash else ("", "")
    if not name or not version[:1].isdigit():
        return None
    head, _, output = version.rpartition("-")
    if not head or output not in _OUTPUTS:
        head, output = version, ""
    return _Path(base, found[1], name, head, output)


def _base(path: str) -> str:
    return path[path.rfind("/") + 1 :]


def _text(row: list[Column], at: int) -> str:
    value = row[at] if at < len(row) else None
    return value if isinstance(value, str) else ""


READER = Reader(
    name="nix",
    version=1,
    claim=Claim(
        paths=(_DATABASE,),
        magics=(b"\x7fELF", b"#!/n"),
        pattern=r"(^|/)nix/(var/nix/db/db\.sqlite$|store/[0-9a-z]{32}-[^/]+/(bin|sbin|lib|libexec)/)",
    ),
    read=read,
    summary="the Nix store: its database, or the store paths that programs lie in",
)
