"""Which mapping holds for an image, and why the ones before it do not.

Anchore's rules: the first mapping that matches decides; `dockerhub/` means `docker.io/`; an image without a tag is judged as
`*/*:*`, which only patterns such as `*` match. A mapping by digest or id matches where registry and repository match too and the
image is that image; the old engine broke on those.
"""

from collections.abc import Iterable, Sequence

import msgspec

from mooring.model.policy import BundleProblem, ImageRule, ImageSelector, Mapping
from mooring.policy.compiling.pattern import BadPattern, Pattern, compile_pattern
from mooring.policy.evidence import Evidence, JudgedName

DOCKER_HUB = "docker.io"
_OLD_DOCKER_HUB = "dockerhub"
_MAX_NAME_CHARS = 2_000


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """What an image goes by."""

    name: JudgedName
    digests: frozenset[str] = frozenset()
    """Of its manifest, and of the index it was chosen from."""
    ids: frozenset[str] = frozenset()
    """Image ids, without `sha256:`."""
    is_scanned: bool = True
    """False before the image was read: digest and id are not known yet."""


class Selector(msgspec.Struct, frozen=True, kw_only=True):
    """A compiled ImageSelector."""

    registry: Pattern
    repository: Pattern
    kind: str
    tag: Pattern | None
    """None for digests and ids."""
    value: str


class CompiledMapping(msgspec.Struct, frozen=True, kw_only=True):
    """A mapping, or an image that is allowed or denied, ready to be compared."""

    rule: Mapping | ImageRule
    selector: Selector | None
    """None where a pattern in it cannot be used: it matches nothing, and what is wrong with it counts."""


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """One mapping that was looked at."""

    rule: Mapping | ImageRule
    reason: str
    """Why it does not match, in words; empty where it does."""


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """The mapping that holds, and those that were looked at, it included."""

    chosen: Mapping | ImageRule | None
    index: int = -1
    attempts: tuple[Attempt, ...] = ()


def judged_name(text: str) -> JudgedName:
    """The name that a user means: `[registry/]repository[:tag]`, as Anchore reads it: `nginx` is docker.io/nginx:latest, no `library/`.

    A digest after `@` is left out, and the tag is then unknown (`*`) unless it is given. Empty text is a name without a tag at all.
    """
    name, at, _ = text.strip()[:_MAX_NAME_CHARS].partition("@")
    if not name:
        return JudgedName()
    head, slash, rest = name.partition("/")
    if not slash or not ("." in head or ":" in head or head in ("localhost", _OLD_DOCKER_HUB, "*")):
        head, rest = DOCKER_HUB, name
    repository, colon, tag = rest.rpartition(":")
    if not colon or "/" in tag:
        repository, tag = rest, "*" if at else "latest"
    return JudgedName(registry=_registry(head), repository=repository, tag=tag)


def identity_of(evidence: Evidence) -> Identity:
    """What the image of this evidence goes by."""
    image = evidence.report.image
    name = evidence.name
    digests = {digest for digest in (image.digest, image.index_digest) if digest}
    return Identity(
        name=JudgedName(registry=_registry(name.registry), repository=name.repository, tag=name.tag),
        digests=frozenset(digests),
        ids=frozenset({_bare(image.image_id)} if image.image_id else ()),
    )


def compile_mapping(rule: Mapping | ImageRule) -> tuple[CompiledMapping, tuple[BundleProblem, ...]]:
    """The mapping with its patterns compiled, and what is wrong with them."""
    image = rule.image
    problems: list[BundleProblem] = []
    registry = _pattern(image.registry, f"{rule.path}.registry", problems)
    repository = _pattern(image.repository, f"{rule.path}.repository", problems)
    tag = _pattern(image.value, f"{rule.path}.image.value", problems) if image.kind == "tag" else None
    if registry is None or repository is None or (tag is None and image.kind == "tag"):
        return CompiledMapping(rule=rule, selector=None), tuple(problems)
    if image.registry == _OLD_DOCKER_HUB:
        problems.append(
            BundleProblem(
                path=f"{rule.path}.registry",
                message=f"is {_OLD_DOCKER_HUB!r}, which no image has: names are compared after it became {DOCKER_HUB!r}",
                hint=f"write {DOCKER_HUB!r}",
                is_error=False,
                kind="never-matches",
            )
        )
    selector = Selector(registry=registry, repository=repository, kind=image.kind, tag=tag, value=image.value)
    return CompiledMapping(rule=rule, selector=selector), tuple(problems)


def choose(mappings: Sequence[CompiledMapping], identity: Identity) -> Choice:
    """The first that matches."""
    attempts: list[Attempt] = []
    for index, mapping in enumerate(mappings):
        reason = why_not(mapping, identity)
        attempts.append(Attempt(rule=mapping.rule, reason=reason))
        if not reason:
            return Choice(chosen=mapping.rule, index=index, attempts=tuple(attempts))
    return Choice(chosen=None, attempts=tuple(attempts))


def why_not(mapping: CompiledMapping, identity: Identity) -> str:
    """Why a mapping does not match, in words; empty where it does."""
    selector, name = mapping.selector, identity.name
    if selector is None:
        return "a pattern in it cannot be used"
    parts = [
        ("registry", selector.registry, name.registry),
        ("repository", selector.repository, name.repository),
    ]
    if selector.tag is not None:
        parts.append(("tag", selector.tag, name.tag))
    for word, pattern, value in parts:
        if not pattern.matches(value):
            return f"the {word} {value!r} does not match {pattern.text!r}"
    return _why_another_image(selector, identity)


def shadowed_by(mappings: Iterable[CompiledMapping], mapping: CompiledMapping) -> Mapping | ImageRule | None:
    """The mapping before this one that already matches every image; None where there is none."""
    for earlier in mappings:
        if earlier is mapping:
            return None
        selector = earlier.selector
        if (
            selector is not None
            and selector.tag is not None
            and all(part.matches_everything for part in (selector.registry, selector.repository, selector.tag))
        ):
            return earlier.rule
    return None


def shown(image: ImageSelector) -> str:
    """The selector as one text: `docker.io/app/*:v1`, `*/*@sha256:…`."""
    mark = ":" if image.kind == "tag" else "@"
    return f"{image.registry}/{image.repository}{mark}{image.value}"


def _why_another_image(selector: Selector, identity: Identity) -> str:
    if selector.kind == "tag" or not identity.is_scanned:
        return ""
    if selector.kind == "digest":
        return "" if selector.value in identity.digests else f"the image's digest is not {selector.value!r}"
    return "" if _bare(selector.value) in identity.ids else f"the image's id is not {selector.value!r}"


def _pattern(text: str, path: str, problems: list[BundleProblem]) -> Pattern | None:
    if text != text.strip():
        message = f"is {text[:100]!r}; no name begins or ends with white space, so it would match none"
        problems.append(
            BundleProblem(path=path, message=message, kind="bad-pattern", hint=f"write {text.strip()[:100]!r}")
        )
        return None
    try:
        return compile_pattern(text)
    except BadPattern as error:
        problems.append(BundleProblem(path=path, message=str(error), kind="bad-pattern"))
        return None


def _registry(text: str) -> str:
    return DOCKER_HUB if text == _OLD_DOCKER_HUB else text


def _bare(image_id: str) -> str:
    return image_id.removeprefix("sha256:")
