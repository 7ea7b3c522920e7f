"""SLSA provenance, 0.2 and 1: who built the image, from what, and how (slsa.dev/provenance)."""

from collections.abc import Iterable, Mapping
from typing import TypeGuard

import msgspec

from mooring.policy.signing.statements import Statement

SLSA_02, SLSA_1 = "https://slsa.dev/provenance/v0.2", "https://slsa.dev/provenance/v1"
TYPES = (SLSA_02, SLSA_1)
_MAX_MATERIALS = 10_000


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Where the source of a build came from."""

    repository: str
    """Without `git+` and without the ref: `https://github.com/example/app`."""
    ref: str = ""
    """`refs/heads/main`; empty where it is not told."""


class Provenance(msgspec.Struct, frozen=True, kw_only=True):
    """What a provenance says."""

    builder: str
    build_type: str
    sources: tuple[Source, ...] = ()
    """What the build was started from; where it does not say, the git repositories among its materials."""
    materials: tuple[tuple[str, str], ...] = ()
    """URI and digest (`sha256:…`) of what went in."""


def provenance_of(statement: Statement) -> Provenance | None:
    """What the statement says of the build; None where it is no provenance of a known version.

    Fields that are absent or of the wrong kind are empty: an empty builder fits no pattern.
    """
    if statement.predicate_type not in TYPES:
        return None
    try:
        predicate = msgspec.json.decode(statement.predicate)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Provenance(builder="", build_type="")
    return _second(predicate) if statement.predicate_type == SLSA_02 else _first(predicate)


def _second(predicate: object) -> Provenance:
    """0.2."""
    start = _at(predicate, "invocation", "configSource")
    materials = _materials(_at(predicate, "materials"))
    stated = _text(_at(start, "uri"))
    return Provenance(
        builder=_text(_at(predicate, "builder", "id")),
        build_type=_text(_at(predicate, "buildType")),
        sources=(_source(stated),) if stated else _repositories(materials),
        materials=materials,
    )


def _first(predicate: object) -> Provenance:
    """1."""
    definition = _at(predicate, "buildDefinition")
    parameters = _at(definition, "externalParameters")
    workflow, source = _at(parameters, "workflow"), _at(parameters, "source")
    materials = _materials(_at(definition, "resolvedDependencies"))
    stated: tuple[Source, ...] = ()
    if _text(_at(workflow, "repository")):
        plain = _source(_text(_at(workflow, "repository")))
        stated = (Source(repository=plain.repository, ref=_text(_at(workflow, "ref")) or plain.ref),)
    elif _text(source) or _text(_at(source, "uri")):
        stated = (_source(_text(source) or _text(_at(source, "uri"))),)
    return Provenance(
        builder=_text(_at(predicate, "runDetails", "builder", "id")),
        build_type=_text(_at(definition, "buildType")),
        sources=stated or _repositories(materials),
        materials=materials,
    )


def _materials(rows: object) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for row in rows[:_MAX_MATERIALS] if isinstance(rows, list) else ():
        digest = _text(_at(row, "digest", "sha256"))
        found.append((_text(_at(row, "uri")), f"sha256:{digest}" if digest else ""))
    return tuple(found)


def _repositories(materials: Iterable[tuple[str, str]]) -> tuple[Source, ...]:
    return tuple(_source(uri) for uri, _ in materials if uri.startswith("git+"))


def _source(uri: str) -> Source:
    """A repository and ref as SPDX download locations write them: `git+https://host/path@refs/heads/main`."""
    plain = uri.removeprefix("git+").partition("#")[0]
    at = plain.rfind("@")
    # An @ before the path belongs to a user name: git@host.
    has_ref = at > plain.rfind("://") + 2 and "/" in plain[plain.find("://") + 3 : at]
    repository, ref = (plain[:at], plain[at + 1 :]) if at > 0 and has_ref else (plain, "")
    return Source(repository=repository.removesuffix(".git").rstrip("/"), ref=ref)


def _at(value: object, *names: str) -> object:
    for name in names:
        if not _is_mapping(value):
            return None
        value = value.get(name)
    return value


def _is_mapping(value: object) -> TypeGuard[Mapping[str, object]]:
    return isinstance(value, dict)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
