"""Lock files of PDM.

Format: pdm.lock 4; `groups` names the dependency groups that need a package, the runtime one being `default`;
`dependencies` are requirement strings. A package with extras is written twice, once with and once without, and is one
package.
"""

from collections.abc import Iterator, Mapping

from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import Value, parse_toml
from mooring.packages.python.standards.lock_tables import package_tables, scope_of_groups, string, strings
from mooring.packages.python.standards.names import normalised, other_names, without_credentials
from mooring.packages.python.standards.requirement import parse_requirement


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield each package of the lock."""
    merged: dict[tuple[str, str], PackageFact] = {}
    for table, line in package_tables(parse_toml(file.content), "package", file.content):
        name, version = string(table.get("name")), string(table.get("version"))
        if not name:
            continue
        known = merged.get((name, version))
        needed = dict.fromkeys((*(known.depends if known else ()), *_needed(table, name)))
        merged[name, version] = PackageFact(
            type="pypi",
            name=name,
            version=version,
            scope=scope_of_groups(strings(table.get("groups")), main="default"),
            home=file.path,
            provides=other_names(name),
            depends=tuple(needed),
            properties=_properties(table),
            line=known.line if known else line,
            language="python",
            is_installed=False,
        )
    yield from merged.values()


def _needed(table: Mapping[str, Value], own_name: str) -> Iterator[str]:
    for text in strings(table.get("dependencies")):
        requirement = parse_requirement(text)
        if requirement is not None and normalised(requirement.name) != normalised(own_name):
            yield normalised(requirement.name)


def _properties(table: Mapping[str, Value]) -> dict[str, str]:
    found = {
        "marker": string(table.get("marker")),
        "requires_python": string(table.get("requires_python")),
        "vcs_url": without_credentials(string(table.get("git"))),
        "vcs_commit": string(table.get("revision")),
        "source_url": without_credentials(string(table.get("url"))),
        "source_path": string(table.get("path")),
    }
    return {name: value for name, value in found.items() if value}


READER = Reader(
    name="pdm-lock",
    version=1,
    claim=Claim(names=("pdm.lock",), in_images=False),
    read=read,
    summary="Lock files of PDM (pdm.lock)",
)
