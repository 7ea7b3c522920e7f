"""Debian, Ubuntu and relatives: advisories speak of source packages and their versions, which may differ from the binary's."""

import re
from collections.abc import Iterable

from mooring.model.package import Package
from mooring.vulns.matching.lookups import Lookup, Scope, SourceName, distribution_lookups
from mooring.vulns.rules.rule import MatchRule

_SIGNED = re.compile(r"linux-signed(?:-(?:amd64|arm64|i386))?(-.+)?")
"""Sources that only sign a kernel: `linux-signed-amd64` of Debian is about `linux`, `linux-signed-aws` of Ubuntu about `linux-aws`."""


def lookups(package: Package, scope: Scope) -> Iterable[Lookup]:
    """By its own name and by its source's; without a source field a package is its own source (deb-control(5))."""
    signed = _SIGNED.fullmatch(package.source_name)
    if signed is None:
        return distribution_lookups(package, scope)
    return distribution_lookups(package, scope, source=SourceName(f"linux{signed[1] or ''}", package.version))


RULE = MatchRule(
    name="dpkg",
    types=frozenset({"deb"}),
    lookups=lookups,
    summary="by source package and its version, then by the package's own name",
)
