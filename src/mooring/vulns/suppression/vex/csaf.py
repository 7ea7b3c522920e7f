"""CSAF 2.0 (OASIS): the VEX profile, and what other documents of the standard state of products.

Documents of distributions have thousands of products. The tree is walked once into an index; relationships are followed by reference.
"""

from collections.abc import Iterator

import msgspec

from mooring.model.vex import VexProduct, VexStatement, VexStatus
from mooring.vulns.suppression.vex.csaf_products import Products
from mooring.vulns.suppression.vex.node import Node
from mooring.vulns.suppression.words import JUSTIFICATIONS

MAX_REFERENCES = 5_000_000
"""Products that flags, threats and remediations may name, groups spelt out."""
_STATUS = {
    "fixed": VexStatus.FIXED,
    "first_fixed": VexStatus.FIXED,
    "known_not_affected": VexStatus.NOT_AFFECTED,
    "under_investigation": VexStatus.UNDER_INVESTIGATION,
    "known_affected": VexStatus.AFFECTED,
    "first_affected": VexStatus.AFFECTED,
    "last_affected": VexStatus.AFFECTED,
}
_SEVERITIES = frozenset({"none", "low", "moderate", "medium", "important", "high", "critical"})
"""Words that some publishers write where the impact should be explained."""


class _Head(msgspec.Struct, frozen=True):
    """What all statements of a document share."""

    name: str
    author: str
    written: str
    origin: str


def read_csaf(document: Node, origin: str) -> Iterator[VexStatement]:
    """The statements: one for each vulnerability, status, justification and reason. Raises ReadError."""
    about = document.table("document")
    version = about.text("csaf_version")
    if version and version != "2.0":
        raise about.get("csaf_version").wrong("'2.0'")
    tracking = about.table("tracking")
    head = _Head(
        name=tracking.text("id") or origin.rpartition("/")[2],
        author=about.table("publisher").text("name"),
        written=tracking.time("current_release_date"),
        origin=origin,
    )
    products = Products(document.table("product_tree"))
    for row in document.rows("vulnerabilities"):
        yield from _of_vulnerability(row, products, head)


def _of_vulnerability(row: Node, products: Products, head: _Head) -> Iterator[VexStatement]:
    names = [row.text("cve"), *(one.text("text") for one in row.rows("ids"))]
    identifiers = tuple(dict.fromkeys(name for name in names if _is_identifier(name)))
    status = row.table("product_status")
    stated = _stated(status)
    if not stated:
        return
    if not identifiers:
        raise row.error("names no vulnerability", "give it a cve, or ids")
    flags, threats, cures = _Told(row, "flags", "label", products), _Told(row, "threats", "details", products), None
    groups: dict[tuple[VexStatus, str, str], list[VexProduct]] = {}
    for product_id, one in stated.items():
        justification = flags.of(product_id) if one is VexStatus.NOT_AFFECTED else ""
        reason = threats.of(product_id)
        if one in (VexStatus.AFFECTED, VexStatus.FIXED):
            cures = cures or _Told(row, "remediations", "details", products)
            reason = cures.of(product_id)
        groups.setdefault((one, justification, reason), []).append(products.product(product_id, status))
    for number, ((one, justification, reason), found) in enumerate(groups.items()):
        yield VexStatement(
            id=f"{head.name}/{identifiers[0]}#{number + 1}",
            vulnerabilities=identifiers,
            status=one,
            products=tuple(found),
            justification=justification,
            reason=reason,
            author=head.author,
            timestamp=head.written,
            origin=head.origin,
            format="csaf",
        )


def _stated(status: Node) -> dict[str, VexStatus]:
    """Product to its status; raises ReadError where two contradict each other (mandatory test 6.1.6)."""
    found: dict[str, VexStatus] = {}
    for key, one in _STATUS.items():
        for product_id in status.texts(key):
            if found.setdefault(product_id, one) is not one:
                raise status.error(f"says both {found[product_id].value} and {one.value} of {product_id[:100]!r}")
    return found


def _is_identifier(name: str) -> bool:
    """Whether a text is a name of a vulnerability and not a number of somebody's tracker."""
    return "-" in name and name[0].isalpha() and "/" not in name and len(name) < 100 and len(name.split()) == 1


class _Told:
    """Words that flags, threats or remediations say of products; the first about a product holds."""

    def __init__(self, row: Node, key: str, field: str, products: Products) -> None:
        self._by_product: dict[str, str] = {}
        self._of_all = ""
        references = 0
        for one in row.rows(key):
            text = one.word(field, JUSTIFICATIONS) if key == "flags" else one.text(field)
            if key == "threats" and (one.text("category") != "impact" or text.lower() in _SEVERITIES):
                continue
            named = [*one.texts("product_ids"), *products.members(one)]
            references += len(named)
            if references > MAX_REFERENCES:
                raise row.error(f"names more than {MAX_REFERENCES} products in {key}")
            if not named and not one.has("product_ids") and not one.has("group_ids"):
                self._of_all = self._of_all or text
            for product_id in named:
                self._by_product.setdefault(product_id, text)

    def of(self, product_id: str) -> str:
        """What is said of the product, or of all."""
        return self._by_product.get(product_id) or self._of_all
