"""vcpkg.json: a C or C++ project or port, and what it asks vcpkg for.

Format: vcpkg reference, "vcpkg.json". A dependency is a name or an object with `version>=`; `overrides` pin. Versions
of what has neither are those of the baseline, a commit of vcpkg's registry. `1.2.3#4` is version and port version.
"""

from collections.abc import Iterator, Mapping

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import Value, mapping, parse_json_with_comments, sequence, text
from mooring.packages.formats.lines import LineFinder

_VERSIONS = ("version", "version-semver", "version-date", "version-string")


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the project, where it has a name, and each dependency."""
    document = mapping(parse_json_with_comments(file.content))
    dependencies = sequence(document.get("dependencies"))
    if not document.keys() & {"name", "dependencies", "builtin-baseline", "overrides"}:
        raise ReadError("is not a manifest of vcpkg: it has neither a name nor dependencies")
    overrides = {text(mapping(row).get("name")): mapping(row) for row in sequence(document.get("overrides"))}
    baseline = text(document.get("builtin-baseline"))
    name = text(document.get("name"))
    if name:
        yield _root(document, name, tuple(_name_of(row) for row in dependencies if _name_of(row)), file.path)
    lines = LineFinder(file.content)
    for row in dependencies:
        needed = _name_of(row)
        if needed:
            line = lines.line_of(f'"{needed}"')
            yield _needed(needed, mapping(row), overrides.get(needed, {}), baseline, path=file.path, line=line)


def _root(document: Mapping[str, Value], name: str, depends: tuple[str, ...], path: str) -> PackageFact:
    license_name = text(document.get("license"))
    homepage = text(document.get("homepage"))
    version, port = _version_of(document)
    return PackageFact(
        type="vcpkg",
        name=name,
        version=version,
        home=path,
        depends=depends,
        licenses=(license_name,) if license_name else (),
        qualifiers={"port_version": port} if port else {},
        properties={"homepage": homepage} if homepage else {},
        language="c++",
        is_installed=False,
        is_root=True,
    )


def _needed(
    name: str,
    row: Mapping[str, Value],
    override: Mapping[str, Value],
    baseline: str,
    *,
    path: str,
    line: int,
) -> PackageFact:
    version, port = _version_of(override)
    least = text(row.get("version>="))
    properties = {"baseline": "" if version else baseline}
    if not version and least:
        version, _, port = least.partition("#")
        properties |= {"constraint": f">={least}", "version_from": "lower-bound"}
    return PackageFact(
        type="vcpkg",
        name=name,
        version=version,
        scope="build" if row.get("host") is True else "runtime",
        home=path,
        qualifiers={"port_version": port} if port else {},
        properties={label: value for label, value in properties.items() if value},
        line=line,
        language="c++",
        is_installed=False,
    )


def _name_of(row: Value) -> str:
    return text(row) or text(mapping(row).get("name"))


def _version_of(row: Mapping[str, Value]) -> tuple[str, str]:
    """Version and port version; a port version of 0 is none."""
    given = next((text(row.get(field)) for field in _VERSIONS if text(row.get(field))), "")
    version, _, port = given.partition("#")
    port = port or text(row.get("port-version"))
    return version, "" if port == "0" else port


READER = Reader(
    name="vcpkg-manifest",
    version=1,
    claim=Claim(names=("vcpkg.json",), in_images=False),
    read=read,
    summary="A project and what it asks vcpkg for (vcpkg.json)",
)
