"""Conditions of a row beyond its versions, as the feeds state them; the same for every rule."""

from mooring.model.match import DecisionKind
from mooring.model.package import Package
from mooring.vulns.matching.lookups import Lookup, Scope
from mooring.vulns.rows import NEGATIVE, AffectedRow
from mooring.vulns.rules.rule import Hindrance

_ARCHITECTURES = {
    "amd64": "x86_64",
    "x64": "x86_64",
    "arm64": "aarch64",
    "armv8": "aarch64",
    "i386": "x86",
    "i486": "x86",
    "i586": "x86",
    "i686": "x86",
    "386": "x86",
    "ppc64el": "ppc64le",
    "armv7": "armhf",
    "armv7l": "armhf",
    "armv7hl": "armhf",
    "mips64el": "mips64le",
}
_NO_ARCHITECTURE = frozenset({"", "all", "any", "noarch", "src", "source", "*"})
"""Of a package or a row: says nothing about the machine."""
_MODULAR = (".module", "+module")
"""Releases of packages from modules name them so, in Red Hat's builds and in all rebuilds."""


def hindrance_of(row: AffectedRow, lookup: Lookup, package: Package, scope: Scope) -> Hindrance | None:
    """Why the row does not apply to the package, or None."""
    qualifiers = row.qualifiers
    if qualifiers is None:
        return None
    if qualifiers.module is not None and (found := _of_module(qualifiers.module, package)):
        return found
    if qualifiers.architectures and (found := _of_architecture(qualifiers.architectures, row.flags, package)):
        return found
    if qualifiers.symbols and (found := _of_symbols(qualifiers.symbols, package)):
        return found
    if qualifiers.repository and not _has_repository(qualifiers.repository, lookup, scope):
        return Hindrance(DecisionKind.OTHER_PRODUCT, f"is about packages of the repository {qualifiers.repository}")
    return None


def words_for(row: AffectedRow, lookup: Lookup) -> tuple[str, ...]:
    """What else had to hold for a row that applies, in words."""
    words = []
    if lookup.channel:
        words.append(f"channel {lookup.channel}")
    if (qualifiers := row.qualifiers) is not None:
        if qualifiers.module is not None:
            words.append(f"module {qualifiers.module}" if qualifiers.module else "in no module")
        if qualifiers.architectures:
            words.append(f"architecture {', '.join(qualifiers.architectures[:8])}")
        if qualifiers.repository:
            words.append(f"repository {qualifiers.repository}")
        if qualifiers.symbols:
            words.append(
                f"uses one of {', '.join(qualifiers.symbols[:3])}{', …' if len(qualifiers.symbols) > 3 else ''}"
            )
        if qualifiers.platforms:
            words.append(f"on {', '.join(qualifiers.platforms[:3])}")
    return tuple(words)


def is_of_module(version: str) -> bool:
    """Whether the version of an rpm says that it is of a module, whichever."""
    return any(mark in version for mark in _MODULAR)


def _of_module(module: str, package: Package) -> Hindrance | None:
    """Red Hat's modules. A package whose label is not known but whose release says that it is of a module may be of any."""
    label = package.properties.get("modularity", "")
    is_modular = bool(label) or is_of_module(package.version)
    if not module:
        if not is_modular:
            return None
        return Hindrance(
            DecisionKind.OTHER_MODULE, f"is about packages outside of modules; this one is of {label or 'one'}"
        )
    if not is_modular:
        return Hindrance(DecisionKind.OTHER_MODULE, f"is about the module {module}; the package is of none")
    if not label or f"{label}:".startswith(f"{module}:"):
        return None
    return Hindrance(DecisionKind.OTHER_MODULE, f"is about the module {module}; the package is of {label}")


def _of_architecture(architectures: tuple[str, ...], flags: int, package: Package) -> Hindrance | None:
    """A package without architecture fits what is affected, and is not cleared by what is said of one machine."""
    own = package.architecture.lower()
    if own in _NO_ARCHITECTURE:
        if not flags & NEGATIVE or own:
            return None
        return Hindrance(DecisionKind.OTHER_ARCHITECTURE, "clears some architectures; that of the package is not known")
    folded = _ARCHITECTURES.get(own, own)
    for architecture in architectures:
        given = architecture.lower()
        if given in _NO_ARCHITECTURE or _ARCHITECTURES.get(given, given) == folded:
            return None
    return Hindrance(DecisionKind.OTHER_ARCHITECTURE, f"is about {', '.join(architectures[:8])}; the package is {own}")


def _of_symbols(symbols: tuple[str, ...], package: Package) -> Hindrance | None:
    """Go: one of the functions, or the import path where no function is named, must be in the program if its symbols are known."""
    known = package.properties.get("symbols", "")
    if not known:
        return None
    present = set(known.split())
    imported = {symbol.partition("#")[0] for symbol in present}
    if any(symbol in present if "#" in symbol else symbol in imported for symbol in symbols):
        return None
    return Hindrance(DecisionKind.CODE_ABSENT, "none of the vulnerable functions is in the program")


def _has_repository(repository: str, lookup: Lookup, scope: Scope) -> bool:
    """Whether the image takes packages from a repository or has a product (a CPE URI, which may name less than the image does).

    A channel that is looked up is believed to be meant as a whole, but for that of products on top of the distribution.
    """
    if lookup.channel and lookup.channel != "layered":
        return True
    wanted = repository.lower()
    return wanted in scope.repositories or any(known.startswith(f"{wanted}:") for known in scope.repositories)
