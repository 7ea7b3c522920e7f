"""Go: main modules without a version, commits without a release, the standard library and its tools."""

import re
from collections.abc import Iterable

from mooring.model.package import Package
from mooring.vulns.matching.lookups import Lookup, Scope, ecosystem_lookups
from mooring.vulns.rules.rule import MatchRule

_COMMIT = re.compile(r"v?0\.0\.0-(?:[0-9a-z.]+\.)?[0-9]{14}-[0-9a-f]{12}")
_UNKNOWN = frozenset({"", "(devel)", "devel", "unknown"})


def lookups(package: Package, scope: Scope) -> Iterable[Lookup]:
    """By module path; the commands of Go's own distribution are its `toolchain`."""
    name = "toolchain" if package.name == "cmd" or package.name.startswith("cmd/") else package.name
    return ecosystem_lookups(package, scope, name=name)


def obstacle(package: Package) -> str:
    """A main module that was built from a checkout has no version, or one that sorts below every release."""
    if package.version.removesuffix("+dirty") in _UNKNOWN:
        return "the module was built without a version"
    if package.is_root and _COMMIT.match(package.version):
        return "the main module was built from a commit; which release it follows is not known"
    return ""


RULE = MatchRule(
    name="golang",
    types=frozenset({"golang"}),
    lookups=lookups,
    obstacle=obstacle,
    summary="by module path; main modules without a version are not assessed",
)
