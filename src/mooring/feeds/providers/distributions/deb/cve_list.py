"""What `data/CVE/list` means for each release: the list has one line for unstable and exceptions for releases.

`- putty 0.75-3` says that 0.75-3 cures it wherever it is; a release without a line of its own, and without an erratum, is affected below
that version and has no fix of its own. Releases that are out of support are no longer looked at, so the general line holds for them only
as far as CVEs of their time go.
"""

from collections.abc import Iterable, Iterator

from mooring.feeds.providers.distributions.deb.errata import Errata
from mooring.feeds.providers.distributions.deb.releases import UNSTABLE, debian_namespace, debian_number
from mooring.feeds.providers.distributions.deb.statements import (
    affected_below,
    not_affected,
    undetermined,
    unfixed,
    urgency_severity,
)
from mooring.feeds.providers.distributions.deb.tracker_lists import ListRecord, PackageLine
from mooring.model.advisory import Advisory, Affected, Fix, FixState
from mooring.model.severity import Severity

OLDEST = 7
"""Images of older releases do not exist, and nobody recorded their unfixed issues."""
_LAST_TRIAGED = {7: 2018, 8: 2020, 9: 2022, 10: 2024, 11: 2026, 12: 2028}
"""Year in which long-term support of a release ended, or will."""


def named_releases(records: Iterable[ListRecord]) -> set[str]:
    """Namespaces of all releases that the lists name; unstable needs no name."""
    names = {line.release for record in records for line in record.packages}
    return {UNSTABLE} | {namespace for name in names if (namespace := debian_namespace(name))}


def advisories(
    records: Iterable[ListRecord], namespaces: Iterable[str], feed: str, errata: Errata
) -> Iterator[Advisory]:
    """An advisory per CVE that names a package, about these namespaces."""
    wanted = sorted(one for one in namespaces if one == UNSTABLE or debian_number(one) >= OLDEST)
    for record in records:
        rows = tuple(_rows(record, wanted, errata))
        if rows or record.is_rejected:
            yield Advisory(
                id=record.id,
                feed=feed,
                url=f"https://security-tracker.debian.org/tracker/{record.id}",
                description=record.text,
                is_rejected=record.is_rejected,
                affected=rows,
            )


def _rows(record: ListRecord, namespaces: list[str], errata: Errata) -> Iterator[Affected]:
    general = {line.package: line for line in record.packages if not line.release}
    special = {
        (line.package, namespace): line
        for line in record.packages
        if line.release and (namespace := debian_namespace(line.release))
    }
    for package in dict.fromkeys(line.package for line in record.packages):
        base = general.get(package)
        for namespace in namespaces:
            line = special.get((package, namespace))
            row = _row(record, package, namespace, line, base, errata)
            if row is not None:
                errata.cover(record.id, namespace, package)
                yield row


def _row(
    record: ListRecord, package: str, namespace: str, line: PackageLine | None, base: PackageLine | None, errata: Errata
) -> Affected | None:
    """What holds in one release: its own line, else an erratum, else the general line."""
    severity = urgency_severity((line.urgency if line else "") or (base.urgency if base else ""))
    if line is not None and line.kind == "not-affected":
        return not_affected(namespace, package, line.note)
    if version := (line.version if line else "") or errata.version(record.id, namespace, package):
        return affected_below(namespace, package, version, errata.fix(record.id, namespace, package, version), severity)
    if line is not None:
        return _unfixed(namespace, package, line, base, severity)
    if base is None or base.kind == "itp" or not _is_of_its_time(record.id, namespace):
        return None
    return _general(namespace, package, base, severity)


def _unfixed(
    namespace: str, package: str, line: PackageLine, base: PackageLine | None, severity: Severity | None
) -> Affected:
    if line.kind == "undetermined":
        return undetermined(namespace, package, severity)
    reason = line.kind if line.kind in ("ignored", "postponed", "no-dsa", "end-of-life") else ""
    bound = base.version if base is not None else ""
    return affected_below(namespace, package, bound, unfixed(reason, line.note), severity)


def _general(namespace: str, package: str, base: PackageLine, severity: Severity | None) -> Affected:
    if base.kind == "not-affected":
        return not_affected(namespace, package, base.note)
    if base.kind == "undetermined":
        return undetermined(namespace, package, severity)
    if not base.version:
        return affected_below(namespace, package, "", unfixed("", base.note), severity)
    if namespace == UNSTABLE:
        fix = Fix(state=FixState.FIXED, versions=(base.version,))
    else:
        fix = Fix(state=FixState.NOT_FIXED, note=f"fixed in unstable by {base.version}")
    return affected_below(namespace, package, base.version, fix, severity)


def _is_of_its_time(identifier: str, namespace: str) -> bool:
    """Whether the release was still looked at when the CVE was assigned."""
    year = identifier[4:8]
    last = _LAST_TRIAGED.get(debian_number(namespace))
    return last is None or not year.isdigit() or int(year) <= last
