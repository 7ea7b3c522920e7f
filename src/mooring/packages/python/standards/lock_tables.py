"""What the TOML lock files of Poetry, PDM, uv and PEP 751 share: tables of packages, the lines they begin at, and scope
by reachability.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from mooring.packages.formats.documents import Value, mapping, sequence
from mooring.packages.python.standards.names import normalised

_RANKS = ("runtime", "optional", "dev")


def package_tables(
    document: Mapping[str, Value], name: str, content: bytes
) -> Iterator[tuple[Mapping[str, Value], int]]:
    """Each table of the array `name` with the line of its `[[name]]` header.

    TOML libraries give no positions; the headers are counted, and where their number is another (inline tables, a
    header inside a multi-line string) the lines are 0.
    """
    tables = sequence(document.get(name))
    header = f"[[{name}]]".encode()
    lines = [number for number, line in enumerate(content.split(b"\n"), start=1) if line.startswith(header)]
    if len(lines) != len(tables):
        lines = [0] * len(tables)
    for table, line in zip(tables, lines, strict=True):
        if mapping(table):
            yield mapping(table), line


def string(value: Value) -> str:
    """The value if it is text, else an empty string: lock files are written by machines, which quote."""
    return value.strip() if isinstance(value, str) else ""


def strings(value: Value) -> tuple[str, ...]:
    """The texts of a list."""
    return tuple(item for item in sequence(value) if isinstance(item, str))


def scope_of_groups(groups: Sequence[str], *, main: str) -> str:
    """The scope of a package in these dependency groups, the runtime one being called `main`; without groups it is
    runtime.
    """
    return "runtime" if not groups or main in groups else "dev"


def scopes_by_reach(edges: Mapping[str, Iterable[str]], roots: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Name to the first scope of `runtime`, `optional`, `dev` from whose roots it is reached; what none reaches has no
    entry.
    """
    found: dict[str, str] = {}
    for scope in _RANKS:
        waiting = [normalised(name) for name in roots.get(scope, ())]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found[name] = scope
                waiting.extend(edges.get(name, ()))
    return found
