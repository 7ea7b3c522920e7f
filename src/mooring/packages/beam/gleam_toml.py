"""gleam.toml: a Gleam project, and what it asks for.

Format: gleam.run, "gleam.toml". Dependencies are ranges (`>= 0.34.0 and < 2.0.0`) of Hex packages, git repositories or
folders; the lower bound of a range is given as version and marked so.
"""

import re
from collections.abc import Iterator, Mapping

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import Value, mapping, parse_toml, sequence, text

_TABLES = (("dependencies", "runtime"), ("dev-dependencies", "dev"), ("dev_dependencies", "dev"))
_BOUND = re.compile(r"(==|>=|~>|)\s*(\d[\w.+-]*)")


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the project and each dependency but those of folders."""
    document = parse_toml(file.content)
    name = text(document.get("name"))
    if not name:
        raise ReadError("names no project")
    yield PackageFact(
        type="hex",
        name=name,
        version=text(document.get("version")),
        home=file.path,
        depends=tuple(mapping(document.get("dependencies"))),
        licenses=tuple(text(item) for item in sequence(document.get("licences")) if text(item)),
        language="gleam",
        is_installed=False,
        is_root=True,
    )
    for table, scope in _TABLES:
        for needed, given in mapping(document.get(table)).items():
            detail = mapping(given)
            if needed and "path" not in detail:
                yield _needed(needed, text(given) or text(detail.get("version")), detail, scope=scope, path=file.path)


def _needed(name: str, constraint: str, detail: Mapping[str, Value], *, scope: str, path: str) -> PackageFact:
    found = _BOUND.match(constraint)
    is_exact = found is not None and found[1] in ("", "==") and found.end() == len(constraint)
    address, reference = text(detail.get("git")), text(detail.get("ref"))
    properties = {"constraint": constraint, "version_from": "lower-bound"} if constraint and not is_exact else {}
    if properties and not found:
        del properties["version_from"]
    return PackageFact(
        type="hex",
        name=name,
        version=found[2] if found else "",
        scope=scope,
        home=path,
        qualifiers={"vcs_url": f"git+{address}@{reference}" if reference else f"git+{address}"} if address else {},
        properties=properties,
        language="gleam",
        is_installed=False,
    )


READER = Reader(
    name="gleam-toml",
    version=1,
    claim=Claim(names=("gleam.toml",), in_images=False),
    read=read,
    summary="A Gleam project and what it asks for (gleam.toml)",
)
