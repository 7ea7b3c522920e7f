"""A candidate's name, package URL, CPEs, licences and id."""

import hashlib

from mooring.model.distro import Distro
from mooring.model.package import OS_TYPES, License, Location, Package
from mooring.model.purl import build_purl
from mooring.packages.cpes import cpe_candidates
from mooring.packages.licenses import expression_of
from mooring.packages.resolving.candidates import Candidate

_NAMESPACED = frozenset({"deb", "rpm", "apk", "alpm"})
"""Types whose purl namespace is the distribution."""
_VENDORS = {
    "rhel": "redhat",
    "opensuse-leap": "opensuse",
    "opensuse-tumbleweed": "opensuse",
    "sles": "suse",
    "sled": "suse",
}
"""Distribution ids that the purl type definitions write otherwise."""


def package_of(candidate: Candidate, distro: Distro | None, diff_ids: tuple[str, ...]) -> Package:
    """The package as the inventory holds it."""
    fact = candidate.fact
    places = ((candidate.path, candidate.layer_index), *candidate.other_paths)
    locations = tuple(
        Location(path=_location(path, fact.inner_path), layer=diff_ids[index] if index >= 0 else "", line=fact.line)
        for path, index in places
    )
    name = display_name(candidate)
    purl = purl_of(candidate, distro)
    cpes = cpe_candidates(
        fact.type, fact.name, fact.namespace, candidate.version, candidate.properties, fact.source_name
    )
    package_id = package_id_of(fact.type, name, candidate.version, candidate.architecture, locations[0])
    candidate.id = package_id
    return Package(
        id=package_id,
        type=fact.type,
        name=name,
        version=candidate.version,
        purl=purl,
        cpes=tuple(dict.fromkeys((*fact.cpes, *cpes))),
        licenses=tuple(License(declared=text, expression=expression_of(text)) for text in candidate.licenses if text),
        locations=locations,
        layer_index=candidate.layer_index,
        source_name=fact.source_name,
        source_version=fact.source_version,
        architecture=candidate.architecture,
        language=fact.language,
        scope=candidate.scope,
        is_installed=fact.is_installed,
        is_guess=fact.is_guess,
        is_root=fact.is_root,
        found_by=candidate.reader,
        properties=candidate.properties,
    )


def display_name(candidate: Candidate) -> str:
    """The name as people of the ecosystem write it, namespace included."""
    fact = candidate.fact
    if not fact.namespace or fact.type in _NAMESPACED:
        return fact.name
    return f"{fact.namespace}{':' if fact.type == 'maven' else '/'}{fact.name}"


def purl_of(candidate: Candidate, distro: Distro | None) -> str:
    """The package URL. OS packages get the distribution as namespace and qualifier, their architecture and their source."""
    fact = candidate.fact
    namespace, version, qualifiers = fact.namespace, candidate.version, dict(fact.qualifiers)
    if fact.type in OS_TYPES:
        if fact.type in _NAMESPACED and not namespace and distro is not None:
            namespace = _VENDORS.get(distro.id, distro.id)
        qualifiers.setdefault("arch", candidate.architecture)
        if distro is not None and fact.type in _NAMESPACED:
            qualifiers.setdefault("distro", f"{distro.id}-{distro.version_id}" if distro.version_id else distro.id)
        if fact.type == "rpm":
            epoch, colon, rest = version.partition(":")
            if colon and epoch.isdigit():
                version = rest
                qualifiers.setdefault("epoch", epoch)
            qualifiers.setdefault("upstream", candidate.properties.get("source_rpm", ""))
        elif fact.source_name and (fact.source_name != fact.name or (fact.source_version or version) != version):
            qualifiers.setdefault("upstream", _upstream(fact.source_name, fact.source_version, version))
    return build_purl(
        fact.type, fact.name, namespace=namespace, version=version, qualifiers=qualifiers, subpath=fact.subpath
    )


def package_id_of(kind: str, name: str, version: str, architecture: str, location: Location) -> str:
    """Sixteen hex digits, the same for the same package at the same place in whatever image."""
    text = "\0".join((kind, name, version, architecture, location.path, str(location.line)))
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _upstream(name: str, source_version: str, version: str) -> str:
    return f"{name}@{source_version}" if source_version and source_version != version else name


def _location(path: str, inner_path: str) -> str:
    whole = f"/{path}!{inner_path}" if inner_path else f"/{path}"
    return whole.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
