"""What an expression sees: plain maps with stable names. Only what the expression names is made.

`docs/policy.md` lists these names; a name is never given another meaning. Texts are cut at 16,384 characters.
"""

from collections.abc import Callable, Iterable, Mapping

from mooring.model.evidence.content import Need, Secret
from mooring.model.evidence.signature import BaseImage
from mooring.model.files import FileEntry, Problem
from mooring.model.match import Match
from mooring.model.package import License, Package
from mooring.policy.evidence import Evidence
from mooring.policy.gate import RuleError

MAX_TEXT_CHARS = 16_384
Value = str | int | float | bool | None | list["Value"] | dict[str, "Value"]
Fields = frozenset[str] | None
"""Names of the fields that are looked at; None for all."""

_PACKAGE: Mapping[str, Callable[[Package], Value]] = {
    "id": lambda one: one.id,
    "name": lambda one: one.name,
    "version": lambda one: one.version,
    "type": lambda one: one.type,
    "purl": lambda one: one.purl,
    "licenses": lambda one: [found.expression or found.declared for found in one.licenses],
    "path": lambda one: one.locations[0].path if one.locations else "",
    "paths": lambda one: [found.path for found in one.locations],
    "layer": lambda one: one.layer_index,
    "language": lambda one: one.language,
    "scope": lambda one: one.scope,
    "architecture": lambda one: one.architecture,
    "source_name": lambda one: one.source_name or one.name,
    "source_version": lambda one: one.source_version or one.version,
    "is_os": lambda one: one.is_os_package,
    "is_installed": lambda one: one.is_installed,
    "properties": lambda one: dict(one.properties),
}
_VULNERABILITY: Mapping[str, Callable[[Match, Package], Value]] = {
    "id": lambda one, _: one.vulnerability.id,
    "match_id": lambda one, _: one.id,
    "aliases": lambda one, _: list(one.vulnerability.aliases),
    "title": lambda one, _: one.vulnerability.title,
    "kind": lambda one, _: one.vulnerability.kind.value,
    "severity": lambda one, _: one.severity.value,
    "severity_rank": lambda one, _: one.severity.rank,
    "risk": lambda one, _: one.risk,
    "confidence": lambda one, _: one.confidence.value,
    "cvss": lambda one, _: max(
        (found.score for found in one.vulnerability.ratings if found.score is not None), default=-1.0
    ),
    "epss": lambda one, _: one.vulnerability.exploit_prediction.score if one.vulnerability.exploit_prediction else -1.0,
    "is_exploited": lambda one, _: bool(one.vulnerability.exploited),
    "has_fix": lambda one, _: one.has_fix,
    "fix_state": lambda one, _: one.fix.state.value,
    "fix_versions": lambda one, _: list(one.fix.versions),
    "fix_date": lambda one, _: one.fix.date,
    "published": lambda one, _: one.vulnerability.published,
    "cwes": lambda one, _: list(one.vulnerability.cwes),
    "package_id": lambda _, owner: owner.id,
    "package_name": lambda _, owner: owner.name,
    "package_version": lambda _, owner: owner.version,
    "package_type": lambda _, owner: owner.type,
    "package_path": lambda _, owner: owner.locations[0].path if owner.locations else "",
    "purl": lambda _, owner: owner.purl,
    "layer": lambda _, owner: owner.layer_index,
}
_FILE: Mapping[str, Callable[[FileEntry], Value]] = {
    "path": lambda one: one.path,
    "kind": lambda one: one.kind,
    "mode": lambda one: one.mode,
    "uid": lambda one: one.uid,
    "gid": lambda one: one.gid,
    "user": lambda one: one.user,
    "group": lambda one: one.group,
    "size": lambda one: one.size,
    "modified": lambda one: one.modified,
    "link_target": lambda one: one.link_target,
    "capabilities": lambda one: one.capabilities,
    "sha256": lambda one: one.sha256,
    "is_executable": lambda one: one.is_executable_format,
    "is_setuid": lambda one: bool(one.mode & 0o4000),
    "is_setgid": lambda one: bool(one.mode & 0o2000),
    "is_world_writable": lambda one: bool(one.mode & 0o002) and one.kind != "symlink",
    "layer": lambda one: one.layer,
    "owner": lambda one: one.owner,
}
_SECRET: Mapping[str, Callable[[Secret], Value]] = {
    "rule": lambda one: one.rule,
    "title": lambda one: one.title,
    "category": lambda one: one.category,
    "severity": lambda one: one.severity.value,
    "severity_rank": lambda one: one.severity.rank,
    "place": lambda one: one.place,
    "line": lambda one: one.line,
    "surface": lambda one: one.surface.value,
    "is_valid": lambda one: one.is_valid,
}
_LICENSE: Mapping[str, Callable[[License, Package], Value]] = {
    "declared": lambda one, _: one.declared,
    "expression": lambda one, _: one.expression,
    "package_id": lambda _, owner: owner.id,
    "package_name": lambda _, owner: owner.name,
    "package_version": lambda _, owner: owner.version,
    "package_type": lambda _, owner: owner.type,
    "package_path": lambda _, owner: owner.locations[0].path if owner.locations else "",
}
_PROBLEM: Mapping[str, Callable[[Problem], Value]] = {
    "path": lambda one: one.path,
    "reason": lambda one: one.reason,
    "reader": lambda one: one.reader,
}
_IMAGE: Mapping[str, Callable[[Evidence], Value]] = {
    "name": lambda one: one.report.image.name,
    "digest": lambda one: one.report.image.digest,
    "id": lambda one: one.report.image.image_id,
    "kind": lambda one: one.report.image.kind,
    "source": lambda one: one.report.image.source,
    "registry": lambda one: one.name.registry,
    "repository": lambda one: one.name.repository,
    "tag": lambda one: one.name.tag,
    "tags": lambda one: list(one.report.image.tags),
    "annotations": lambda one: dict(one.report.image.annotations),
    "size": lambda one: None if one.report.image.kind in ("sbom", "file") else one.report.image.size,
    "layer_count": lambda one: len(one.report.image.layers),
}
_CONFIG: Mapping[str, Callable[[Evidence], Value]] = {
    "os": lambda one: one.report.image.config.platform.os,
    "architecture": lambda one: one.report.image.config.platform.architecture,
    "created": lambda one: one.report.image.config.created,
    "author": lambda one: one.report.image.config.author,
    "user": lambda one: one.report.image.config.user,
    "entrypoint": lambda one: list(one.report.image.config.entrypoint),
    "command": lambda one: list(one.report.image.config.command),
    "working_directory": lambda one: one.report.image.config.working_directory,
    "environment": lambda one: dict(_pair(text) for text in one.report.image.config.environment),
    "labels": lambda one: dict(one.report.image.config.labels),
    "ports": lambda one: list(one.report.image.config.exposed_ports),
    "volumes": lambda one: list(one.report.image.config.volumes),
    "has_healthcheck": lambda one: one.report.image.config.healthcheck not in ((), ("NONE",)),
    "history": lambda one: [step.created_by for step in one.report.image.config.history],
}
_DISTRO: Mapping[str, Callable[[Evidence], Value]] = {
    "id": lambda one: one.report.inventory.distro.id if one.report.inventory.distro else "",
    "version": lambda one: one.report.inventory.distro.version_id if one.report.inventory.distro else "",
    "codename": lambda one: one.report.inventory.distro.codename if one.report.inventory.distro else "",
    "name": lambda one: one.report.inventory.distro.pretty_name if one.report.inventory.distro else "",
    "like": lambda one: list(one.report.inventory.distro.id_like) if one.report.inventory.distro else [],
}
_BASE: Mapping[str, Callable[[BaseImage], Value]] = {
    "name": lambda one: one.name,
    "digest": lambda one: one.digest,
    "known_by": lambda one: one.known_by,
    "layer_count": lambda one: one.layer_count,
}

COLLECTIONS = ("packages", "vulnerabilities", "files", "secrets", "licenses", "problems")
SINGLES = ("image", "distro", "base", "now")
FIELDS: Mapping[str, tuple[str, ...]] = {
    "packages": tuple(_PACKAGE), "vulnerabilities": tuple(_VULNERABILITY), "files": tuple(_FILE), "secrets": tuple(_SECRET),
    "licenses": tuple(_LICENSE), "problems": tuple(_PROBLEM), "image": (*_IMAGE, *_CONFIG), "distro": tuple(_DISTRO),
    "base": tuple(_BASE),
}  # fmt: skip
"""The names of the fields of each variable, for docs and checks."""
NEEDS: Mapping[str, Need] = {"vulnerabilities": Need.MATCHES, "files": Need.FILES, "secrets": Need.SECRETS}
"""The evidence that a variable rests on."""


def items_of(evidence: Evidence, collection: str, fields: Fields) -> list[dict[str, Value]]:
    """The items of a collection, in the order of the report, with these fields."""
    match collection:
        case "packages":
            return [_made(_PACKAGE, fields, one) for one in evidence.packages.values()]
        case "vulnerabilities":
            owned = ((one, evidence.packages.get(one.package)) for one in evidence.matches)
            return [_made(_VULNERABILITY, fields, one, owner) for one, owner in owned if owner is not None]
        case "files":
            return [_made(_FILE, fields, one) for one in evidence.files.values()]
        case "secrets":
            return [_made(_SECRET, fields, one) for one in evidence.secrets]
        case "licenses":
            packages = evidence.packages.values()
            return [_made(_LICENSE, fields, one, owner) for owner in packages for one in owner.licenses]
        case _:
            return [_made(_PROBLEM, fields, one) for one in evidence.report.problems]


def single_of(evidence: Evidence, name: str, fields: Fields) -> Value:
    """A variable that is no collection. Fields of the image config are missing where the report is not one of an image, those of the base
    image where nobody knows it, so that an expression about them fails and does not pass (`has` asks whether they are there)."""
    match name:
        case "now":
            return evidence.now.isoformat(timespec="seconds")
        case "distro":
            return _made(_DISTRO, fields, evidence)
        case "base":
            base = evidence.report.base
            return _made(_BASE, fields, base) if base is not None else {}
        case "image":
            image = evidence.report.image
            is_image = image.kind == "image" or bool(image.layers or image.image_id)
            return _made({**_IMAGE, **_CONFIG} if is_image else _IMAGE, fields, evidence)
        case _:
            raise RuleError(f"there is no variable {name!r}")


def _made(getters: Mapping[str, Callable[..., Value]], fields: Fields, *subjects: object) -> dict[str, Value]:
    wanted: Iterable[str] = getters if fields is None else (name for name in getters if name in fields)
    return {name: _cut(getters[name](*subjects)) for name in wanted}


def _cut(value: Value) -> Value:
    """The value without text that UTF-8 cannot hold or that is too long."""
    if isinstance(value, str):
        text = value[:MAX_TEXT_CHARS]
        return text if text.isascii() else text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    if isinstance(value, list):
        return [_cut(one) for one in value]
    if isinstance(value, dict):
        return {str(_cut(key)): _cut(one) for key, one in value.items()}
    return value


def _pair(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return name, value
