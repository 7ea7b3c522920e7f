"""A record about a distribution (schema `os`): one CVE or erratum in one release, and in which version of each package it is fixed."""

import re
from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.feeds.feed import FeedLog
from mooring.feeds.formats.dates import clamped
from mooring.feeds.formats.loose_json import JsonObject, inner, objects, text
from mooring.feeds.formats.severity_words import severity_of_word
from mooring.feeds.imported.grype.constraints import Constraint, read_constraint
from mooring.feeds.imported.grype.names import System, system_of_namespace
from mooring.feeds.imported.grype.vulnerabilities import split_aliases
from mooring.model.advisory import Advisory, Affected, Fix, FixState, VersionRange
from mooring.model.scoring.cvss import rating_of
from mooring.model.severity import Severity, SeverityRating
from mooring.vulns.building.bounds import scheme_of_namespace

MAX_PACKAGES = 100_000
_KERNEL_LINE = re.compile(r"ALASKERNEL-([0-9]{1,3}\.[0-9]{1,3})-")
"""Amazon's advisories about one line of kernels; older lines have advisories of their own."""
_NO_VERSION = ("", "none")
_MODULAR = frozenset({"rhel", "centos", "rocky", "almalinux"})
"""Distributions where no module means a package outside of modules; Oracle's records say so of every package."""


def read_system_record(item: JsonObject, feed: str, log: FeedLog) -> Advisory:
    """The advisory. Raises ReadError where it names no vulnerability or no distribution."""
    record = inner(item, "Vulnerability")
    name = text(record, "Name")
    system = system_of_namespace(text(record, "NamespaceName"))
    if not name or system is None:
        raise ReadError(f"names no vulnerability, or no distribution: {text(record, 'NamespaceName')[:80]!r}")
    metadata = inner(record, "Metadata")
    named = [alias for each in objects(metadata, "CVE") if (alias := text(each, "Name")) and alias != name]
    aliases, fixes = split_aliases(name, list(dict.fromkeys(named)))
    return Advisory(
        id=name,
        feed=feed,
        url=text(record, "Link"),
        aliases=aliases,
        fixes=fixes,
        description=text(record, "Description"),
        ratings=tuple(dict.fromkeys(_ratings(record, feed))),
        published=clamped(text(metadata, "Issued")),
        modified=clamped(text(metadata, "Updated")),
        withdrawn=clamped(text(metadata, "Withdrawn")),
        affected=tuple(dict.fromkeys(_rows(record, name, system, log))),
    )


def _ratings(record: JsonObject, feed: str) -> Iterator[SeverityRating]:
    word = severity_of_word(text(record, "Severity"))
    if word is not Severity.UNKNOWN:
        yield SeverityRating(source=feed, severity=word)
    for each in objects(record, "CVSS"):
        if vector := text(each, "vector_string"):
            yield rating_of(feed, vector)


def _rows(record: JsonObject, name: str, system: System, log: FeedLog) -> Iterator[Affected]:
    line = _KERNEL_LINE.match(name)
    for number, package in enumerate(objects(record, "FixedIn")):
        if number >= MAX_PACKAGES:
            raise ReadError(f"names more than {MAX_PACKAGES} packages")
        own = system_of_namespace(text(package, "NamespaceName")) or system
        try:
            yield _row(package, own, line[1] if line else "")
        except ReadError as error:
            log.reject(f"{name}: {text(package, 'Name')[:80]}", error.message)


def _row(package: JsonObject, system: System, first: str) -> Affected:
    """Version `None` is no fix, `0` not affected; a range that is given replaces what is older than the fix, and not than `first`."""
    name, version = text(package, "Name"), text(package, "Version")
    if not name:
        raise ReadError("a package has no name")
    expression = text(package, "VulnerableRange")
    is_fixed = version.lower() not in _NO_VERSION
    vendor = inner(package, "VendorAdvisory")
    constraint = read_constraint(expression, scheme_of_namespace(system.namespace)) if expression else Constraint()
    is_negative = version == "0" or constraint.is_never
    ranges = constraint.ranges
    if not expression and is_fixed and not is_negative:
        ranges = (VersionRange(low=first, high=version),)
    state = (
        FixState.FIXED if is_fixed else FixState.WONT_FIX if vendor.get("NoAdvisory") is True else FixState.NOT_FIXED
    )
    return Affected(
        namespace=system.namespace,
        name=name,
        name_kind=system.name_kind,
        ranges=() if is_negative else ranges,
        versions=() if is_negative else constraint.versions,
        is_negative=is_negative,
        module=_module(package, system),
        architectures=(text(package, "Arch"),) if text(package, "Arch") else (),
        fix=Fix()
        if is_negative
        else Fix(
            state=state,
            versions=(version,) if is_fixed else (),
            date=clamped(text(inner(package, "Available"), "Date"))[:10],
            advisories=tuple(
                identifier for each in objects(vendor, "AdvisorySummary") if (identifier := text(each, "ID"))
            ),
        ),
    )


def _module(package: JsonObject, system: System) -> str | None:
    module = package.get("Module")
    if not isinstance(module, str):
        return None
    return module.strip() or ("" if system.product in _MODULAR else None)
