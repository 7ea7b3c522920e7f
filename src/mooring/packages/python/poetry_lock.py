"""Lock files of Poetry.

Format: poetry.lock 1.0 to 2.1. Until Poetry 1.4 a package has a `category`, since 2.0 `groups`; in between nothing
tells development dependencies apart. Versions are exact, dependencies are a table of name to constraint.
"""

from collections.abc import Iterator, Mapping

from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import Value, mapping, parse_toml
from mooring.packages.python.standards.lock_tables import package_tables, scope_of_groups, string, strings
from mooring.packages.python.standards.names import normalised, other_names, without_credentials


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield each package of the lock."""
    document = parse_toml(file.content)
    for table, line in package_tables(document, "package", file.content):
        name = string(table.get("name"))
        if name:
            yield PackageFact(
                type="pypi",
                name=name,
                version=string(table.get("version")),
                scope=_scope(table),
                home=file.path,
                provides=other_names(name),
                depends=tuple(normalised(needed) for needed in mapping(table.get("dependencies"))),
                properties=_properties(table),
                line=line,
                language="python",
                is_installed=False,
            )


def _scope(table: Mapping[str, Value]) -> str:
    if table.get("optional") is True:
        return "optional"
    if string(table.get("category")) == "dev":
        return "dev"
    return scope_of_groups(strings(table.get("groups")), main="main")


def _properties(table: Mapping[str, Value]) -> dict[str, str]:
    source = mapping(table.get("source"))
    is_vcs = string(source.get("type")) in ("git", "hg", "svn")
    found = {
        "marker": string(table.get("markers")),
        "requires_python": string(table.get("python-versions")),
        "vcs_url" if is_vcs else "source_url": without_credentials(string(source.get("url"))),
        "vcs_commit": string(source.get("resolved_reference")),
    }
    return {name: value for name, value in found.items() if value and value != "*"}


READER = Reader(
    name="poetry-lock",
    version=1,
    claim=Claim(names=("poetry.lock",), in_images=False),
    read=read,
    summary="Lock files of Poetry (poetry.lock)",
)
