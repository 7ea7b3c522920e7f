"""Triggers of the gate `image` about what the image is and where it comes from: layers, size, age, base image, tag, registry."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Annotated

from mooring.base.errors import BadReference
from mooring.model.evidence.content import Need, Surface
from mooring.model.evidence.signature import BaseImage
from mooring.model.image import ImageReference
from mooring.policy.content.secret import fired_by
from mooring.policy.evidence import Evidence
from mooring.policy.gate import Fired, RuleError, Trigger
from mooring.policy.image.attributes import attribute_of
from mooring.policy.image.config import config_of, reference_of
from mooring.policy.image.sizes import SIZE
from mooring.policy.parameter import BOOLEAN, COMMA_LIST, INTEGER, BadParameter, Parameter, one_of
from mooring.policy.wildcard import PATTERNS, fits_any

_FIRST_CONTAINERS = datetime(2013, 1, 1, tzinfo=UTC)
"""What claims to be older has a fixed time of a reproducible build: 1970, 1980, or the year 1."""
_KNOWN_BY = ("given", "annotation", "history")


class LayerCount(Trigger, frozen=True, kw_only=True):
    """Fires where the image has more layers than it should."""

    NAME = "layer_count"
    DESCRIPTION = "Fires if the image has more layers than this."

    max_layers: Annotated[int, Parameter(kind=INTEGER, help="Highest number of layers.", example="40")]

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """At most one."""
        count = int(attribute_of(evidence.report, "layer_count").text or 0)
        if count > self.max_layers:
            yield Fired(
                message=f"The image has {count} layers; the limit is {self.max_layers}", trigger_id="layer_count"
            )


class Size(Trigger, frozen=True, kw_only=True):
    """Fires where the image is larger than it should be."""

    NAME = "size"
    DESCRIPTION = "Fires if the layers of the image, as they are stored, are larger than this together."

    max_size: Annotated[
        int,
        Parameter(kind=SIZE, help="Highest size in bytes, or with kb, mb, gb or tb (powers of 1024).", example="500mb"),
    ]

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """At most one."""
        size = int(attribute_of(evidence.report, "size").text or 0)
        if size > self.max_size:
            yield Fired(message=f"The image has {size} bytes; the limit is {self.max_size}", trigger_id="size")


class Age(Trigger, frozen=True, kw_only=True):
    """Fires where the image was created long ago, or where nobody can tell when."""

    NAME = "age"
    DESCRIPTION = (
        "Fires if the image was created more than so many days ago. An image that does not say when, or that has the fixed time of a "
        "reproducible build (before 2013), or one in the future, fires too, unless unknown=ignore."
    )

    max_days: Annotated[int, Parameter(kind=INTEGER, help="Highest age in days.", example="90")]
    unknown: Annotated[
        str,
        Parameter(kind=one_of("fire", "ignore"), help="What to do where the time is not known.", example="ignore"),
    ] = "fire"

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """At most one."""
        written = config_of(evidence).created
        created = moment_of(written)
        if created is None or created < _FIRST_CONTAINERS:
            reason = f"it says {written[:40]!r}" if written else "it does not say"
            yield from self._not_known(f"The image does not tell when it was created: {reason}")
            return
        seconds = (evidence.now - created).total_seconds()
        if seconds < -86_400:
            yield from self._not_known(
                f"The image says that it was created on {created.date()}, which is in the future"
            )
        elif seconds > self.max_days * 86_400:
            days = int(seconds // 86_400)
            yield Fired(
                message=f"The image was created {days} days ago; the limit is {self.max_days}", trigger_id="age"
            )

    def _not_known(self, message: str) -> Iterator[Fired]:
        if self.unknown == "fire":
            yield Fired(message=message, trigger_id="age+unknown")


class BaseImageAllowed(Trigger, frozen=True, kw_only=True):
    """Fires where the image is not built on one of the images that it may be built on."""

    NAME = "base_image"
    DESCRIPTION = (
        "Fires if the base image is none of the allowed ones, is a denied one, or is not known well enough: what the history suggests is a "
        "guess and no proof."
    )

    allowed: Annotated[
        tuple[str, ...],
        Parameter(
            kind=PATTERNS,
            help="Names (registry.example/base/*:12) or digests. Left out: every one that is not denied.",
            example="docker.io/library/debian:*,sha256:…",
        ),
    ] = ()
    denied: Annotated[
        tuple[str, ...], Parameter(kind=PATTERNS, help="Names or digests that are refused.", example="*:latest")
    ] = ()
    known_by: Annotated[
        tuple[str, ...],
        Parameter(
            kind=COMMA_LIST,
            help="How the base image may be known: given (its layers were compared), annotation (the image says so), history (a guess).",
            example="given",
        ),
    ] = ("given", "annotation")

    def __post_init__(self) -> None:
        """Refuse what would check nothing. Raises BadParameter."""
        odd = [word for word in self.known_by if word not in _KNOWN_BY]
        if odd:
            raise BadParameter(f"has known_by {odd[0][:100]!r}; expected {', '.join(_KNOWN_BY)}")
        if not self.allowed and not self.denied:
            raise BadParameter("has neither allowed nor denied base images", hint="give one of them")

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """At most one."""
        base = evidence.report.base
        if base is None or not (base.name or base.digest):
            yield Fired(message="The base image is not known", trigger_id="base_image+unknown")
            return
        shown = base.name or base.digest
        if base.known_by not in self.known_by:
            message = f"The base image seems to be {shown}; that is known by {base.known_by or 'nothing'} only"
            yield Fired(message=message, trigger_id=f"base_image+unproven+{shown}")
        elif not self._is_fine(base):
            yield Fired(message=f"The base image {shown} is not an allowed one", trigger_id=f"base_image+{shown}")

    def _is_fine(self, base: BaseImage) -> bool:
        names = _names(base)
        if any(fits_any(name, self.denied) for name in names):
            return False
        return not self.allowed or any(fits_any(name, self.allowed) for name in names)


class TagAllowed(Trigger, frozen=True, kw_only=True):
    """Fires where the image goes by a tag that may mean another image tomorrow."""

    NAME = "tag"
    DESCRIPTION = "Fires if the image goes by a denied tag (latest), by none, or, if asked for, without a digest."

    denied: Annotated[
        tuple[str, ...], Parameter(kind=PATTERNS, help="Tags that are refused.", example="latest,*-snapshot")
    ] = ("latest",)
    require_digest: Annotated[
        bool, Parameter(kind=BOOLEAN, help="Whether the reference must name a digest, too.", example="true")
    ] = False

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One for the tag, one for the digest."""
        reference = reference_of(evidence)
        if reference is None:
            raise RuleError("the name of the image is not known; give it with --tag")
        if reference.tag and fits_any(reference.tag, self.denied):
            yield Fired(message=f"The image goes by the tag {reference.tag}", trigger_id=f"tag+{reference.tag}")
        elif not reference.tag and not reference.digest:
            yield Fired(message="The image goes by no tag and no digest", trigger_id="tag+none")
        if self.require_digest and not reference.digest:
            yield Fired(message="The image is not named by its digest", trigger_id="tag+no-digest")


class RegistryAllowed(Trigger, frozen=True, kw_only=True):
    """Fires where the image comes from elsewhere."""

    NAME = "registry"
    DESCRIPTION = "Fires if the image does not come from one of these registries or repositories."

    allowed: Annotated[
        tuple[str, ...],
        Parameter(
            kind=PATTERNS,
            help="Registries, or registries with repository.",
            example="registry.example,docker.io/library/*",
        ),
    ]

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """At most one."""
        reference = reference_of(evidence)
        if reference is None:
            raise RuleError("the name of the image is not known; give it with --tag")
        whole = f"{reference.registry}/{reference.repository}"
        if not fits_any(reference.registry, self.allowed) and not fits_any(whole, self.allowed):
            yield Fired(message=f"The image comes from {whole}, which is not allowed", trigger_id=f"registry+{whole}")


class HistorySecret(Trigger, frozen=True, kw_only=True):
    """Fires for each secret in the image config or its history."""

    NAME = "history_secret"
    DESCRIPTION = (
        "Fires for each secret in the image config (environment, labels, commands) or in a build step of its history."
    )

    def needs(self) -> Iterable[Need]:
        """The secret search."""
        return (Need.SECRETS,)

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One for each secret, in the order of their places."""
        for secret in evidence.secrets:
            if secret.surface in (Surface.CONFIG, Surface.HISTORY):
                yield fired_by(secret)


def moment_of(text: str) -> datetime | None:
    """The moment of an RFC 3339 time; None where the text is none. A time without a zone is one in UTC."""
    try:
        found = datetime.fromisoformat(text[:64])
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def _names(base: BaseImage) -> tuple[str, ...]:
    """The ways to write it: as it stands, and with registry and tag as Docker fills them in."""
    names = [name for name in (base.name, base.digest) if name]
    try:
        reference = ImageReference.parse(base.name)
    except BadReference:
        return tuple(names)
    return (*names, str(reference), reference.familiar)
