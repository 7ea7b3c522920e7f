"""Scopes of the packages in a lock file that lists only the direct dependencies by kind."""

from collections.abc import Iterable, Mapping

from mooring.model.facts import Scope

KINDS: Mapping[str, Scope] = {
    "dependencies": "runtime",
    "optionalDependencies": "optional",
    "peerDependencies": "peer",
    "devDependencies": "dev",
}
"""Field of a manifest to the scope of what it names, the strongest first."""


def scopes_of(
    direct: Mapping[Scope, Iterable[str]],
    edges: Mapping[str, Iterable[str]],
    optional_edges: Mapping[str, Iterable[str]],
) -> dict[str, Scope]:
    """The strongest scope in which each package is reached from the direct dependencies; what nothing reaches is left
    out.

    An optional edge of a runtime package makes what only it reaches optional.
    """
    found: dict[str, Scope] = {}
    waiting: dict[Scope, list[str]] = {scope: list(direct.get(scope, ())) for scope in KINDS.values()}
    for scope, stack in waiting.items():
        while stack:
            package = stack.pop()
            if package in found:
                continue
            found[package] = scope
            stack.extend(edges.get(package, ()))
            (waiting["optional"] if scope == "runtime" else stack).extend(optional_edges.get(package, ()))
    return found
