"""Anchore's two triggers about licences: they look at the words of what packages declare, not at what it means."""

from collections.abc import Callable, Iterator
from typing import Annotated, NamedTuple

from mooring.policy.evidence import Evidence
from mooring.policy.gate import Fired, Trigger
from mooring.policy.packages.choosing import PACKAGE_TYPES, of_types
from mooring.policy.parameter import COMMA_LIST, Parameter

_LICENSES = Parameter(
    kind=COMMA_LIST, help="Licences that must not be, as packages declare them.", example="GPLv2+,GPL-3+,BSD-2-clause"
)


class ExactMatch(Trigger, frozen=True, kw_only=True):
    """Fires once where a word of a declared licence is one of these."""

    NAME = "blacklist_exact_match"
    ALIASES = ("denylist_exact_match",)
    DESCRIPTION = (
        "Fires once, with a list, where packages declare one of the licences. Declarations are split at blanks and compared word by word; "
        "the trigger `denied` knows what they mean."
    )

    licenses: Annotated[tuple[str, ...], _LICENSES]
    package_type: Annotated[tuple[str, ...], PACKAGE_TYPES] = ()

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """At most one finding."""
        denied = frozenset(self.licenses)
        yield from _fired("LICFULLMATCH", evidence, self.package_type, lambda word: word in denied)


class PartialMatch(Trigger, frozen=True, kw_only=True):
    """Fires once where a word of a declared licence contains one of these."""

    NAME = "blacklist_partial_match"
    ALIASES = ("denylist_partial_match",)
    DESCRIPTION = (
        "Fires once, with a list, where packages declare a licence that contains one of these texts. Declarations are split at blanks; the "
        "trigger `denied` knows what they mean."
    )

    licenses: Annotated[tuple[str, ...], _LICENSES]
    package_type: Annotated[tuple[str, ...], PACKAGE_TYPES] = ()

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """At most one finding."""
        yield from _fired(
            "LICSUBMATCH", evidence, self.package_type, lambda word: any(denied in word for denied in self.licenses)
        )


def _fired(mark: str, evidence: Evidence, types: tuple[str, ...], is_denied: Callable[[str], bool]) -> Iterator[Fired]:
    places = evidence.once(_places)
    found = sorted(place for word, some in places.items() if is_denied(word) for place in some)
    if found and types:
        wanted = {package.id for package in of_types(evidence, types)}
        found = [place for place in found if place.package_id in wanted]
    if found:
        told = ", ".join(dict.fromkeys(place.text for place in found))
        yield Fired(message=f"{mark} Packages are installed that have blacklisted licenses: {told}")


class _Place(NamedTuple):
    """A word in the licences of a package; ordered as the packages are, then as the words stand."""

    number: int
    text: str
    """`bash(GPL-3+)`."""
    package_id: str


def _places(evidence: Evidence) -> dict[str, list[_Place]]:
    """Every word of every declared licence, and where it stands."""
    found: dict[str, list[_Place]] = {}
    number = 0
    for package in evidence.packages.values():
        for word in dict.fromkeys(word for one in package.licenses for word in one.declared.split()):
            found.setdefault(word, []).append(_Place(number, f"{package.name}({word})", package.id))
            number += 1
    return found
