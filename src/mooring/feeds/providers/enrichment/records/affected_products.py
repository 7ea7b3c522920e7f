"""The products of a CVE record's container, by CPE, with the versions that are affected."""

from collections.abc import Iterator

import msgspec

from mooring.base.errors import ReadError
from mooring.feeds.feed import FeedLog
from mooring.feeds.formats.loose_json import JsonObject, objects, text, texts
from mooring.feeds.providers.enrichment.records.configurations import NAMESPACE
from mooring.model.advisory import Affected, Fix, FixState, VersionRange
from mooring.model.cpe import ANY, NOT_APPLICABLE, Cpe, parse_cpe, unquoted

GUESSED_FIX = "the fixed version is the end of the CVE record's range"
MAX_PRODUCTS = 5_000
MAX_CPES = 200
_FIRST = ("", "0", "n/a", "unspecified", "unknown", "all", "all versions", "any", "*", "-")
_NO_ORDER = ("git", "rpm")
"""Types of versions that are not those of the product: commits, and builds of a distribution."""
_OF_DISTRIBUTION = "a package of a distribution, which its own feed tells of"
_NO_VERSION = "a product without versions that could be compared"


def rows_of_products(container: JsonObject, identifier: str, log: FeedLog) -> Iterator[Affected]:
    """A row for each product that has a CPE and versions."""
    seen: set[Affected] = set()
    for entry in list(objects(container, "affected"))[:MAX_PRODUCTS]:
        names = texts(entry, "cpes")[:MAX_CPES]
        if not names:
            continue
        if text(entry, "packageName"):
            log.skip(_OF_DISTRIBUTION)
            continue
        base = _versions(entry)
        if base is None:
            log.skip(_NO_VERSION)
            continue
        for name in names:
            try:
                row = _named(base, parse_cpe(name))
            except ReadError as error:
                log.reject(identifier, error.message)
                continue
            if row is not None and row not in seen:
                seen.add(row)
                yield row


def _named(base: Affected, cpe: Cpe) -> Affected | None:
    if cpe.part == "h" or {cpe.vendor, cpe.product} & {ANY, NOT_APPLICABLE}:
        return None
    name = f"{unquoted(cpe.vendor)}:{unquoted(cpe.product)}".lower()
    return msgspec.structs.replace(base, name=name, cpe=str(msgspec.structs.replace(cpe, version=ANY, update=ANY)))


def _versions(entry: JsonObject) -> Affected | None:
    """The row without its product; None where no version is said to be affected."""
    ranges: dict[VersionRange, None] = {}
    versions: dict[str, None] = {}
    fixes: dict[str, None] = {}
    for item in objects(entry, "versions"):
        if text(item, "status").lower() != "affected" or text(item, "versionType").lower() in _NO_ORDER:
            continue
        low, below, through = text(item, "version"), text(item, "lessThan"), text(item, "lessThanOrEqual")
        changed = next(
            (
                text(change, "at")
                for change in objects(item, "changes")
                if text(change, "status").lower() == "unaffected"
            ),
            "",
        )
        if not (below or through or changed):
            if low.lower() not in _FIRST:
                versions[low] = None
            continue
        high = changed or _bound(below) or _bound(through)
        low = "" if low.lower() in _FIRST else low
        if low or high:
            ranges[
                VersionRange(low=low, high=high, is_high_included=bool(through) and not changed and not _bound(below))
            ] = None
        if fix := changed or _bound(below):
            fixes[fix] = None
    if not ranges and not versions:
        return None
    fix_ = Fix(state=FixState.FIXED, versions=tuple(fixes), note=GUESSED_FIX) if fixes else Fix()
    return Affected(namespace=NAMESPACE, name="", ranges=tuple(ranges), versions=tuple(versions), fix=fix_)


def _bound(version: str) -> str:
    return "" if version in (ANY, NOT_APPLICABLE) else version
