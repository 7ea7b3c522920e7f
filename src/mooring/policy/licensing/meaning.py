"""Triggers of ours about licences: they know what SPDX expressions mean."""

from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from typing import Annotated

import msgspec

from mooring.model.evidence.content import LicenseText, Need
from mooring.model.package import License, Package
from mooring.policy.evidence import Evidence
from mooring.policy.gate import Fired, Trigger
from mooring.policy.licensing.categories import CATEGORIES, category_of, patterns_of
from mooring.policy.licensing.expression import Expression, Leaf, can_be_fulfilled, leaves
from mooring.policy.licensing.patterns import LicensePatterns, expression_of, words_of
from mooring.policy.packages.choosing import PACKAGE_TYPES, of_types
from mooring.policy.parameter import BOOLEAN, COMMA_LIST, BadParameter, Parameter, number_within, one_of
from mooring.policy.wildcard import PATTERNS

_PATTERNS = (
    "SPDX identifiers, or what packages declare where that is none; `*` stands for any text, capitals do not matter, and a name without "
    "WITH is about every exception of it, too."
)


class DeniedLicense(Trigger, frozen=True, kw_only=True):
    """Fires for each package that cannot be used without a denied licence."""

    NAME = "denied"
    DESCRIPTION = (
        "Fires for each package that cannot be used without one of these licences. Expressions are understood: `GPL-3.0-only OR MIT` does "
        "not fire where only the GPL is denied, `GPL-3.0-only AND MIT` does. Several declarations of one package all hold."
    )

    licenses: Annotated[
        tuple[str, ...],
        Parameter(kind=PATTERNS, help=f"Licences that must not be: {_PATTERNS}", example="GPL-*,AGPL-*"),
    ]
    except_licenses: Annotated[
        tuple[str, ...],
        Parameter(
            kind=PATTERNS,
            help="Licences that may be all the same, written in the same way.",
            example="GPL-* WITH Classpath-exception-2.0",
            aliases=("except",),
        ),
    ] = ()
    package_type: Annotated[tuple[str, ...], PACKAGE_TYPES] = ()

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One finding for each package."""
        denied, excepted = LicensePatterns(self.licenses), LicensePatterns(self.except_licenses)
        for package, expression in _unfulfilled(
            evidence, self.package_type, lambda leaf: not denied.fit(leaf) or excepted.fit(leaf)
        ):
            if expression is None:
                continue
            yield Fired(
                message=f"Package {package.name} is under a denied license: {words_of(package)}", subject=package.id
            )


class AllowedLicense(Trigger, frozen=True, kw_only=True):
    """Fires for each package that cannot be used under the licences allowed."""

    NAME = "allowed"
    DESCRIPTION = (
        "Fires for each package that cannot be used under licences of the list alone. Expressions are understood: of `A OR B` one must be "
        "on the list, of `A AND B` both; an exception gives more than the licence, so a listed licence will do with any exception."
    )

    licenses: Annotated[
        tuple[str, ...],
        Parameter(kind=PATTERNS, help=f"Licences that may be: {_PATTERNS}", example="MIT,Apache-2.0,BSD-*"),
    ]
    unlicensed: Annotated[
        str,
        Parameter(
            kind=one_of("fire", "ignore"),
            help="What becomes of packages that name no licence: fire, or ignore them.",
            example="ignore",
        ),
    ] = "fire"
    package_type: Annotated[tuple[str, ...], PACKAGE_TYPES] = ()

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One finding for each package."""
        allowed = LicensePatterns(self.licenses)
        for package, expression in _unfulfilled(evidence, self.package_type, allowed.fit):
            if expression is not None:
                yield Fired(
                    message=f"Package {package.name} is not under an allowed license: {words_of(package)}",
                    subject=package.id,
                )
            elif self.unlicensed == "fire":
                yield Fired(message=f"Package {package.name} names no license", subject=package.id)


_OWN = Parameter(
    kind=PATTERNS,
    help="Licences that the policy puts into this category, with `*` for any ending; they go before Mooring's own table.",
    example="LicenseRef-Example,MPL-*",
)


class LicenseCategory(Trigger, frozen=True, kw_only=True):
    """Fires for each package that cannot be used without a licence of these categories."""

    NAME = "category"
    DESCRIPTION = (
        "Fires for each package that cannot be used without a licence of one of these categories: forbidden (AGPL, non-commercial), "
        "restricted (GPL, LGPL), reciprocal (MPL, EPL), notice (MIT, Apache, BSD), permissive, unencumbered (CC0), and unknown for what no "
        "table names. Expressions are understood as in `denied`."
    )

    categories: Annotated[
        tuple[str, ...],
        Parameter(
            kind=COMMA_LIST,
            help=f"Categories that fire: {', '.join(CATEGORIES)}.",
            example="forbidden,restricted,unknown",
        ),
    ]
    package_type: Annotated[tuple[str, ...], PACKAGE_TYPES] = ()
    forbidden: Annotated[tuple[str, ...], _OWN] = ()
    restricted: Annotated[tuple[str, ...], _OWN] = ()
    reciprocal: Annotated[tuple[str, ...], _OWN] = ()
    notice: Annotated[tuple[str, ...], _OWN] = ()
    permissive: Annotated[tuple[str, ...], _OWN] = ()
    unencumbered: Annotated[tuple[str, ...], _OWN] = ()

    def __post_init__(self) -> None:
        """Refuse a category that there is not. Raises BadParameter."""
        for one in self.categories:
            if one.lower() not in CATEGORIES:
                near = get_close_matches(one.lower(), CATEGORIES, n=1)
                raise BadParameter(
                    f"has {one[:100]!r}, which is no category of licenses; expected one of {', '.join(CATEGORIES)}",
                    hint=f"did you mean {near[0]!r}?" if near else "",
                )

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One finding for each package."""
        fires = frozenset(one.lower() for one in self.categories)
        own = self._own()
        for package, expression in _unfulfilled(
            evidence, self.package_type, lambda leaf: category_of(leaf.base, own) not in fires
        ):
            if expression is None:
                continue
            found = {category_of(leaf.base, own) for leaf in leaves(expression)} & fires
            ordered = ", ".join(category for category in CATEGORIES if category in found)
            yield Fired(
                message=f"Package {package.name} is under a license of category {ordered}: {words_of(package)}",
                subject=package.id,
            )

    def _own(self) -> dict[str, str]:
        given = (
            self.forbidden, self.restricted, self.reciprocal, self.notice, self.permissive, self.unencumbered,
        )  # fmt: skip
        own: dict[str, str] = {}
        for category, names in zip(CATEGORIES, given, strict=False):
            own |= patterns_of(category, names)
        return own


class UnknownLicense(Trigger, frozen=True, kw_only=True):
    """Fires for each package of which nobody knows the licence."""

    NAME = "unknown"
    DESCRIPTION = "Fires for each package that names no licence, and, where asked for, for each whose licence is no SPDX expression."

    unrecognised: Annotated[
        bool,
        Parameter(
            kind=BOOLEAN, help="Fire for licences that are named but are no SPDX expression, too.", example="true"
        ),
    ] = False
    package_type: Annotated[tuple[str, ...], PACKAGE_TYPES] = ()

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One finding for each package."""
        for package in of_types(evidence, self.package_type):
            named = [one for one in package.licenses if one.expression or one.declared.strip()]
            if not named:
                yield Fired(message=f"Package {package.name} names no license", subject=package.id)
            elif self.unrecognised and (odd := [one.declared for one in named if not one.expression]):
                yield Fired(
                    message=f"Package {package.name} names a license that is no SPDX expression: {odd[0][:200]!r}",
                    subject=package.id,
                )


class TextDiffers(Trigger, frozen=True, kw_only=True):
    """Fires for each licence text of a package that contradicts what the package declares."""

    NAME = "text_differs"
    DESCRIPTION = (
        "Fires for each file of a package that holds the text of a licence which the package does not declare. Packages that declare none, "
        "or nothing that is an SPDX expression, do not fire: see `unknown`."
    )

    min_confidence: Annotated[
        float,
        Parameter(
            kind=number_within(0, 1),
            help="Share of the licence's words, from 0 to 1, that a text must have.",
            example="0.95",
        ),
    ] = 0.9
    package_type: Annotated[tuple[str, ...], PACKAGE_TYPES] = ()

    def needs(self) -> Iterable[Need]:
        """Licence texts."""
        return (Need.LICENSE_TEXTS,)

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One finding for each text, in the order of packages and paths."""
        texts: dict[str, list[LicenseText]] = {}
        for text in evidence.content.license_texts:
            if text.package and text.confidence >= self.min_confidence:
                texts.setdefault(text.package, []).append(text)
        for package in of_types(evidence, self.package_type) if texts else ():
            if package.id in texts and (declared := _declared(package)):
                yield from _contradictions(package, declared, texts[package.id])


def _contradictions(package: Package, declared: frozenset[str], texts: list[LicenseText]) -> Iterator[Fired]:
    for text in texts:
        if _same_text(text.license) not in declared:
            yield Fired(
                message=f"Package {package.name} declares {words_of(package)}, but {text.path} holds the text of {text.license}",
                subject=package.id,
            )


def _declared(package: Package) -> frozenset[str]:
    """The texts that belong to what a package declares; none where a part of it is no SPDX expression, since that could be anything."""
    expression = expression_of(package)
    if expression is None or not all(one.expression for one in package.licenses if one.declared.strip()):
        return frozenset()
    return frozenset(_same_text(leaf.base) for leaf in leaves(expression))


def _same_text(license_id: str) -> str:
    """Identifiers that differ in what is said about the text share one: `-only` and `-or-later`."""
    return license_id.lower().removesuffix("-only").removesuffix("-or-later").rstrip("+")


class _Licensing(msgspec.Struct, frozen=True, kw_only=True):
    """The different licensings of an image, which are few, and which package has which."""

    expressions: tuple[Expression | None, ...]
    """None: names no licence."""
    numbers: dict[str, int]
    """Package id to place in `expressions`."""


def _unfulfilled(
    evidence: Evidence, types: tuple[str, ...], may_be: Callable[[Leaf], bool]
) -> Iterator[tuple[Package, Expression | None]]:
    """The packages that cannot be used under licences that may be, and those that name none."""
    licensing = evidence.once(_licensing)
    found = {
        number
        for number, expression in enumerate(licensing.expressions)
        if expression is None or not can_be_fulfilled(expression, may_be)
    }
    for package in of_types(evidence, types) if found else ():
        number = licensing.numbers[package.id]
        if number in found:
            yield package, licensing.expressions[number]


def _licensing(evidence: Evidence) -> _Licensing:
    places: dict[tuple[License, ...], int] = {}
    expressions: list[Expression | None] = []
    numbers: dict[str, int] = {}
    for package in evidence.packages.values():
        number = places.get(package.licenses)
        if number is None:
            number = places[package.licenses] = len(expressions)
            expressions.append(expression_of(package))
        numbers[package.id] = number
    return _Licensing(expressions=tuple(expressions), numbers=numbers)
