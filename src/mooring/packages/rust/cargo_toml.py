"""Cargo.toml: a crate, and what it asks for.

Format: The Cargo Book, "The Manifest Format" and "Specifying Dependencies". A bare version `1.2` means `^1.2`; only
`=1.2.3` and `^0.0.3` (which allows no other release) pin. Where a bound is all there is, it is given and marked so.
"""

import re
from collections.abc import Iterator, Mapping

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import Value, mapping, parse_toml, text

Table = Mapping[str, Value]
_SCOPES = (("dependencies", "runtime"), ("dev-dependencies", "dev"), ("build-dependencies", "build"))
_EXACT = re.compile(r"=\s*(\d+\.\d+\.\d+\S*)|\^?(0\.0\.\d+\S*)")
_LEAST = re.compile(r"(?:[\^~]|>=)?\s*(\d[\w.+-]*)")


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the crate and each dependency that has a version; a git or path dependency without one has none to give."""
    document = parse_toml(file.content)
    package, workspace = mapping(document.get("package")), mapping(document.get("workspace"))
    if not document.keys() & {"package", "workspace", "target", "patch", *(name for name, _ in _SCOPES)}:
        raise ReadError("is not a manifest of Cargo: it has neither a package nor a workspace nor dependencies")
    wanted = {
        (fact.name, fact.version, fact.scope): fact
        for table in (document, *(mapping(target) for target in mapping(document.get("target")).values()))
        for fact in _dependencies(table, workspace, file.path)
    }
    shared = list(_of_table(mapping(workspace.get("dependencies")), workspace, "runtime", file.path))
    root = _root(package, workspace, file.path, tuple(name for name, _, scope in wanted if scope == "runtime"))
    if root is not None:
        yield root
    yield from wanted.values()
    for fact in shared:
        if not any((fact.name, fact.version, scope) in wanted for _, scope in _SCOPES):
            yield fact


def _root(package: Table, workspace: Table, path: str, depends: tuple[str, ...]) -> PackageFact | None:
    name = text(package.get("name"))
    if not name:
        return None
    inherited = mapping(workspace.get("package"))
    license_name = _own(package, inherited, "license")
    return PackageFact(
        type="cargo",
        name=name,
        version=_own(package, inherited, "version"),
        home=path,
        depends=tuple(dict.fromkeys(depends)),
        licenses=(license_name,) if license_name else (),
        language="rust",
        is_installed=False,
        is_root=True,
    )


def _own(package: Table, inherited: Table, field: str) -> str:
    """The value of a field, which may be `field.workspace = true`."""
    given = package.get(field)
    return text(inherited.get(field)) if mapping(given).get("workspace") is True else text(given)


def _dependencies(table: Table, workspace: Table, path: str) -> Iterator[PackageFact]:
    for field, scope in _SCOPES:
        yield from _of_table(mapping(table.get(field) or table.get(field.replace("-", "_"))), workspace, scope, path)


def _of_table(table: Table, workspace: Table, scope: str, path: str) -> Iterator[PackageFact]:
    for name, given in table.items():
        detail = mapping(given)
        if detail.get("workspace") is True:
            given = mapping(workspace.get("dependencies")).get(name)
            detail = {**mapping(given), "optional": detail.get("optional")}
        constraint = text(given) or text(detail.get("version"))
        version, kind = _bound(constraint)
        if version:
            yield PackageFact(
                type="cargo",
                name=text(detail.get("package")) or name,
                version=version,
                scope="optional" if detail.get("optional") is True else scope,
                home=path,
                properties={"constraint": constraint, "version_from": kind} if kind else {},
                language="rust",
                is_installed=False,
            )


def _bound(constraint: str) -> tuple[str, str]:
    """The version of a constraint and what it is: nothing for a pinned one, `lower-bound`."""
    first = constraint.partition(",")[0].strip()
    exact = _EXACT.fullmatch(first)
    if exact and "," not in constraint:
        return exact[1] or exact[2], ""
    least = _LEAST.fullmatch(first)
    return (least[1], "lower-bound") if least and "*" not in first else ("", "")


READER = Reader(
    name="cargo-toml",
    version=1,
    claim=Claim(names=("Cargo.toml",), in_images=False),
    read=read,
    summary="A crate and what it asks for (Cargo.toml)",
)
