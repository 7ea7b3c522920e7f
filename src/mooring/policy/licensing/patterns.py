"""Licences as policies name them, compared with those of packages."""

import re
from collections.abc import Iterable

from mooring.model.package import License, Package
from mooring.policy.gate import RuleError
from mooring.policy.licensing.expression import AllOf, Expression, Leaf, parsed
from mooring.policy.regex import BadRegex
from mooring.policy.wildcard import fits

_OLD_GNU = re.compile(r"((?:a|l)?gpl|gfdl)-[0-9](?:\.[0-9])?(\+)?")


class LicensePatterns:
    """Names of licences with `*` for any text, or `regexp:` and an expression; capitals do not matter.

    A pattern without WITH is about the licence with any exception, too. The old names `GPL-2.0` and `GPL-2.0+` mean the current ones:
    the first `-only` and `-or-later`, since who has the later version may take this one; the second `-or-later`.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = tuple(dict.fromkeys(one for text in texts for one in _current(text)))
        self._known: dict[str, bool] = {}

    def fit(self, leaf: Leaf) -> bool:
        """Whether one of them means this licence. Raises RuleError where an expression is none."""
        found = self._known.get(leaf.name)
        if found is None:
            found = self._known[leaf.name] = any(_fits(leaf, text) for text in self._texts)
        return found


def expression_of(package: Package) -> Expression | None:
    """What the package is licensed under, all of it; None where it names no licence. A declaration that is no SPDX expression is one
    licence by that name."""
    parts = tuple(_tree(one) for one in package.licenses if one.expression or one.declared.strip())
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else AllOf(parts)


def words_of(package: Package) -> str:
    """The licences of a package for people."""
    return ", ".join(one.expression or one.declared for one in package.licenses)[:500]


def _tree(one: License) -> Expression:
    return parsed(one.expression) if one.expression else Leaf(" ".join(one.declared[:500].split()))


def _current(text: str) -> tuple[str, ...]:
    lowered = text if text.startswith("regexp:") else " ".join(text.lower().split())
    old = _OLD_GNU.fullmatch(lowered)
    if old is None:
        return (lowered,)
    stem = lowered.rstrip("+")
    return (f"{stem}-or-later",) if old[2] else (lowered, f"{stem}-only", f"{stem}-or-later")


def _fits(leaf: Leaf, text: str) -> bool:
    try:
        if text.startswith("regexp:"):
            return fits(leaf.name, text)
        return fits(leaf.name.lower(), text) or (" with " not in text and fits(leaf.base.lower(), text))
    except BadRegex as error:
        raise RuleError(f"a pattern of licences is not a regular expression: {error}") from None
