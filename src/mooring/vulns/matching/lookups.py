"""What to look up for a package: a namespace, a name, and the version that its statements are compared with."""

from collections.abc import Iterator, Mapping

import msgspec

from mooring.model.match import Confidence
from mooring.model.package import Package
from mooring.versions.scheme import SCHEME_OF_TYPE
from mooring.vulns.advisories import NamespaceState
from mooring.vulns.matching.namespaces import Speaker, Speakers
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
    known: Mapping[str, NamespaceState]
    use_cpe: bool = False
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


def distribution_lookups(
    package: Package, scope: Scope, *, source: tuple[str, str, bool] | None = None
) -> Iterator[Lookup]:
    """Look-ups of an OS package by its own name and its source's. `source` is name, version and whether its epoch is unknown."""
    if package.type != scope.speakers.package_type:
        return
    source_name, source_version, is_epoch_unknown = source or (
        package.source_name or package.name,
        package.source_version or package.version,
        False,
    )
    notes = nested_notes(package)
    for speaker in scope.speakers.speakers:
        own = _of_speaker(speaker, package.name, package.version, notes)
        if (source_name, source_version, is_epoch_unknown) == (package.name, package.version, False):
            yield msgspec.structs.replace(own, kinds=EITHER_NAME)
            continue
        yield own
        found = _of_speaker(speaker, source_name, source_version, notes)
        yield msgspec.structs.replace(found, kinds=SOURCE_NAME, is_epoch_unknown=is_epoch_unknown)


def nested_notes(package: Package) -> tuple[str, ...]:
    """A doubt about packages of a root file system inside the image's."""
    root = package.properties.get("root", "")
    return (f"it lies in {root}, which may be of another distribution",) if root else ()


def _of_speaker(speaker: Speaker, name: str, version: str, notes: tuple[str, ...]) -> Lookup:
    notes = (*notes, speaker.note) if speaker.note else notes
    return Lookup(
        namespace=speaker.namespace,
        name=name,
        version=version,
        scheme=speaker.scheme,
        tier=speaker.tier,
        channel=speaker.channel,
        is_active=speaker.is_active,
        needs_same_stream=speaker.is_stream,
        confidence=Confidence.LIKELY if notes else speaker.confidence,
        notes=notes,
    )
