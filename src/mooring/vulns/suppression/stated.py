"""VEX statements at work: which of them are about a match, and which of those holds."""

from collections.abc import Iterable, Iterator

from mooring.model.match import ExceptionNote, Match, SuppressedBy, Suppression
from mooring.model.package import Package
from mooring.model.vex import VexProduct, VexStatement, VexStatus
from mooring.vulns.suppression.identifiers import identifiers_of
from mooring.vulns.suppression.images import purl_of
from mooring.vulns.suppression.products import closeness
from mooring.vulns.suppression.surroundings import Surroundings

CLEARING = (VexStatus.NOT_AFFECTED, VexStatus.FIXED)
"""The status that takes a match out of the count."""
_SHOWN = 3


class Stated:
    """The statements, found by identifier.

    Of several about one match the latest holds; of equally late ones that which names the package most closely; and of equally close ones
    that which lets the match count.
    """

    def __init__(self, statements: Iterable[VexStatement], around: Surroundings) -> None:
        self._around = around
        self._by_identifier: dict[str, list[tuple[int, VexStatement]]] = {}
        self._without_products: dict[str, int] = {}
        for number, statement in enumerate(statements):
            if not statement.products:
                self._without_products[statement.origin] = self._without_products.get(statement.origin, 0) + 1
                continue
            for identifier in statement.vulnerabilities:
                self._by_identifier.setdefault(identifier.upper(), []).append((number, statement))
        self._indexes: dict[int, _Products] = {}
        self._overruled: dict[str, ExceptionNote] = {}
        self._applied: set[str] = set()
        self._elsewhere: dict[str, dict[str, str]] = {}

    def about(self, match: Match, package: Package) -> Iterator[Suppression]:
        """The suppression that the statement which holds gives, if it gives one."""
        known = {
            number: statement
            for identifier in identifiers_of(match)
            for number, statement in self._by_identifier.get(identifier, ())
        }
        ranked = []
        for number, statement in sorted(known.items()):
            close = self._closeness(number, statement, package)
            if close:
                self._applied.add(statement.origin)
                ranked.append(((statement.timestamp, close, statement.status not in CLEARING), statement))
            else:
                self._elsewhere.setdefault(statement.origin, {})[match.vulnerability.id] = _product_words(statement)
        if not ranked:
            return
        holding = max(ranked, key=lambda one: one[0])[1]
        if holding.status in CLEARING:
            yield _suppression_of(holding)
        elif any(one.status in CLEARING for _, one in ranked):
            self._overruled[f"{holding.id}\0{match.vulnerability.id}"] = ExceptionNote(
                statement=holding.id,
                origin=holding.origin,
                problem=f"says {_words(holding.status)} of {match.vulnerability.id} and overrules a statement that would not count it",
            )

    def notes(self) -> Iterator[ExceptionNote]:
        """Statements without products, contradictions, and documents that speak of findings of this image, but in other products."""
        for origin, count in self._without_products.items():
            counted = f"{count} statements name" if count > 1 else "a statement names"
            yield ExceptionNote(statement="VEX", origin=origin, problem=f"{counted} no product and cannot be applied")
        yield from self._overruled.values()
        for origin, found in self._elsewhere.items():
            if origin not in self._applied:
                identifiers = sorted(found)
                more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
                problem = (
                    f"speaks of {', '.join(identifiers[:_SHOWN])}{more}, but of other products: "
                    f"{found[identifiers[0]]} is neither this image nor the package that was found in it"
                )
                yield ExceptionNote(statement="VEX", origin=origin, problem=problem)

    def _closeness(self, number: int, statement: VexStatement, package: Package) -> int:
        index = self._indexes.get(number)
        if index is None:
            index = self._indexes[number] = _Products(statement.products)
        return max(
            (closeness(one, package, self._around) for one in index.candidates(package, self._around)), default=0
        )


class _Products:
    """The products of a statement by the names of the packages that they are about: documents of distributions list thousands."""

    def __init__(self, products: Iterable[VexProduct]) -> None:
        self._by_name: dict[str, list[VexProduct]] = {}
        self._others: list[VexProduct] = []
        for product in products:
            names = {_name(one) for one in product.components or product.identifiers}
            if "" in names:
                self._others.append(product)
            else:
                for name in names:
                    self._by_name.setdefault(name, []).append(product)

    def candidates(self, package: Package, around: Surroundings) -> Iterator[VexProduct]:
        """Products that may be about the package, or about what it is part of."""
        for one in (package, *around.holders(package)):
            own = purl_of(one.purl)
            for name in {own.name if own else "", one.source_name} - {""}:
                yield from self._by_name.get(_folded(one.type, name), ())
        yield from self._others


def _name(identifier: str) -> str:
    """The key of an operating-system package's purl, of which there may be thousands; empty for what has to be looked at each time."""
    if not identifier.startswith(("pkg:deb/", "pkg:rpm/", "pkg:apk/")):
        return ""
    purl = purl_of(identifier)
    return _folded(purl.type, purl.name) if purl is not None else ""


def _folded(kind: str, name: str) -> str:
    return f"{kind}/{name.lower()}"


def _suppression_of(statement: VexStatement) -> Suppression:
    words = _words(statement.status)
    if statement.status is VexStatus.FIXED:
        reason = f"{words}: {statement.reason}" if statement.reason else words
    else:
        reason = statement.reason or words
    return Suppression(
        by=SuppressedBy.VEX,
        statement=statement.id,
        origin=statement.origin,
        author=statement.author,
        reason=reason,
        justification=statement.justification,
    )


def _words(status: VexStatus) -> str:
    return status.value.replace("_", " ")


def _product_words(statement: VexStatement) -> str:
    product = statement.products[0]
    text = next(iter((*product.identifiers, *product.components)), "")
    return repr(text if len(text) <= 120 else text[:119] + "…")
