"""NVD's configurations as rows of the namespace `cpe`: which products, in which versions, on which platforms.

    configurations: any of; each {operator, nodes}
    nodes:          AND: all of, else any of; each {operator, cpeMatch}
    cpeMatch:       {vulnerable, criteria, versionStartIncluding, versionEndExcluding, …}

What a match calls vulnerable becomes a row. What it does not is a platform where an AND ties it to something vulnerable, and else says that
versions of the same product are not affected. Where an AND ties several vulnerable products together each is a row of its own: one cannot
know from an image that the other is not there.
"""

import msgspec

from mooring.base.errors import ReadError
from mooring.feeds.formats.dates import clamped
from mooring.feeds.formats.loose_json import JsonObject, inner, objects, text
from mooring.model.advisory import Affected, Fix, FixState, VersionRange
from mooring.model.cpe import ANY, NOT_APPLICABLE, Cpe, parse_cpe, unquoted

NAMESPACE = "cpe"
GUESSED_FIX = "the fixed version is the end of NVD's range"
MAX_MATCHES = 100_000
MAX_PLATFORMS = 50
_UNBOUND = ("", ANY, NOT_APPLICABLE)
_NO_PRODUCT = ("null", "null")
"""How overrides say that no product is affected."""


class _Criterion(msgspec.Struct, frozen=True, kw_only=True):
    """One cpeMatch."""

    cpe: Cpe
    is_vulnerable: bool
    range: VersionRange | None
    version: str
    fix: str
    fix_date: str

    @property
    def product(self) -> str:
        return f"{unquoted(self.cpe.vendor)}:{unquoted(self.cpe.product)}".lower()

    @property
    def any_version(self) -> str:
        return str(msgspec.structs.replace(self.cpe, version=ANY, update=ANY))


class _Row(msgspec.Struct, kw_only=True):
    """Statements that differ in nothing but versions."""

    ranges: dict[VersionRange, None]
    versions: dict[str, None]
    fixes: dict[str, str]
    is_unbounded: bool = False


_Key = tuple[str, str, tuple[str, ...], bool]


class Configurations(msgspec.Struct, frozen=True, kw_only=True):
    """What the configurations of one CVE come to."""

    rows: tuple[Affected, ...]
    hardware: int = 0
    """Matches left out because they name a device."""
    odd: tuple[str, ...] = ()
    """Criteria that could not be read."""


def read_configurations(configurations: object) -> Configurations:
    """The rows, in the order in which their products appear. What is not of the form is left out."""
    collected = _Collected()
    for configuration in objects({"configurations": configurations}, "configurations"):
        _read(configuration, collected)
    return Configurations(
        rows=tuple(_affected(key, row) for key, row in collected.rows.items()),
        hardware=collected.hardware,
        odd=tuple(collected.odd),
    )


class _Collected:
    """Rows while they grow."""

    def __init__(self) -> None:
        self.rows: dict[_Key, _Row] = {}
        self.odd: list[str] = []
        self.hardware = 0
        self.count = 0

    def criteria(self, node: JsonObject) -> list[_Criterion]:
        """The matches of a node. A negated node, which says where a thing is not, names nothing."""
        if node.get("negate") is True:
            return []
        found = []
        for match in objects(node, "cpeMatch"):
            self.count += 1
            if self.count > MAX_MATCHES:
                raise ReadError(f"has more than {MAX_MATCHES} matches of products")
            try:
                found.append(_criterion(match))
            except ReadError as error:
                self.odd.append(error.message)
        return found

    def add(self, criterion: _Criterion, platforms: tuple[str, ...]) -> None:
        """One statement more."""
        cpe = criterion.cpe
        if cpe.part == "h":
            self.hardware += 1
            return
        if (cpe.vendor, cpe.product) == _NO_PRODUCT or ANY in (cpe.vendor, cpe.product):
            return
        key = (criterion.product, criterion.any_version, platforms, not criterion.is_vulnerable)
        row = self.rows.setdefault(key, _Row(ranges={}, versions={}, fixes={}))
        if criterion.range is not None:
            row.ranges[criterion.range] = None
        elif criterion.version:
            row.versions[criterion.version] = None
        elif cpe.version == ANY:
            row.is_unbounded = True
        if criterion.fix:
            row.fixes[criterion.fix] = criterion.fix_date


def _read(configuration: JsonObject, collected: _Collected) -> None:
    nodes = [(node, collected.criteria(node)) for node in objects(configuration, "nodes")]
    is_tied = text(configuration, "operator").upper() == "AND" and configuration.get("negate") is not True
    context = (
        [found for _, found in nodes if found and not any(each.is_vulnerable for each in found)] if is_tied else []
    )
    platforms = _platforms(context)
    for node, found in nodes:
        products = {each.product for each in found if each.is_vulnerable}
        own = [each for each in found if not each.is_vulnerable and each.product not in products]
        is_node_tied = text(node, "operator").upper() == "AND" and bool(own)
        for each in found:
            if each.is_vulnerable:
                collected.add(each, _platforms([own]) if is_node_tied else platforms)
            elif each.product in products and (each.range is not None or each.version):
                collected.add(each, platforms)


def _platforms(groups: list[list[_Criterion]]) -> tuple[str, ...]:
    """Of which one must hold. Where several groups must, the one that says most about an image: systems before programs before devices."""
    if not groups:
        return ()
    group = max(groups, key=lambda found: "hao".find(found[0].cpe.part) if found else -1)
    return tuple(dict.fromkeys(str(each.cpe) for each in group[:MAX_PLATFORMS]))


def _criterion(match: JsonObject) -> _Criterion:
    cpe = parse_cpe(text(match, "criteria"))
    start, after = _bound(match, "versionStartIncluding"), _bound(match, "versionStartExcluding")
    end, until = _bound(match, "versionEndExcluding"), _bound(match, "versionEndIncluding")
    bounds = None
    if start or after or end or until:
        bounds = VersionRange(
            low=start or after,
            is_low_included=bool(start) or not after,
            high=end or until,
            is_high_included=not end and bool(until),
        )
    fix = inner(match, "fix")
    return _Criterion(
        cpe=cpe,
        is_vulnerable=match.get("vulnerable") is not False,
        range=bounds,
        version="" if cpe.version in _UNBOUND else cpe.plain_version,
        fix=text(fix, "version") or end,
        fix_date=clamped(text(fix, "date"))[:10],
    )


def _bound(match: JsonObject, key: str) -> str:
    value = text(match, key)
    return "" if value in _UNBOUND else value


def _affected(key: _Key, row: _Row) -> Affected:
    product, cpe, platforms, is_negative = key
    fixes = () if is_negative else tuple(row.fixes)
    return Affected(
        namespace=NAMESPACE,
        name=product,
        cpe=cpe,
        ranges=() if row.is_unbounded else tuple(row.ranges),
        versions=() if row.is_unbounded else tuple(row.versions),
        is_negative=is_negative,
        platforms=platforms,
        fix=Fix(
            state=FixState.FIXED,
            versions=fixes,
            date=min((date for date in row.fixes.values() if date), default=""),
            note=GUESSED_FIX,
        )
        if fixes
        else Fix(),
    )
