"""Headers of the Linux kernel: built from its source, named by its advisories, and without anything that runs."""

import re
from collections.abc import Iterable

from mooring.model.package import Package
from mooring.vulns.matching.lookups import Lookup, Scope, distribution_lookups, rpm_lookups
from mooring.vulns.rules.rule import MatchRule


def lookups(package: Package, scope: Scope) -> Iterable[Lookup]:
    """As for every other package of its kind."""
    return rpm_lookups(package, scope) if package.type == "rpm" else distribution_lookups(package, scope)


RULE = MatchRule(
    name="kernel",
    types=frozenset({"deb", "rpm", "apk", "alpm"}),
    names=re.compile(
        r"linux-(?:libc-dev(?:-[a-z0-9]+-cross)?|headers(?:-.+)?|kbuild-.+|source(?:-.+)?|doc(?:-.+)?|api-headers|[a-z0-9]{1,30}-headers)"
        r"|linux-[a-z0-9.+-]{1,60}-headers-.+|linux-glibc-devel|kernel(?:-[a-z0-9]{1,30}){0,3}-(?:headers|devel|doc)"
    ),
    lookups=lookups,
    harmless="headers of the kernel hold no code of it, and a container runs the kernel of its host",
    summary="headers and documentation of the kernel: matches are kept and do not count",
)
