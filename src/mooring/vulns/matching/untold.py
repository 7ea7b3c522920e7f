"""What an inventory leaves out, so that advisories that ask for it are not seen."""

from collections.abc import Iterable

from mooring.model.package import Package
from mooring.vulns.matching.lookups import Scope

_ENOUGH = 10
"""Of so many packages at least one was built from a source of another name, in every distribution."""
_BY_SOURCE = frozenset({"rhel", "fedora", "mageia", "openeuler"})
"""Distributions of rpm whose feeds name sources; those of deb and apk all do."""


def sources_untold(packages: Iterable[Package], scope: Scope) -> str:
    """That no package tells what it was built from, in words, where the feed names sources; empty where some do, or it does not matter."""
    kind = scope.speakers.package_type
    namespaces = {speaker.namespace.partition(":")[0] for speaker in scope.speakers.speakers}
    if kind not in ("deb", "apk") and not (kind == "rpm" and namespaces & _BY_SOURCE):
        return ""
    count = 0
    for package in packages:
        if package.type != kind:
            continue
        if package.source_name and package.source_name != package.name:
            return ""
        count += 1
    if count < _ENOUGH:
        return ""
    return "no package tells what it was built from, and advisories name sources: some may have been missed"
