"""The lock file that is common to all installers: `pylock.toml` and `pylock.<name>.toml`.

Specification: PEP 751. `dependencies` may be left out by the tool that wrote the lock; `version` may be left out for
source trees. Extras and groups are asked for by markers: `'dev' in dependency_groups`, `'socks' in extras`.
"""

import re
from collections.abc import Iterator, Mapping

from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import Value, mapping, parse_toml, sequence
from mooring.packages.python.standards.lock_tables import package_tables, string, strings
from mooring.packages.python.standards.names import normalised, other_names, without_credentials

_GROUP = re.compile(r"(['\"])([A-Za-z0-9._-]{1,200})\1 in dependency_groups")
_EXTRA = re.compile(r"['\"] in extras\b")


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield each package of the lock; a local directory without version is the project that it was made for, a root."""
    document = parse_toml(file.content)
    default_groups = frozenset(strings(document.get("default-groups")))
    for table, line in package_tables(document, "packages", file.content):
        name, version = string(table.get("name")), string(table.get("version"))
        if not name:
            continue
        directory = string(mapping(table.get("directory")).get("path"))
        yield PackageFact(
            type="pypi",
            name=name,
            version=version,
            scope=_scope(string(table.get("marker")), default_groups),
            home=file.path,
            provides=(*other_names(name), f"{normalised(name)}@{version}") if version else other_names(name),
            depends=tuple(dict.fromkeys(_needed(table.get("dependencies")))),
            properties=_properties(table),
            line=line,
            language="python",
            is_installed=False,
            is_root=directory == "." and not version,
        )


def _scope(marker: str, default_groups: frozenset[str]) -> str:
    groups = {found[2] for found in _GROUP.finditer(marker)}
    if groups and not groups & default_groups:
        return "dev"
    return "optional" if _EXTRA.search(marker) and not groups else "runtime"


def _needed(value: Value) -> Iterator[str]:
    for item in sequence(value):
        entry = mapping(item)
        name, version = string(entry.get("name")), string(entry.get("version"))
        if name:
            yield f"{normalised(name)}@{version}" if version else normalised(name)


def _properties(table: Mapping[str, Value]) -> dict[str, str]:
    vcs, archive = mapping(table.get("vcs")), mapping(table.get("archive"))
    found = {
        "marker": string(table.get("marker")),
        "requires_python": string(table.get("requires-python")),
        "vcs": string(vcs.get("type")),
        "vcs_url": without_credentials(string(vcs.get("url"))),
        "vcs_commit": string(vcs.get("commit-id")),
        "source_url": without_credentials(string(archive.get("url"))),
        "source_path": string(mapping(table.get("directory")).get("path")),
    }
    return {name: value for name, value in found.items() if value}


READER = Reader(
    name="pylock",
    version=1,
    claim=Claim(suffixes=(".toml",), pattern=r"(?:^|/)pylock(?:\.[^/.]+)?\.toml$", in_images=False),
    read=read,
    summary="Lock files of PEP 751 (pylock.toml)",
)
