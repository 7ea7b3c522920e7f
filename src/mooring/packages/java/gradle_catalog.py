"""Gradle's version catalogue: gradle/libs.versions.toml.

Format: Gradle user manual, "Version catalogs". A library is `group:artifact:version` or a table of module (or group
and name) and version; a version is text, `{ref = "name in [versions]"}`, or a rich one of which strictly, require and
prefer name the wanted. A plugin's id stands for the module `id:id.gradle.plugin` ("Using plugins", plugin marker
artifacts). Bundles only group libraries.
"""

from collections.abc import Iterator, Mapping

from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import Value, mapping, parse_toml, text

_RICH = ("strictly", "require", "prefer")


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield a package for each library, then for each plugin."""
    document = parse_toml(file.content)
    versions = mapping(document.get("versions"))
    for entry in mapping(document.get("libraries")).values():
        group, name, version = _library(entry, versions)
        if group and name:
            yield _fact(file, group, name, version, "runtime")
    for entry in mapping(document.get("plugins")).values():
        identifier, version = _plugin(entry, versions)
        if identifier:
            yield _fact(file, identifier, f"{identifier}.gradle.plugin", version, "build")


def _library(entry: Value, versions: Mapping[str, Value]) -> tuple[str, str, str]:
    if isinstance(entry, str):
        group, _, rest = entry.partition(":")
        name, _, version = rest.partition(":")
        return group.strip(), name.strip(), version.strip()
    table = mapping(entry)
    group, _, name = text(table.get("module")).partition(":")
    return group or text(table.get("group")), name or text(table.get("name")), _version(table.get("version"), versions)


def _plugin(entry: Value, versions: Mapping[str, Value]) -> tuple[str, str]:
    if isinstance(entry, str):
        identifier, _, version = entry.partition(":")
        return identifier.strip(), version.strip()
    table = mapping(entry)
    return text(table.get("id")), _version(table.get("version"), versions)


def _version(value: Value, versions: Mapping[str, Value]) -> str:
    """The version wanted; a reference leads to [versions], and no further."""
    table = mapping(value)
    if "ref" in table:
        value = versions.get(text(table["ref"]))
        table = mapping(value)
    found = next((text(table[kind]) for kind in _RICH if text(table.get(kind))), text(value))
    return "" if any(mark in found for mark in "[](),+") else found


def _fact(file: LayerFile, group: str, name: str, version: str, scope: str) -> PackageFact:
    return PackageFact(
        type="maven",
        namespace=group,
        name=name,
        version=version,
        scope=scope,
        home=file.path,
        provides=(f"{group}:{name}",),
        language="java",
        is_installed=False,
    )


READER = Reader(
    name="gradle-catalog",
    version=1,
    claim=Claim(suffixes=(".versions.toml",), in_images=False),
    read=read,
    summary="Gradle version catalogues (libs.versions.toml)",
)
