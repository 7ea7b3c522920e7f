"""GitHub actions: tags that move, and commits that are no versions."""

import re
from collections.abc import Iterable

from mooring.model.package import Package
from mooring.vulns.matching.lookups import Lookup, Scope, ecosystem_lookups
from mooring.vulns.rules.rule import MatchRule

_COMMIT = re.compile(r"[0-9a-fA-F]{7,64}")
_RELEASE = re.compile(r"[vV]?[0-9]+(?:\.[0-9]+)*(?:[-+].*)?")
_WHOLE = re.compile(r"[vV]?[0-9]+\.[0-9]+\.[0-9]+.*")


def lookups(package: Package, scope: Scope) -> Iterable[Lookup]:
    """By owner and repository."""
    return ecosystem_lookups(package, scope)


def obstacle(package: Package) -> str:
    """A commit or a branch has no place among releases."""
    if _RELEASE.fullmatch(package.version) and not (len(package.version) >= 40 and _COMMIT.fullmatch(package.version)):
        return ""
    if _COMMIT.fullmatch(package.version):
        return "it is pinned to a commit; which release that is, is not known"
    return f"{package.version[:60]!r} is a branch or a tag that names no release"


def doubt(package: Package) -> str:
    """`v4` is a tag that its owner moves; a comment beside a commit is only a comment."""
    if package.properties.get("commit"):
        return "only a comment tells which release the commit is"
    return "" if _WHOLE.fullmatch(package.version) else f"{package.version[:60]} is a tag that moves with each release"


RULE = MatchRule(
    name="github",
    types=frozenset({"github", "githubactions"}),
    lookups=lookups,
    obstacle=obstacle,
    doubt=doubt,
    summary="by owner and repository; commits are not assessed",
)
