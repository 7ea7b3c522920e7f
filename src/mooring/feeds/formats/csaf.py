"""CSAF 2.0 documents (advisories and VEX), flattened: one statement for each product and vulnerability.

Documents of several megabytes with thousands of product identifiers are normal, so products and relationships are indexed once and nothing
walks the tree for a product. A component may be part of a module that is part of a platform; chains are followed a few steps.
"""

from collections.abc import Iterator
from urllib.parse import unquote

import msgspec

from mooring.base.errors import HostileInput, ReadError
from mooring.feeds.formats.loose_json import JsonObject, inner, number, objects, text, texts
from mooring.model.severity import Severity, SeverityRating

MAX_DEPTH = 100
MAX_PRODUCTS = 1_000_000
_CHAIN = 4

_STATUSES = {
    "fixed": "fixed",
    "first_fixed": "fixed",
    "recommended": "fixed",
    "known_affected": "affected",
    "first_affected": "affected",
    "last_affected": "affected",
    "known_not_affected": "not-affected",
    "under_investigation": "investigated",
}


class CsafProduct(msgspec.Struct, frozen=True):
    """What a product identifier means."""

    platform: str = ""
    """Identifier of the platform that the package belongs to."""
    platform_name: str = ""
    cpe: str = ""
    """Of the platform."""
    name: str = ""
    """The package; empty where the product is a platform."""
    version: str = ""
    """With its epoch where one is written; empty where every version is meant."""
    architecture: str = ""
    module: str = ""
    """`nodejs:16`, where the product says so."""
    kind: str = "rpm"
    """Purl type."""


class CsafStatement(msgspec.Struct, frozen=True):
    """One product and one vulnerability."""

    vulnerability: str
    product: CsafProduct
    status: str
    """`fixed`, `affected`, `not-affected`, `investigated`."""
    remedy: str = ""
    """Category: `vendor_fix`, `none_available`, `no_fix_planned`, …"""
    remedy_details: str = ""
    remedy_url: str = ""
    remedy_date: str = ""
    impact: str = ""


class _Named(msgspec.Struct, frozen=True):
    name: str
    cpe: str
    purl: str


def category(document: JsonObject) -> str:
    """`csaf_vex`, `csaf_security_advisory`, …; empty where the document is no CSAF."""
    return text(inner(document, "document"), "category")


def tracking_id(document: JsonObject) -> str:
    """The document's identifier. Raises ReadError where it has none."""
    found = text(inner(inner(document, "document"), "tracking"), "id")
    if not found:
        raise ReadError("the document has no tracking id")
    return found


def statements(document: JsonObject) -> Iterator[CsafStatement]:
    """Every statement, in the document's order. Raises HostileInput at a tree that is too deep or too large."""
    products = _products(inner(document, "product_tree"))
    for vulnerability in objects(document, "vulnerabilities"):
        identifier = vulnerability_id(vulnerability)
        remedies = _remedies(vulnerability)
        impacts, impact = _impacts(vulnerability)
        status_of = inner(vulnerability, "product_status")
        for key, status in _STATUSES.items():
            for product_id in texts(status_of, key):
                product = products.get(product_id)
                if product is None or not product.name:
                    continue
                remedy, details, url, date = remedies.get(product_id, ("", "", "", ""))
                yield CsafStatement(
                    identifier, product, status, remedy, details, url, date, impacts.get(product_id, impact)
                )


def vulnerability_id(vulnerability: JsonObject) -> str:
    """The CVE, or else the first identifier that is given."""
    return text(vulnerability, "cve") or next((text(one, "text") for one in objects(vulnerability, "ids")), "")


def ratings(vulnerability: JsonObject, source: str, word: Severity) -> Iterator[SeverityRating]:
    """The CVSS scores, each once; `word` is the publisher's own severity."""
    seen = set()
    for score in objects(vulnerability, "scores"):
        for key in ("cvss_v4", "cvss_v3", "cvss_v2"):
            cvss = inner(score, key)
            vector, base = text(cvss, "vectorString"), number(cvss, "baseScore")
            if (vector or base is not None) and (vector, base) not in seen:
                seen.add((vector, base))
                version = text(cvss, "version") or {"cvss_v4": "4.0", "cvss_v3": "3.1"}.get(key, "2.0")
                yield SeverityRating(source=source, severity=word, cvss_version=version, vector=vector, score=base)
    if not seen and word is not Severity.UNKNOWN:
        yield SeverityRating(source=source, severity=word)


def note(holder: JsonObject, *categories: str) -> str:
    """The text of the first note of one of these categories."""
    for wanted in categories:
        for one in objects(holder, "notes"):
            if text(one, "category") == wanted and text(one, "text"):
                return text(one, "text")
    return ""


def _remedies(vulnerability: JsonObject) -> dict[str, tuple[str, str, str, str]]:
    """Category, details, address and date by product; workarounds say nothing about a fix."""
    found: dict[str, tuple[str, str, str, str]] = {}
    for remedy in objects(vulnerability, "remediations"):
        kind = text(remedy, "category")
        if kind in ("workaround", "mitigation"):
            continue
        entry = (kind, text(remedy, "details"), text(remedy, "url"), text(remedy, "date")[:10])
        for product_id in texts(remedy, "product_ids"):
            if product_id not in found or kind == "vendor_fix":
                found[product_id] = entry
    return found


def _impacts(vulnerability: JsonObject) -> tuple[dict[str, str], str]:
    """Impact by product, and the one for all others."""
    found: dict[str, str] = {}
    general = ""
    for threat in objects(vulnerability, "threats"):
        if text(threat, "category") != "impact":
            continue
        word = text(threat, "details")
        products = texts(threat, "product_ids")
        if not products:
            general = general or word
        found.update(dict.fromkeys(products, word))
    return found, general


def _products(tree: JsonObject) -> dict[str, CsafProduct]:
    named = _named(tree)
    relations: dict[str, tuple[str, str]] = {}
    for relation in objects(tree, "relationships"):
        full = inner(relation, "full_product_name")
        product_id = text(full, "product_id")
        if product_id:
            relations[product_id] = (
                text(relation, "product_reference"),
                text(relation, "relates_to_product_reference"),
            )
    return {product_id: _resolved(product_id, named, relations) for product_id in (*named, *relations)}


def _named(tree: JsonObject) -> dict[str, _Named]:
    found: dict[str, _Named] = {}
    waiting = [(branch, 1) for branch in objects(tree, "branches")]
    while waiting:
        branch, depth = waiting.pop()
        if depth > MAX_DEPTH or len(found) > MAX_PRODUCTS:
            raise HostileInput(
                f"the product tree is deeper than {MAX_DEPTH} or holds more than {MAX_PRODUCTS} products"
            )
        waiting.extend((inner_branch, depth + 1) for inner_branch in objects(branch, "branches"))
        _add(found, inner(branch, "product"))
    for product in objects(tree, "full_product_names"):
        _add(found, product)
    return found


def _add(found: dict[str, _Named], product: JsonObject) -> None:
    product_id = text(product, "product_id")
    if product_id:
        identification = inner(product, "product_identification_helper")
        found[product_id] = _Named(text(product, "name"), text(identification, "cpe"), text(identification, "purl"))


def _resolved(product_id: str, named: dict[str, _Named], relations: dict[str, tuple[str, str]]) -> CsafProduct:
    component, platform, module = product_id, "", ""
    for _ in range(_CHAIN):
        if component not in relations:
            break
        component, place = relations[component]
        platform, module = _platform(place, platform, module, named, relations)
    if component == product_id:
        one = named[component] if component in named else _Named("", "", "")
        if one.cpe and not one.purl:
            return CsafProduct(platform=component, platform_name=one.name, cpe=one.cpe)
    target = named.get(platform, _Named("", "", ""))
    return _package(component, named.get(component), platform, target, module)


def _platform(
    place: str, platform: str, module: str, named: dict[str, _Named], relations: dict[str, tuple[str, str]]
) -> tuple[str, str]:
    """Where a component belongs: a platform, or a module of one."""
    for _ in range(_CHAIN):
        if place in relations:
            inside, outer = relations[place]
            module = _module(inside, named) or module
            place = outer
            continue
        found = _module(place, named)
        return (platform, found) if found else (place, module)
    return platform, module


def _module(product_id: str, named: dict[str, _Named]) -> str:
    one = named.get(product_id)
    if one is None or not one.purl.startswith("pkg:rpmmod/"):
        return ""
    name, version, _ = _split_purl(one.purl)
    stream = version.partition(":")[0]
    return f"{name}:{stream}" if stream else name


def _package(product_id: str, one: _Named | None, platform: str, target: _Named, module: str) -> CsafProduct:
    """The package that a purl names; without a purl, its identifier is taken apart."""
    where = (platform, target.name, target.cpe)
    if one is None or not one.purl:
        name, version, architecture = split_nevra(product_id if one is None else one.name or product_id)
        return CsafProduct(*where, name, version, architecture, module, "rpm")
    kind = one.purl.removeprefix("pkg:").partition("/")[0]
    name, version, qualifiers = _split_purl(one.purl)
    if (epoch := qualifiers.get("epoch", "")) and version and ":" not in version:
        version = f"{epoch}:{version}"
    elif version and (spelled := _epoch_of_id(product_id, version)):
        version = f"{spelled}:{version}"
    label = ":".join(qualifiers.get("rpmmod", "").split(":")[:2])
    return CsafProduct(*where, name, version, qualifiers.get("arch", ""), label or module, kind)


def _epoch_of_id(product_id: str, version: str) -> str:
    """Red Hat writes the epoch in the identifier (`openssl-1:3.0.7-27.el9.src`) and seldom in the purl."""
    before, colon, _ = product_id.partition(f":{version}")
    epoch = before.rpartition("-")[2]
    return epoch if colon and epoch.isascii() and epoch.isdigit() else ""


def _split_purl(purl: str) -> tuple[str, str, dict[str, str]]:
    """Name, version and qualifiers; leniently, for identifiers of upstream are not always well formed."""
    head, _, tail = purl.partition("#")[0].partition("?")
    path, _, version = head.rpartition("@") if "@" in head.rpartition("/")[2] else (head, "", "")
    qualifiers = dict(item.partition("=")[::2] for item in tail.split("&") if "=" in item)
    return (
        unquote(path.rpartition("/")[2]),
        unquote(version),
        {key: unquote(value) for key, value in qualifiers.items()},
    )


_ARCHITECTURES = {"src", "nosrc", "noarch", "x86_64", "aarch64", "ppc64le", "ppc64", "ppc", "s390x", "s390", "i386", "i486", "i586",
                  "i686", "ia64", "armv7hl", "armv6hl", "riscv64", "loongarch64", "athlon", "sparc", "sparc64", "s390_64"}  # fmt: skip


def split_nevra(label: str) -> tuple[str, str, str]:
    """Name, version and architecture of `openssl-1:3.0.7-27.el9.x86_64`; a label without a version is a name."""
    label = label.removesuffix(".rpm")
    head, dot, architecture = label.rpartition(".")
    if not dot or architecture not in _ARCHITECTURES:
        head, architecture = label, ""
    parts = head.rsplit("-", 2)
    if len(parts) < 3 or not parts[1][:1].isdigit():
        return head, "", architecture
    return parts[0], f"{parts[1]}-{parts[2]}", architecture
