"""The product tree of a CSAF document, by index."""

from collections.abc import Iterator

import msgspec

from mooring.model.vex import VexProduct
from mooring.vulns.suppression.vex.node import Node

MAX_DEPTH = 100
MAX_CHAIN = 10
MAX_PRODUCTS = 2_000_000


class _Product(msgspec.Struct, frozen=True):
    """A product by itself."""

    identifiers: tuple[str, ...]
    versions: tuple[str, ...] = ()


class Products:
    """Products, groups and relationships of a document. Raises ReadError at what cannot be followed."""

    def __init__(self, tree: Node) -> None:
        self._products: dict[str, _Product] = {}
        self._relations: dict[str, tuple[str, str]] = {}
        self._groups: dict[str, list[str]] = {}
        for name in tree.rows("full_product_names"):
            self._add(name, ())
        self._walk(tree)
        for row in tree.rows("relationships"):
            name = row.table("full_product_name")
            self._add(name, ())
            parts = (row.text("product_reference"), row.text("relates_to_product_reference"))
            if not all(parts):
                raise row.error("names no two products")
            self._relations[name.text("product_id")] = parts
        for row in tree.rows("product_groups"):
            self._groups[row.text("group_id")] = row.texts("product_ids")
        self._made: dict[str, VexProduct] = {}

    def members(self, row: Node) -> Iterator[str]:
        """The products of the groups that a flag, threat or remediation names."""
        for number, group in enumerate(row.texts("group_ids")):
            if group not in self._groups:
                raise row.error(
                    f"names the product group {group[:100]!r} at {number}, which the document does not define"
                )
            yield from self._groups[group]

    def product(self, product_id: str, status: Node) -> VexProduct:
        """The product of this id, its relationships followed. Raises ReadError where the document does not define it."""
        found = self._made.get(product_id)
        if found is None:
            found = self._made[product_id] = self._related(product_id, status)
        return found

    def _walk(self, tree: Node) -> None:
        waiting = [(branch, 1) for branch in tree.rows("branches")]
        while waiting:
            branch, depth = waiting.pop()
            if depth > MAX_DEPTH:
                raise tree.error(f"nests branches more than {MAX_DEPTH} deep")
            if branch.has("product"):
                is_range = branch.text("category") == "product_version_range"
                self._add(branch.table("product"), (branch.text("name"),) if is_range else ())
            waiting += [(inner, depth + 1) for inner in branch.rows("branches")]

    def _add(self, name: Node, versions: tuple[str, ...]) -> None:
        product_id = name.text("product_id")
        if not product_id:
            raise name.error("has no product_id")
        if product_id in self._products:
            # Defined twice (mandatory test 6.1.2): publishers repeat a component under each of its products.
            known = self._products[product_id]
            merged = tuple(dict.fromkeys((*known.identifiers, *_identifiers(name))))
            self._products[product_id] = _Product(merged, known.versions or versions)
            return
        if len(self._products) >= MAX_PRODUCTS:
            raise name.error(f"is one of more than {MAX_PRODUCTS} products")
        self._products[product_id] = _Product(_identifiers(name), versions)

    def _related(self, product_id: str, status: Node) -> VexProduct:
        """A chain of relationships: what it ends in is the product, what it starts with the component, the rest lies between."""
        chain = [product_id]
        at = product_id
        outer: list[str] = []
        while at in self._relations:
            at, holder = self._relations[at]
            outer.append(holder)
            chain.append(at)
            if len(chain) > MAX_CHAIN:
                raise status.error(f"names {product_id[:100]!r}, whose relationships go round in a circle")
        component = self._one(at, product_id, status)
        whole, between = self._outer(outer, product_id, status)
        if not whole:
            return VexProduct(identifiers=component.identifiers, versions=component.versions)
        return VexProduct(
            identifiers=whole, components=component.identifiers, within=between, versions=component.versions
        )

    def _outer(self, holders: list[str], product_id: str, status: Node) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The identifiers of the outermost product, and of those between it and the component."""
        found: list[tuple[str, ...]] = []
        waiting = holders[::-1]
        while waiting:
            at = waiting.pop(0)
            if at in self._relations:
                inner, outer = self._relations[at]
                waiting += [inner, outer]
            else:
                found.append(self._one(at, product_id, status).identifiers)
            if len(found) + len(waiting) > MAX_CHAIN:
                raise status.error(f"names {product_id[:100]!r}, whose relationships go round in a circle")
        if not found:
            return (), ()
        return found[-1], tuple(dict.fromkeys(one for names in found[:-1] for one in names))

    def _one(self, product_id: str, wanted: str, status: Node) -> _Product:
        found = self._products.get(product_id)
        if found is None:
            raise status.error(
                f"names the product {wanted[:100]!r}"
                + (f", a part of {product_id[:100]!r}," if product_id != wanted else ",")
                + " which the document does not define",
                "correct the product_tree of the document",
            )
        return found


def _identifiers(name: Node) -> tuple[str, ...]:
    """What names a product; its text where nothing better does, so that it never means everything."""
    helper = name.table("product_identification_helper")
    found = [helper.text("purl"), helper.text("cpe")]
    for one in helper.rows("hashes"):
        for row in (*one.rows("file_hashes"), one):
            algorithm, value = row.text("algorithm").lower().replace("-", ""), row.text("value").lower()
            found += [f"{algorithm}:{value}"] if algorithm and value else []
    found += [row.text("uri") for row in helper.rows("x_generic_uris")]
    identifiers = tuple(dict.fromkeys(filter(None, found)))
    return identifiers or (name.text("name") or name.text("product_id"),)
