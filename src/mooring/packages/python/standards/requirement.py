"""Dependency specifiers: `name[extra]>=1,<2; marker` and `name @ url` (PEP 508, version specifiers of PEP 440).

The `packaging` library refuses many requirements that pip and setuptools have let pass for twenty years, and costs 30
microseconds for each; an inventory needs name, version clauses, marker and URL, and loses nothing by being lenient.
"""

import operator
import re
from collections.abc import Callable

import msgspec

from mooring.model.facts import PackageFact
from mooring.packages.python.standards.names import normalised, other_names, without_credentials

_NAME = re.compile(r"\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)")
_CLAUSE = re.compile(r"\s*(===|==|~=|>=|<=|!=|>|<)\s*([^\s,;()]+)\s*")
_VERSION = re.compile(r"v?[0-9][A-Za-z0-9.!+_-]*")
_EXTRA = re.compile(r"\bextra\b")
_ELSEWHERE = re.compile(
    r"\b(?:sys_platform|os_name|platform_system)\s*==\s*['\"](?:win32|nt|cygwin|darwin|emscripten|wasi|java|Windows|Darwin|Java|Emscripten)['\"]"
)
_PYTHON_VERSION = re.compile(r"\bpython_version\s*([<>]=?|==|!=)\s*['\"]([0-9]{1,3})\.([0-9]{1,3})['\"]")
_COMPARISONS: dict[str, Callable[[tuple[int, int], tuple[int, int]], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
_SITE_OF_PYTHON = re.compile(r"(?:^|/)python([0-9])\.([0-9]{1,2})(?:/|$)")


class Requirement(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One dependency specifier, taken apart."""

    name: str
    extras: tuple[str, ...] = ()
    constraint: str = ""
    """The version clauses as written, without spaces: `>=1,<2`."""
    marker: str = ""
    url: str = ""


class Bound(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The version that a constraint tells of."""

    version: str = ""
    kind: str = ""
    """`exact`, `lower-bound`, `upper-bound`, or empty where the constraint tells no version."""


def parse_requirement(text: str) -> Requirement | None:
    """The parts of one specifier; None where it does not begin with a name or goes on with something else than a
    specifier can.
    """
    found = _NAME.match(text)
    if found is None:
        return None
    name, rest = found[1], text[found.end() :].lstrip()
    extras: tuple[str, ...] = ()
    if rest.startswith("["):
        inside, closed, rest = rest[1:].partition("]")
        if not closed:
            return None
        extras, rest = tuple(part.strip() for part in inside.split(",") if part.strip()), rest.lstrip()
    if rest.startswith("@"):
        url, _, marker = rest[1:].strip().partition(" ;")
        return Requirement(name=name, extras=extras, marker=marker.strip(), url=without_credentials(url.strip()))
    clauses, _, marker = rest.partition(";")
    clauses = clauses.strip()
    if clauses.startswith("("):
        clauses = clauses[1:].removesuffix(")")
    if not all(_CLAUSE.fullmatch(clause) for clause in clauses.split(",") if clause.strip()):
        return None
    return Requirement(name=name, extras=extras, constraint="".join(clauses.split()), marker=marker.strip())


def bound(constraint: str) -> Bound:
    """The version that the constraint pins; else the lowest that it allows by `>=`, `~=` or `== 1.*`; else the highest
    that it allows by `<=`.

    A version that is no version (`5.*.*`, `${VERSION}`) is passed over.
    """
    lowest = lowest_of_prefix = highest = ""
    for clause in constraint.split(","):
        found = _CLAUSE.fullmatch(clause)
        if found is None:
            continue
        sign, version = found[1], found[2]
        prefix = version.removesuffix(".*")
        if _VERSION.fullmatch(prefix) is None:
            continue
        if prefix != version:
            lowest_of_prefix = lowest_of_prefix or (f"{prefix}.0" if sign == "==" else "")
        elif sign in ("==", "==="):
            return Bound(version=version, kind="exact")
        elif sign in (">=", "~="):
            lowest = lowest or version
        elif sign == "<=":
            highest = highest or version
    if lowest or lowest_of_prefix:
        return Bound(version=lowest or lowest_of_prefix, kind="lower-bound")
    return Bound(version=highest, kind="upper-bound") if highest else Bound()


def named_package(
    requirement: Requirement, *, path: str, scope: str, line: int = 0, properties: dict[str, str] | None = None
) -> PackageFact:
    """The package that a manifest at `path` asks for.

    Its `constraint` and, where the version is not pinned, what the version is (`version_from`) are properties, since a
    bound is not what will be installed.
    """
    told = bound(requirement.constraint)
    notes = dict(properties or {})
    if requirement.constraint and told.kind != "exact":
        notes["constraint"] = requirement.constraint
    if told.kind not in ("", "exact"):
        notes["version_from"] = told.kind
    if requirement.marker:
        notes["marker"] = requirement.marker
    if requirement.extras:
        notes["extras"] = ",".join(requirement.extras)
    if requirement.url:
        notes["url"] = requirement.url
    return PackageFact(
        type="pypi",
        name=requirement.name,
        version=told.version,
        scope=scope,
        home=path,
        provides=other_names(requirement.name),
        properties=notes,
        line=line,
        language="python",
        is_installed=False,
    )


def needed_name(text: str, python: tuple[int, int] | None = None) -> str:
    """The normalised name that a `Requires-Dist` needs on Linux without extras; empty where it needs none.

    Markers are judged softly: what names an extra, or (alone or joined by `and`) another operating system or another
    version of Python than this one, is not needed. The rest is, since a dependency that is not there gives no edge.
    """
    specifier, _, marker = text.partition(";")
    if marker and (_EXTRA.search(marker) or (" or " not in marker and _is_elsewhere(marker, python))):
        return ""
    found = _NAME.match(specifier)
    return normalised(found[1]) if found else ""


def python_of(path: str) -> tuple[int, int] | None:
    """The version of Python that a site folder belongs to, where its path tells (`lib/python3.11/site-packages`)."""
    found = _SITE_OF_PYTHON.search(path)
    return (int(found[1]), int(found[2])) if found else None


def _is_elsewhere(marker: str, python: tuple[int, int] | None) -> bool:
    if _ELSEWHERE.search(marker):
        return True
    if python is None or "python_version" not in marker:
        return False
    clauses = _PYTHON_VERSION.finditer(marker)
    return not all(_COMPARISONS[found[1]](python, (int(found[2]), int(found[3]))) for found in clauses)
