"""OpenVEX 0.0.x to 0.2.0 (github.com/openvex/spec).

Until 0.0.2 a vulnerability was a text and products were texts with the components beside them; since 0.2.0 both are tables.
"""

from collections.abc import Iterator

from mooring.model.vex import VexProduct, VexStatement, VexStatus
from mooring.vulns.suppression.vex.node import Node
from mooring.vulns.suppression.words import JUSTIFICATIONS

MAX_STATEMENTS = 500_000
_STATUS = {status.value: status for status in VexStatus}
_HASHES = {
    "md5": "md5", "sha1": "sha1", "sha-256": "sha256", "sha256": "sha256", "sha-384": "sha384", "sha384": "sha384",
    "sha-512": "sha512", "sha512": "sha512",
}  # fmt: skip


def read_openvex(document: Node, origin: str, subjects: tuple[str, ...] = ()) -> Iterator[VexStatement]:
    """The statements; where one names no product, it is about the subjects of the attestation. Raises ReadError."""
    if not document.has("statements"):
        raise document.error("has no statements")
    name = document.text("@id") or origin.rpartition("/")[2]
    written = document.time("last_updated") or document.time("timestamp")
    author = document.text("author")
    for number, row in enumerate(document.rows("statements")):
        if number >= MAX_STATEMENTS:
            raise document.error(f"has more than {MAX_STATEMENTS} statements")
        status = row.word("status", _STATUS)
        if not status:
            raise row.error("has no status", f"write one of {', '.join(_STATUS)}")
        products = tuple(_products(row))
        if not products and not row.has("products") and subjects:
            products = tuple(VexProduct(identifiers=(subject,)) for subject in subjects)
        yield VexStatement(
            id=row.text("@id") or f"{name}#{number + 1}",
            vulnerabilities=_vulnerabilities(row),
            status=_STATUS[status],
            products=products,
            justification=row.word("justification", JUSTIFICATIONS),
            reason=row.text("impact_statement") or row.text("status_notes") or row.text("action_statement"),
            author=row.text("supplier") or author,
            timestamp=row.time("last_updated") or row.time("timestamp") or written,
            origin=origin,
            format="openvex",
        )


def _vulnerabilities(row: Node) -> tuple[str, ...]:
    given = row.get("vulnerability")
    if isinstance(given.value, str):
        names = [given.as_text()]
    else:
        given = row.table("vulnerability")
        # The address of a record ends in its name.
        names = [given.text("name") or given.text("@id").rstrip("/").rpartition("/")[2], *given.texts("aliases")]
    found = tuple(dict.fromkeys(name for name in names if name and "/" not in name))
    if not found:
        raise row.error("names no vulnerability", 'write for instance "vulnerability": {"name": "CVE-2024-1234"}')
    return found


def _products(row: Node) -> Iterator[VexProduct]:
    beside = tuple(identifier for one in row.rows("subcomponents") for identifier in _identifiers(one))
    for product in row.rows("products"):
        identifiers = _identifiers(product)
        components: list[str] = []
        if isinstance(product.value, dict):
            for one in product.rows("subcomponents"):
                components += _identifiers(one)
        yield VexProduct(identifiers=identifiers, components=tuple(dict.fromkeys((*components, *beside))))


def _identifiers(product: Node) -> tuple[str, ...]:
    """Every name of a product; raises ReadError where it has none."""
    if isinstance(product.value, str):
        found = [product.as_text()]
    else:
        names, hashes = product.table("identifiers"), product.table("hashes")
        found = [product.text("@id"), *(names.text(key) for key in names.value or ())]  # type: ignore[attr-defined]  # A table, as table() promises.
        found += [f"{_HASHES[key]}:{hashes.text(key).lower()}" for key in _HASHES if hashes.text(key)]
    identifiers = tuple(dict.fromkeys(filter(None, found)))
    if not identifiers:
        raise product.error("names no product", 'write for instance {"@id": "pkg:oci/app@sha256%3A…"}')
    return identifiers
