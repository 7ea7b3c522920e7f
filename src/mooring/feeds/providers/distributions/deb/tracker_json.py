"""The JSON of Debian's security tracker: source package, CVE, release, status.

    {"putty": {"CVE-2021-36367": {"description": "…", "releases": {"bullseye": {
        "status": "open", "urgency": "low", "nodsa": "Minor issue", "nodsa_reason": "", "repositories": {"bullseye": "0.74-1"}}}}}}

It holds the releases that are still supported, testing and unstable.
"""

from collections.abc import Iterator

import msgspec

from mooring.base.errors import ReadError
from mooring.feeds.feed import FeedLog
from mooring.feeds.formats.loose_json import JsonObject, inner, json_object, text
from mooring.feeds.providers.distributions.deb.errata import Errata
from mooring.feeds.providers.distributions.deb.releases import debian_namespace
from mooring.feeds.providers.distributions.deb.statements import (
    affected_below,
    not_affected,
    undetermined,
    unfixed,
    urgency_severity,
)
from mooring.model.advisory import Advisory, Affected

_PACKAGE = msgspec.json.Decoder(dict[str, msgspec.Raw])


def advisories(
    packages: dict[str, msgspec.Raw], place: str, feed: str, log: FeedLog, errata: Errata
) -> Iterator[Advisory]:
    """An advisory per source package and CVE; every pair is counted in the log. `packages` is the document, unread inside."""
    for package, content in packages.items():
        try:
            entries = _PACKAGE.decode(content)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            log.seen()
            log.reject(f"{place}: {package[:100]}", f"is no object of CVEs: {error}")
            continue
        for identifier, entry in entries.items():
            log.seen()
            try:
                yield _advisory(package, identifier, json_object(bytes(entry)), feed, log, errata)
            except ReadError as error:
                log.reject(f"{place}: {package[:100]}: {identifier[:100]}", error.message)


def _advisory(package: str, identifier: str, entry: JsonObject, feed: str, log: FeedLog, errata: Errata) -> Advisory:
    if not package.strip() or not identifier.strip():
        raise ReadError("names no package or no CVE")
    releases = inner(entry, "releases")
    if not isinstance(entry.get("releases"), dict):
        raise ReadError("has no releases")
    rows = []
    for codename, status in releases.items():
        namespace = debian_namespace(codename)
        if namespace is None or not isinstance(status, dict):
            log.skip(f"release {codename[:40]!r} is not known" if namespace is None else "a release without a status")
            continue
        rows.append(_row(namespace, package, identifier, status, errata))
        errata.cover(identifier, namespace, package)
    return Advisory(
        id=identifier,
        feed=feed,
        url=f"https://security-tracker.debian.org/tracker/{identifier}",
        description=text(entry, "description"),
        affected=tuple(rows),
    )


def _row(namespace: str, package: str, identifier: str, status: JsonObject, errata: Errata) -> Affected:
    word, version, urgency = text(status, "status"), text(status, "fixed_version"), text(status, "urgency")
    severity = urgency_severity(urgency)
    if word == "undetermined":
        return undetermined(namespace, package, severity)
    if version == "0":
        return not_affected(namespace, package)
    if version:
        return affected_below(
            namespace, package, version, errata.fix(identifier, namespace, package, version), severity
        )
    if word == "resolved":
        return not_affected(namespace, package, "resolved, no version is named")
    return affected_below(namespace, package, "", unfixed(_reason(status, urgency), _explanation(status)), severity)


def _reason(status: JsonObject, urgency: str) -> str:
    """`end-of-life`, `ignored`, `postponed`, `no-dsa`, or nothing."""
    if urgency.rstrip("*") == "end-of-life":
        return "end-of-life"
    return text(status, "nodsa_reason") or ("no-dsa" if "nodsa" in status else "")


def _explanation(status: JsonObject) -> str:
    return text(status, "nodsa")
