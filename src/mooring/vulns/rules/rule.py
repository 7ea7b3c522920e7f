"""The contract of a match rule: how packages of some types are looked up, and what keeps a statement from applying to them."""

import re
from collections.abc import Callable, Iterable

import msgspec

from mooring.model.match import DecisionKind
from mooring.model.package import Package
from mooring.vulns.matching.lookups import Lookup, Scope
from mooring.vulns.rows import AffectedRow


class Hindrance(msgspec.Struct, frozen=True):
    """Why a row whose range holds the version does not apply all the same."""

    kind: DecisionKind
    statement: str
    """In words: `is about the module nodejs:18; the package is of nodejs:16`."""


def no_obstacle(_package: Package) -> str:
    """For rules that can judge every package with a version, and have no doubts."""
    return ""


def no_hindrance(_row: AffectedRow, _package: Package) -> Hindrance | None:
    """For rules without conditions of their own."""
    return None


class MatchRule(msgspec.Struct, frozen=True, kw_only=True):
    """One member of the family. All functions are pure and never raise, whatever the package says of itself."""

    name: str
    types: frozenset[str]
    """Purl types that the rule is for; a rule without types is for all that have none."""
    names: re.Pattern[str] | None = None
    """Where it is for some packages of its types only; such a rule goes before the type's general one."""
    lookups: Callable[[Package, Scope], Iterable[Lookup]]
    """What to ask the database, the package's own name first."""
    obstacle: Callable[[Package], str] = no_obstacle
    """Why the package cannot be judged though it has a version, in words; empty where it can."""
    hindrance: Callable[[AffectedRow, Package], Hindrance | None] = no_hindrance
    """Beyond the general conditions of a row (vulns/matching/conditions.py)."""
    doubt: Callable[[Package], str] = no_obstacle
    """What makes every match of the package likely at best, in words; empty where nothing does."""
    harmless: str = ""
    """Why matches of the packages do not count, in words."""
    summary: str = ""
    """One line for the docs."""
