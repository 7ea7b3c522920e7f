"""Somebody else's inventory as ours: the packages of a decoded SBOM, with names, CPEs, licences and relations as if they had been read."""

import msgspec

from mooring.model.files import Problem
from mooring.model.inventory import Inventory
from mooring.model.package import Package, Relation
from mooring.packages.formats.sbom.document import DecodedSbom
from mooring.packages.resolving.candidates import Candidate
from mooring.packages.resolving.identity import package_of
from mooring.packages.resolving.relations import relations_of


def inventory_of(decoded: DecodedSbom, place: str) -> Inventory:
    """The packages of the document; those without a place of their own are located at the document itself, `place`."""
    candidates = [_candidate(decoded, position, place) for position in range(len(decoded.packages))]
    packages = [_located(package_of(candidate, decoded.distro, ()), candidate, decoded) for candidate in candidates]
    ids = {candidate.fact.key: candidate.id for candidate in candidates}
    stated = {
        Relation(kind=link.kind, source=ids[link.source], target=ids[link.target])
        for link in decoded.relations
        if ids[link.source] != ids[link.target]
    }
    unique = {package.id: package for package in packages}
    return Inventory(
        distro=decoded.distro,
        packages=tuple(
            sorted(unique.values(), key=lambda package: (package.type, package.name, package.version, package.id))
        ),
        relations=tuple(sorted(stated | relations_of(candidates)[0])),
    )


def problems_of(decoded: DecodedSbom, place: str) -> tuple[Problem, ...]:
    """What of the document could not be understood."""
    return tuple(sorted(Problem(path=f"/{place}", reason=reason, reader=decoded.format) for reason in decoded.problems))


def _candidate(decoded: DecodedSbom, position: int, place: str) -> Candidate:
    fact = decoded.packages[position]
    places = decoded.locations.get(fact.key, ())
    return Candidate(
        fact=fact,
        reader=decoded.format,
        path=places[0].path.removeprefix("/") if places else place,
        layer_index=-1,
        file_layer_index=-1,
        licenses=fact.licenses,
        properties=fact.properties,
        version=fact.version,
        scope=fact.scope,
        architecture=fact.architecture,
    )


def _located(package: Package, candidate: Candidate, decoded: DecodedSbom) -> Package:
    places = decoded.locations.get(candidate.fact.key)
    return msgspec.structs.replace(package, locations=places) if places else package
