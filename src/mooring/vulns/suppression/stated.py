"""VEX statements at work: which of them are about a match, and which of those holds."""

from collections.abc import Iterable, Iterator

from mooring.model.match import ExceptionNote, Match, SuppressedBy, Suppression
from mooring.model.package import Package
from mooring.model.vex import VexProduct, VexStatement, VexStatus
from mooring.vulns.suppression.identifiers import identifiers_of
from mooring.vulns.suppression.name_index import NameIndex, name_of_identifier
from mooring.vulns.suppression.products import closeness
from mooring.vulns.suppression.surroundings import Surroundings

CLEARING = (VexStatus.NOT_AFFECTED, VexStatus.FIXED)
"""The status that takes a match out of the count."""
_SHOWN = 3
MAX_NOTED = 100
"""Statements about one vulnerability that are named where none of them fits."""


class Stated:
    """The statements, found by identifier.

    Of several about one match the latest holds; of equally late ones that which names the package most closely; and of equally close ones
    that which lets the match count.
    """

    def __init__(self, statements: Iterable[VexStatement], around: Surroundings) -> None:
        self._around = around
        self._statements = tuple(statements)
        self._by_identifier: dict[str, list[int]] = {}
        self._without_products: dict[str, int] = {}
        for number, statement in enumerate(self._statements):
            if not statement.products:
                self._without_products[statement.origin] = self._without_products.get(statement.origin, 0) + 1
                continue
            for identifier in dict.fromkeys(name.upper() for name in statement.vulnerabilities):
                self._by_identifier.setdefault(identifier, []).append(number)
        self._indexes: dict[str, NameIndex[tuple[int, VexProduct]]] = {}
        self._overruled: dict[str, ExceptionNote] = {}
        self._applied: set[str] = set()
        self._elsewhere: dict[str, dict[str, str]] = {}

    def about(self, match: Match, package: Package) -> Iterator[Suppression]:
        """The suppression that the statement which holds gives, if it gives one."""
        names = sorted(name for name in identifiers_of(match) if name in self._by_identifier)
        ranked = self._ranked(names, package)
        if not ranked:
            self._note_others(names, match)
            return
        self._applied.update(one.origin for _, one in ranked)
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

    def _ranked(self, names: Iterable[str], package: Package) -> list[tuple[tuple[str, int, bool], VexStatement]]:
        """The statements about the package, with what decides which of them holds; in the order of the documents."""
        best: dict[int, int] = {}
        for name in names:
            for number, product in self._candidates(name, package):
                close = closeness(product, package, self._around)
                if close > best.get(number, 0):
                    best[number] = close
        found = ((self._statements[number], close) for number, close in sorted(best.items()))
        return [((one.timestamp, close, one.status not in CLEARING), one) for one, close in found]

    def _candidates(self, name: str, package: Package) -> Iterator[tuple[int, VexProduct]]:
        """Products that may be the package, or what it is part of."""
        index = self._indexes.get(name)
        if index is None:
            index = self._indexes[name] = NameIndex()
            for number in self._by_identifier[name]:
                for product in self._statements[number].products:
                    index.add((number, product), map(name_of_identifier, product.components or product.identifiers))
        for one in (package, *self._around.holders(package)):
            yield from index.about(one)
        yield from index.others

    def _note_others(self, names: Iterable[str], match: Match) -> None:
        for name in names:
            for number in self._by_identifier[name][:MAX_NOTED]:
                statement = self._statements[number]
                found = self._elsewhere.setdefault(statement.origin, {})
                found.setdefault(match.vulnerability.id, _product_words(statement))


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
