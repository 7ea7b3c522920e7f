"""Programs and packages that no ecosystem speaks about: feeds that name programs, and product ranges of NVD if they are asked for."""

from collections.abc import Iterable

from mooring.base.errors import ReadError
from mooring.model.cpe import ANY, NOT_APPLICABLE, Cpe, parse_cpe, unquoted
from mooring.model.match import Confidence, DecisionKind
from mooring.model.package import Package
from mooring.vulns.matching.lookups import CPE, CPE_TIER, Lookup, Scope, ecosystem_lookups
from mooring.vulns.names import normal_name
from mooring.vulns.rows import AffectedRow
from mooring.vulns.rules.rule import Hindrance, MatchRule

_MAX_NAMES = 20
"""Product names tried for one package."""
_FOREIGN = (
    ":microsoft:windows",
    ":apple:macos",
    ":apple:mac_os_x",
    ":apple:iphone_os",
    ":google:android",
    ":wordpress:wordpress",
)
"""Platforms that no container image of programs for Linux is."""
_TARGETS = {
    "node.js": ("javascript", "typescript"),
    "nodejs": ("javascript", "typescript"),
    "npm": ("javascript",),
    "python": ("python",),
    "ruby": ("ruby",),
    "rust": ("rust",),
    "go": ("go",),
    "golang": ("go",),
    "java": ("java",),
    "php": ("php",),
    "perl": ("perl",),
    "wordpress": ("php",),
}
"""Target software of a product to the languages of packages that fit."""
_OF_NO_LANGUAGE = frozenset({"linux", "linux_kernel", "docker", "kubernetes", "unix"})


def lookups(package: Package, scope: Scope) -> Iterable[Lookup]:
    """By its name where a feed names programs (interpreters of Ruby), and by vendor and product of each CPE if that is asked for."""
    yield from (lookup for lookup in ecosystem_lookups(package, scope) if lookup.namespace != CPE)
    state = scope.known.get(CPE) if scope.use_cpe else None
    if state is None:
        return
    seen: set[str] = set()
    for text in package.cpes:
        name, version = _named(text)
        if name and name not in seen and len(seen) < _MAX_NAMES:
            seen.add(name)
            yield Lookup(
                namespace=CPE,
                name=normal_name(CPE, name),
                version=version or package.version,
                scheme=state.scheme or "loose",
                tier=CPE_TIER,
                confidence=Confidence.POSSIBLE,
            )


def hindrance(row: AffectedRow, package: Package) -> Hindrance | None:
    """A product without versions, for other software or on another platform says nothing about the package."""
    if not row.intervals and not row.versions:
        return Hindrance(DecisionKind.OTHER_PRODUCT, "names the product without any version")
    qualifiers = row.qualifiers
    if qualifiers is None:
        return None
    if qualifiers.platforms and all(any(name in platform for name in _FOREIGN) for platform in qualifiers.platforms):
        return Hindrance(DecisionKind.OTHER_PRODUCT, f"holds on {', '.join(qualifiers.platforms[:3])} only")
    target = _target(qualifiers.cpe)
    if target and target not in _OF_NO_LANGUAGE and package.language not in _TARGETS.get(target, ()):
        return Hindrance(DecisionKind.OTHER_PRODUCT, f"is about the product for {target}")
    return None


def _named(text: str) -> tuple[str, str]:
    """Vendor and product, and the version of a CPE; empty where it names no product of software."""
    try:
        cpe = parse_cpe(text)
    except ReadError:
        return "", ""
    if cpe.part == "h" or cpe.vendor in (ANY, NOT_APPLICABLE) or cpe.product in (ANY, NOT_APPLICABLE):
        return "", ""
    return f"{unquoted(cpe.vendor)}:{unquoted(cpe.product)}", cpe.plain_version


def _target(text: str) -> str:
    """The target software of a row's product; empty where it has none."""
    if not text:
        return ""
    try:
        cpe: Cpe = parse_cpe(text)
    except ReadError:
        return ""
    return "" if cpe.target_sw in (ANY, NOT_APPLICABLE) else unquoted(cpe.target_sw).lower()


RULE = MatchRule(
    name="product",
    types=frozenset({"generic"}),
    lookups=lookups,
    hindrance=hindrance,
    summary="by CPE, for what no distribution and no ecosystem speaks about; off unless asked for, and only possible",
)
