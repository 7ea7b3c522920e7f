"""What a Python project says it needs: pyproject.toml.

Specifications: declaring project metadata (PEP 621), dependency groups (PEP 735), build systems (PEP 518); Poetry's
`[tool.poetry]`, whose `^1.2`, `~1.2` and bare `1.2` are its own; `dev-dependencies` of uv and PDM. Nothing here is a
version that was installed: what is not pinned is given with its bound, marked so (see `named_package`).
"""

from collections.abc import Iterator, Mapping

from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import Value, mapping, parse_toml, sequence
from mooring.packages.python.standards.lock_tables import string, strings
from mooring.packages.python.standards.names import normalised, other_names
from mooring.packages.python.standards.requirement import Requirement, named_package, parse_requirement

Table = Mapping[str, Value]


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the project, where it has a name, and a package for each dependency that it or its build names."""
    document = parse_toml(file.content)
    project, tool = mapping(document.get("project")), mapping(document.get("tool"))
    poetry = mapping(tool.get("poetry"))
    wanted = [*_standard(document, project), *_of_tools(tool), *_of_poetry(poetry)]
    root = _root(
        project,
        poetry,
        file.path,
        tuple(dict.fromkeys(normalised(r.name) for r, scope in wanted if scope == "runtime")),
    )
    if root is not None:
        yield root
    for requirement, scope in dict.fromkeys((requirement, scope) for requirement, scope in wanted):
        yield named_package(requirement, path=file.path, scope=scope)


def _root(project: Table, poetry: Table, path: str, depends: tuple[str, ...]) -> PackageFact | None:
    name = string(project.get("name")) or string(poetry.get("name"))
    if not name:
        return None
    declared = project.get("license") or poetry.get("license")
    given = string(declared) or string(mapping(declared).get("text"))
    return PackageFact(
        type="pypi",
        name=name,
        version=string(project.get("version")) or string(poetry.get("version")),
        home=path,
        provides=other_names(name),
        depends=depends,
        licenses=(given,) if given and "\n" not in given else (),
        language="python",
        is_installed=False,
        is_root=True,
    )


def _standard(document: Table, project: Table) -> Iterator[tuple[Requirement, str]]:
    yield from _parsed(project.get("dependencies"), "runtime")
    for extra in mapping(project.get("optional-dependencies")).values():
        yield from _parsed(extra, "optional")
    for group in mapping(document.get("dependency-groups")).values():
        yield from _parsed(group, "dev")
    yield from _parsed(mapping(document.get("build-system")).get("requires"), "build")


def _of_tools(tool: Table) -> Iterator[tuple[Requirement, str]]:
    yield from _parsed(mapping(tool.get("uv")).get("dev-dependencies"), "dev")
    for group in mapping(mapping(tool.get("pdm")).get("dev-dependencies")).values():
        yield from _parsed(group, "dev")


def _of_poetry(poetry: Table) -> Iterator[tuple[Requirement, str]]:
    yield from _poetry_table(poetry.get("dependencies"), "runtime")
    yield from _poetry_table(poetry.get("dev-dependencies"), "dev")
    for name, group in mapping(poetry.get("group")).items():
        yield from _poetry_table(mapping(group).get("dependencies"), "runtime" if name == "main" else "dev")


def _parsed(value: Value, scope: str) -> Iterator[tuple[Requirement, str]]:
    for text in strings(value):
        requirement = parse_requirement(text)
        if requirement is not None:
            yield requirement, scope


def _poetry_table(value: Value, scope: str) -> Iterator[tuple[Requirement, str]]:
    for name, given in mapping(value).items():
        if normalised(name) == "python":
            continue
        # Several constraints stand in a list, one for each range of Python versions.
        for entry in sequence(given) or (given,):
            table = mapping(entry)
            yield (
                Requirement(
                    name=name,
                    extras=strings(table.get("extras")),
                    constraint=_poetry_constraint(string(entry) or string(table.get("version"))),
                    marker=string(table.get("markers")),
                ),
                "optional" if table.get("optional") is True else scope,
            )


def _poetry_constraint(text: str) -> str:
    """Poetry's constraint in the words of PEP 440; `^1.2` and `~1.2` by their lower bound."""
    clauses = []
    for clause in text.replace(" ", "").partition("||")[0].split(","):
        if clause[:1] == "^" or (clause[:1] == "~" and clause[:2] != "~="):
            clauses.append(f">={clause[1:]}")
        elif clause[:1].isdigit():
            clauses.append(f"=={clause}")
        elif clause not in ("", "*"):
            clauses.append(clause)
    return ",".join(clauses)


READER = Reader(
    name="pyproject",
    version=1,
    claim=Claim(names=("pyproject.toml",), in_images=False),
    read=read,
    summary="What a Python project needs (pyproject.toml)",
)
