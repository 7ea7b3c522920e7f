"""What to look up for a package: a namespace, a name, and the version that its statements are compared with."""

from collections.abc import Iterator, Mapping

import msgspec

from mooring.model.match import Confidence
from mooring.model.package import Package
from mooring.versions.scheme import SCHEME_OF_TYPE
from mooring.vulns.advisories import NamespaceState
from mooring.vulns.matching.namespaces import PARENT_TIER, Speaker, Speakers
from mooring.vulns.matching.vendors import foreign_vendor
from mooring.vulns.names import normal_name
from mooring.vulns.rows import BINARY_NAME, SOURCE_NAME

CPE = "cpe"
CPE_TIER = 9
EITHER_NAME = SOURCE_NAME | BINARY_NAME
_NAMESPACES = {"otp": "hex", "githubactions": "github"}
"""Purl types whose packages another ecosystem's advisories speak about."""


class Lookup(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One question to the database, and how to read the answer. Equal lookups have equal answers."""

    namespace: str
    name: str
    """Normalised."""
    version: str
    """Empty where it is not known: only statements about every version apply."""
    scheme: str
    kinds: int = BINARY_NAME
    """Which rows answer: SOURCE_NAME, BINARY_NAME or both."""
    tier: int = 0
    """The lowest tier that says anything about a flaw decides."""
    is_ecosystem: bool = False
    """Whether records of several feeds stand side by side, none of them the distribution's own word."""
    channel: str = ""
    is_active: bool = True
    needs_same_stream: bool = False
    is_epoch_unknown: bool = False
    """Epochs are left out of the comparison."""
    confidence: Confidence = Confidence.CERTAIN
    notes: tuple[str, ...] = ()


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for all packages of an inventory."""

    speakers: Speakers
    product: str = ""
    """The distribution without its release, as namespaces begin."""
    known: Mapping[str, NamespaceState]
    use_cpe: bool = False
    has_epochs: bool = False
    """Whether any rpm package of the inventory has an epoch: then those without one have none, whoever wrote the inventory."""
    repositories: frozenset[str] = frozenset()
    """Channels, content sets and product names that the image says it takes packages from, in lower case."""


def ecosystem_of(package: Package) -> str:
    """The namespace that would speak about a package that no distribution brings."""
    return _NAMESPACES.get(package.type, package.type)


def ecosystem_lookups(
    package: Package,
    scope: Scope,
    *,
    name: str = "",
    confidence: Confidence = Confidence.CERTAIN,
    notes: tuple[str, ...] = (),
) -> Iterator[Lookup]:
    """The one look-up of a language package; nothing where no feed speaks about its ecosystem."""
    namespace = ecosystem_of(package)
    state = scope.known.get(namespace)
    if state is not None:
        yield Lookup(
            namespace=namespace,
            name=normal_name(namespace, name or package.name),
            version=package.version,
            scheme=state.scheme or SCHEME_OF_TYPE.get(package.type, "loose"),
            is_ecosystem=True,
            confidence=confidence,
            notes=notes,
        )


class SourceName(msgspec.Struct, frozen=True):
    """What an OS package was built from."""

    name: str
    version: str
    is_epoch_unknown: bool = False


def distribution_lookups(
    package: Package, scope: Scope, *, source: SourceName | None = None, is_epoch_unknown: bool = False
) -> Iterator[Lookup]:
    """Look-ups of an OS package by its own name and by its source's; nothing where no feed speaks about the distribution.

    `is_epoch_unknown` is about the package's own version. Without `source` the inventory's word is taken.
    """
    if package.type != scope.speakers.package_type:
        return
    if source is None:
        source = SourceName(package.source_name or package.name, package.source_version or package.version)
    doubts = _doubts_of(package, scope)
    is_own_source = source == SourceName(package.name, package.version, is_epoch_unknown)
    if epel := epel_of(package, scope):  # Updates of EPEL name the source, and bring all that is built from it.
        yield msgspec.structs.replace(_of_speaker(epel, source, _roots_of(package)), kinds=SOURCE_NAME)
    for speaker in scope.speakers.speakers:
        if epel:
            speaker = msgspec.structs.replace(speaker, tier=max(speaker.tier, PARENT_TIER))
        own = _of_speaker(speaker, SourceName(package.name, package.version, is_epoch_unknown), doubts)
        if is_own_source:
            yield msgspec.structs.replace(own, kinds=EITHER_NAME)
            continue
        yield own
        yield msgspec.structs.replace(_of_speaker(speaker, source, doubts), kinds=SOURCE_NAME)


def rpm_lookups(package: Package, scope: Scope) -> Iterator[Lookup]:
    """By the package's own name (errata) and by its source's (Red Hat's statements about what is open).

    The file name of a source package has no epoch. It is the binary's where version and release are the same; else epochs are left out.
    What reads no rpm database may have lost the epoch of the package too. openEuler's advisories name files, which have none either: there
    no epoch tells anything.
    """
    own = package.version
    is_lost = scope.product == "openeuler" or (
        not scope.has_epochs and ":" not in own and package.found_by not in _KNOW_EPOCHS
    )
    source_version = package.source_version or own
    if ":" in source_version or source_version == own.rpartition(":")[2]:
        source = SourceName(
            package.source_name or package.name, source_version if ":" in source_version else own, is_lost
        )
    else:
        source = SourceName(package.source_name or package.name, source_version, True)
    return distribution_lookups(package, scope, source=source, is_epoch_unknown=is_lost)


_KNOW_EPOCHS = frozenset({"rpm", "rpm-archive", "rpm-manifest", "vendor-inventory", ""})
"""Readers that see the epoch of a package; without a reader the inventory is one of ours."""


def epel_of(package: Package, scope: Scope) -> Speaker | None:
    """Who speaks about a package that EPEL built; None for all others, and where nobody does."""
    epel = scope.speakers.epel
    if epel is None or package.type != "rpm":
        return None
    return epel if "fedora" in package.properties.get("vendor", "").lower() or ".epel" in package.version else None


def _doubts_of(package: Package, scope: Scope) -> tuple[str, ...]:
    """Why a distribution's word about a package of this name may be about another package."""
    doubts = list(_roots_of(package))
    if vendor := foreign_vendor(package, scope.product):
        doubts.append(f"{vendor} built the package, and not the distribution")
    return tuple(doubts)


def _roots_of(package: Package) -> tuple[str, ...]:
    root = package.properties.get("root", "")
    return (f"it lies in {root}, which may be of another distribution",) if root else ()


def _of_speaker(speaker: Speaker, asked: SourceName, notes: tuple[str, ...]) -> Lookup:
    notes = (*notes, speaker.note) if speaker.note else notes
    return Lookup(
        namespace=speaker.namespace,
        name=asked.name,
        version=asked.version,
        scheme=speaker.scheme,
        is_epoch_unknown=asked.is_epoch_unknown,
        tier=speaker.tier,
        channel=speaker.channel,
        is_active=speaker.is_active,
        needs_same_stream=speaker.is_stream,
        confidence=Confidence.LIKELY if notes else speaker.confidence,
        notes=notes,
    )
