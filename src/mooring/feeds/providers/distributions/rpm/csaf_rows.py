"""Statements of a CSAF document as rows: one for each package of a release, whatever number of architectures and builds it has."""

import re
from collections.abc import Callable, Iterable, Iterator

import msgspec

from mooring.feeds.formats.csaf import CsafProduct, CsafStatement
from mooring.feeds.formats.severity_words import severity_of_word
from mooring.feeds.providers.distributions.rpm.branches import vulnerable_below
from mooring.feeds.providers.distributions.rpm.errata import by_architecture
from mooring.model.advisory import Affected, Fix, FixState, NameKind
from mooring.model.severity import Severity

_ERRATUM = re.compile(r"(RH[SBE]A-\d{4}:\d+|(?:open)?SUSE-[A-Z]{2}-\d{4}:\d[\w.:-]*|openEuler-SA-\d{4}-\d+)")
_SOURCES = ("src", "nosrc")
_DEBUG = ("-debuginfo", "-debugsource", "-debuginfo-common")


class Place(msgspec.Struct, frozen=True):
    """Where statements about a product belong."""

    namespace: str
    repository: str = ""


class _Key(msgspec.Struct, frozen=True):
    place: Place
    name: str
    is_source: bool
    module: str
    status: str


Placing = Callable[[CsafProduct], Place | None]
Modules = Callable[[str, str, Iterable[str]], str | None]
"""Label, namespace and versions of a row to `Affected.module`."""


def no_modules(label: str, namespace: str, versions: Iterable[str]) -> str | None:
    """For distributions without modularity."""
    return label or None


def affected_rows(
    statements: Iterable[CsafStatement], placing: Placing, modules: Modules = no_modules
) -> tuple[Affected, ...]:
    """The rows of one document; those that hold for all of its vulnerabilities name none."""
    by_vulnerability: dict[str, dict[_Key, list[CsafStatement]]] = {}
    for one in statements:
        place = placing(one.product)
        if place is None or one.product.kind != "rpm" or one.product.name.endswith(_DEBUG):
            continue
        is_source = one.product.architecture in _SOURCES
        key = _Key(place, one.product.name, is_source, one.product.module, one.status)
        by_vulnerability.setdefault(one.vulnerability, {}).setdefault(key, []).append(one)
    found: dict[Affected, list[str]] = {}
    for vulnerability, groups in by_vulnerability.items():
        for row in _rows(groups, modules):
            found.setdefault(row, []).append(vulnerability)
    everything = len(by_vulnerability)
    return tuple(
        row if len(names) == everything else msgspec.structs.replace(row, vulnerabilities=tuple(names))
        for row, names in found.items()
    )


def _rows(groups: dict[_Key, list[CsafStatement]], modules: Modules) -> Iterator[Affected]:
    builds = {
        (key.place, key.module, one.product.version)
        for key, group in groups.items()
        if key.is_source and key.status == "fixed"
        for one in group
    }
    positive = {(key.place, key.module, key.name, key.is_source) for key in groups if key.status != "not-affected"}
    for key, group in groups.items():
        if key.status == "fixed":
            if not key.is_source:
                # A binary package of a source package that is named, too, would only repeat it.
                group = [one for one in group if (key.place, key.module, one.product.version) not in builds]
            yield from _fixed(key, group, modules)
        elif key.status != "not-affected" or (key.place, key.module, key.name, key.is_source) not in positive:
            yield _unfixed(key, group, modules)


def _fixed(key: _Key, group: list[CsafStatement], modules: Modules) -> Iterator[Affected]:
    """One row where all architectures are fixed by the same builds, else one for each set of builds."""
    builds: dict[str, list[CsafStatement]] = {}
    for one in group:
        if one.product.version:
            builds.setdefault(one.product.version, []).append(one)
    architectures = {version: {one.product.architecture for one in mine} for version, mine in builds.items()}
    for names, versions in by_architecture(architectures) if builds else ():
        ranges, fixes = vulnerable_below(versions)
        mine = [one for version in versions for one in builds[version]]
        yield Affected(
            namespace=key.place.namespace,
            name=key.name,
            ranges=ranges,
            fix=Fix(
                state=FixState.FIXED,
                versions=fixes,
                date=min((one.remedy_date for one in mine if one.remedy_date), default=""),
                advisories=tuple(dict.fromkeys(name for one in mine for name in _ERRATUM.findall(one.remedy_url))),
            ),
            severity=_severity(mine),
            name_kind=NameKind.SOURCE if key.is_source else NameKind.BINARY,
            module=modules(key.module, key.place.namespace, versions),
            architectures=names,
            repository=key.place.repository,
        )


def _unfixed(key: _Key, group: list[CsafStatement], modules: Modules) -> Affected:
    first = group[0]
    is_negative = key.status == "not-affected"
    is_investigated = key.status == "investigated"
    versions = [one.product.version for one in group if one.product.version]
    module = modules(key.module, key.place.namespace, versions)
    return Affected(
        namespace=key.place.namespace,
        name=key.name,
        is_negative=is_negative,
        fix=Fix() if is_negative or is_investigated else _open_fix(first),
        severity=None if is_negative else _severity(group),
        name_kind=NameKind.SOURCE if key.is_source else NameKind.BINARY,
        # That a package outside of modules is well says nothing about its streams; that it is ill may.
        module=module if is_negative or key.module or versions else None,
        repository=key.place.repository,
        is_under_investigation=is_investigated,
    )


def _open_fix(one: CsafStatement) -> Fix:
    details = one.remedy_details.strip()
    state = FixState.WONT_FIX if one.remedy == "no_fix_planned" else FixState.NOT_FIXED
    is_worth_telling = bool(details) and details.lower() != "affected" and one.remedy != "vendor_fix"
    return Fix(state=state, note=details[:300] if is_worth_telling else "")


def _severity(group: list[CsafStatement]) -> Severity | None:
    found = max((severity_of_word(one.impact) for one in group), default=Severity.UNKNOWN)
    return None if found is Severity.UNKNOWN else found
