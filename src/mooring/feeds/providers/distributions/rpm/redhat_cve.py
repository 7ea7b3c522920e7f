"""CVE documents of Red Hat's Security Data API: `affected_release` (fixes) and `package_state` (everything else), by source package.

A module is named as a build (`nodejs:16-8040020210708131418.522a0ee4`), without its packages; their list is in the erratum. A document with
such an entry is kept until the errata of the workspace were read; an entry that no erratum resolves stays as a row that is not counted.
"""

import re
from collections.abc import Iterator

import msgspec

from mooring.base.errors import ReadError
from mooring.feeds.formats.loose_json import JsonObject, inner, number, objects, text, texts
from mooring.feeds.providers.distributions.rpm.branches import vulnerable_below
from mooring.feeds.providers.distributions.rpm.redhat_products import Product, product_of
from mooring.feeds.providers.distributions.rpm.redhat_rows import has_modules, module_of, paid_only, with_releases
from mooring.model.advisory import Advisory, Affected, Fix, FixState, NameKind
from mooring.model.severity import Severity, SeverityRating

SEVERITIES = {
    "critical": Severity.CRITICAL,
    "important": Severity.HIGH,
    "moderate": Severity.MEDIUM,
    "low": Severity.LOW,
}
"""Red Hat's impact."""

STATES = {
    "affected": FixState.NOT_FIXED,
    "fix deferred": FixState.NOT_FIXED,
    "will not fix": FixState.WONT_FIX,
    "out of support scope": FixState.WONT_FIX,
    "new": FixState.UNKNOWN,
    "under investigation": FixState.UNKNOWN,
}
MAX_NAME_CHARACTERS = 500
"""A longer name is no package's."""
_INVESTIGATED = {"new", "under investigation"}
_NEVR = re.compile(r"([^/:@\s]+)-(\d+:[^-:\s]+-[^-:\s]+)")
_MODULE_BUILD = re.compile(r"([^/:@\s]+:[^/:@\s]+)-(\d{6,}[^\s/:]*)")
_MODULE_PACKAGE = re.compile(r"([^/:@\s]+:[^/:@\s]+)/([^/:@\s]+)")
_PLAIN_PACKAGE = re.compile(r"[^/:@\s]+")
_CWE = re.compile(r"CWE-\d+")


class Unresolved(msgspec.Struct, frozen=True):
    """A fix of which the document does not name the packages."""

    erratum: str
    product: Product
    build: str
    """`nodejs:16-8040…`, or empty."""
    module: str
    date: str


class CveDocument(msgspec.Struct, frozen=True):
    """One document, read."""

    advisory: Advisory
    resolved: tuple[tuple[str, str], ...]
    """Erratum and namespace of every fix whose packages are named."""
    unresolved: tuple[Unresolved, ...]


def read_cve(document: JsonObject, feed: str) -> CveDocument:
    """Everything that one document says. Raises ReadError where it names no vulnerability."""
    identifier = text(document, "name")
    if not identifier:
        raise ReadError("the document has no name")
    fixes, unresolved, resolved = _fixes(document)
    states = tuple(_states(document))
    modular = {item.product.namespace for item in unresolved}
    known = with_releases((*_fix_rows(fixes), *states))
    rows = (*known, *(row for row in paid_only(known) if row.namespace not in modular))
    details = texts(document, "details")
    bugzilla = inner(document, "bugzilla")
    advisory = Advisory(
        id=identifier,
        feed=feed,
        url=f"https://access.redhat.com/security/cve/{identifier}",
        title=text(bugzilla, "description"),
        description="\n\n".join(details[:2]),
        ratings=tuple(_ratings(document)),
        cwes=tuple(dict.fromkeys(_CWE.findall(text(document, "cwe")))),
        references=tuple(line for item in texts(document, "references") for line in item.split()),
        published=text(document, "public_date"),
        is_rejected=any(line.startswith(("** REJECT", "REJECTED CVE", "Rejected reason")) for line in details[:1]),
        affected=rows,
    )
    return CveDocument(advisory, resolved, unresolved)


def with_unresolved(document: CveDocument, known_errata: set[str]) -> Advisory:
    """The advisory with a row for each fix that no erratum of the workspace resolved."""
    rows = tuple(
        _unresolved_row(item)
        for item in document.unresolved
        if (item.module or item.build) and item.erratum not in known_errata
    )
    return msgspec.structs.replace(document.advisory, affected=document.advisory.affected + rows)


class _Fixes(msgspec.Struct):
    """The fixes of one package in one namespace."""

    product: Product
    name: str
    versions: list[str]
    errata: list[str]
    date: str
    severity: Severity | None


_Fixed = dict[tuple[str, str, str], _Fixes]


def _fixes(document: JsonObject) -> tuple[_Fixed, tuple[Unresolved, ...], tuple[tuple[str, str], ...]]:
    found: _Fixed = {}
    unresolved: dict[tuple[str, str, str], Unresolved] = {}
    resolved: dict[tuple[str, str], None] = {}
    for entry in objects(document, "affected_release"):
        package = text(entry, "package")
        if len(package) > MAX_NAME_CHARACTERS:
            continue
        nevr = _NEVR.fullmatch(package)
        product = product_of(text(entry, "cpe"), nevr.group(2) if nevr else "")
        if product is None:
            continue
        erratum = text(entry, "advisory")
        if nevr is not None:
            _add_fix(found, product, nevr.group(1), nevr.group(2), entry)
            resolved[erratum, product.namespace] = None
        elif item := _without_packages(package, product, erratum, text(entry, "release_date")):
            unresolved[erratum, product.namespace, item.module] = item
    return found, tuple(unresolved.values()), tuple(resolved)


def _add_fix(found: _Fixed, product: Product, name: str, version: str, entry: JsonObject) -> None:
    layer = product.cpe if product.channel in ("layered", "scl", "extras") else ""
    date = text(entry, "release_date")[:10]
    severity = SEVERITIES.get(text(entry, "impact").lower())
    fixes = found.get((product.namespace, name, layer))
    if fixes is None:
        found[product.namespace, name, layer] = _Fixes(
            product, name, [version], [text(entry, "advisory")], date, severity
        )
        return
    fixes.versions.append(version)
    fixes.errata.append(text(entry, "advisory"))
    fixes.date = min(filter(None, (fixes.date, date)), default="")
    if severity is not None:
        fixes.severity = severity if fixes.severity is None else max(fixes.severity, severity)


def _without_packages(package: str, product: Product, erratum: str, date: str) -> Unresolved | None:
    """A module build, or an erratum without a package. Container images and livepatches are no packages that need this fix."""
    if not erratum or product.channel == "layered" or "/" in package or package.startswith("kpatch-patch"):
        return None
    build = _MODULE_BUILD.fullmatch(package)
    return Unresolved(erratum, product, package, build.group(1) if build else "", date[:10])


def _fix_rows(fixes: _Fixed) -> Iterator[Affected]:
    for (namespace, name, repository), one in fixes.items():
        ranges, versions = vulnerable_below(one.versions)
        yield Affected(
            namespace=namespace,
            name=name,
            ranges=ranges,
            fix=Fix(
                state=FixState.FIXED,
                versions=versions,
                date=one.date,
                advisories=tuple(dict.fromkeys(filter(None, one.errata))),
            ),
            severity=one.severity,
            name_kind=NameKind.SOURCE,
            module=module_of("", namespace, one.versions),
            repository=repository,
        )


def _states(document: JsonObject) -> Iterator[Affected]:
    for entry in objects(document, "package_state"):
        product = product_of(text(entry, "cpe"))
        named = _package(text(entry, "package_name"))
        if product is None or named is None:
            continue
        yield _state_row(product, named, text(entry, "fix_state"), SEVERITIES.get(text(entry, "impact").lower()))


def _package(name: str) -> tuple[str, str] | None:
    """Module and name; None for what is no package (`openshift4/ose-cli`, `Web Services`)."""
    if len(name) > MAX_NAME_CHARACTERS:
        return None
    if found := _MODULE_PACKAGE.fullmatch(name):
        return found.group(1), found.group(2)
    return ("", name) if _PLAIN_PACKAGE.fullmatch(name) else None


def _state_row(product: Product, named: tuple[str, str], word: str, severity: Severity | None) -> Affected:
    module, name = named
    state = word.lower()
    is_negative = state == "not affected"
    outside = "" if is_negative and has_modules(product.namespace) else None
    return Affected(
        namespace=product.namespace,
        name=name,
        is_negative=is_negative,
        fix=Fix()
        if is_negative
        else Fix(state=STATES.get(state, FixState.UNKNOWN), note="" if state == "affected" else word),
        severity=severity,
        name_kind=NameKind.SOURCE,
        module=module or outside,
        repository=product.cpe if product.channel in ("layered", "scl", "extras") else "",
        is_under_investigation=state in _INVESTIGATED,
    )


def _unresolved_row(item: Unresolved) -> Affected:
    name = item.module.partition(":")[0] or item.build
    return Affected(
        namespace=item.product.namespace,
        name=name,
        fix=Fix(
            state=FixState.FIXED,
            date=item.date,
            advisories=(item.erratum,),
            note=f"fixed in {item.build}; only the erratum names package versions",
        ),
        name_kind=NameKind.SOURCE,
        module=item.module or None,
        is_under_investigation=True,
    )


def _ratings(document: JsonObject) -> Iterator[SeverityRating]:
    word = SEVERITIES.get(text(document, "threat_severity").lower(), Severity.UNKNOWN)
    scored = False
    for key, fallback in (("cvss3", "3.1"), ("cvss", "2.0")):
        score = inner(document, key)
        vector = text(score, f"{key}_scoring_vector")
        if not vector and number(score, f"{key}_base_score") is None:
            continue
        scored = True
        yield SeverityRating(
            source="redhat",
            severity=word,
            cvss_version=vector.partition("/")[0].partition(":")[2] if vector.startswith("CVSS:") else fallback,
            vector=vector,
            score=number(score, f"{key}_base_score"),
        )
    if not scored and word is not Severity.UNKNOWN:
        yield SeverityRating(source="redhat", severity=word)
