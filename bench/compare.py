"""Which packages each tool found, in one shape, and where they differ: speed is never to be bought with misses.

A package is (type, name, version): the type of its package URL, names as the type's own rules equal them (PEP 503 for Python; the
artifact alone for Maven, since group ids are guesses wherever a jar has no pom), versions without the `v` and `go` prefixes of Go and
without an epoch of 0. A package without a version cannot be matched with anything and is left out.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

from shapes import Difference, Package

_NO_VERSION = {"", "unknown", "(devel)", "devel"}
_TRIVY_TYPES = {"rustbinary": "cargo", "gobinary": "golang"}
_SYFT_TYPES = {
    "python": "pypi",
    "java-archive": "maven",
    "go-module": "golang",
    "rust-crate": "cargo",
    "dotnet": "nuget",
    "linux-kernel": "generic",
    "linux-kernel-module": "generic",
    "binary": "generic",
    "R-package": "cran",
}


def of_mooring(path: Path) -> set[Package]:
    """The packages of `mooring scan -o json`."""
    rows = json.loads(path.read_bytes())["inventory"]["packages"]
    return _normalised((row.get("purl", ""), row["type"], row["name"], row.get("version", "")) for row in rows)


def of_syft(path: Path) -> set[Package]:
    """The packages of `syft scan -o json`."""
    rows = json.loads(path.read_bytes())["artifacts"]
    return _normalised(
        (row.get("purl", ""), _SYFT_TYPES.get(row["type"], row["type"]), row["name"], row["version"]) for row in rows
    )


def of_trivy(path: Path) -> set[Package]:
    """The packages of `trivy image --format cyclonedx`."""
    rows = json.loads(path.read_bytes()).get("components", [])
    return _normalised((row["purl"], "", row["name"], row.get("version", "")) for row in rows if row.get("purl"))


def places_of_mooring(path: Path) -> dict[str, set[Package]]:
    """What `mooring scan -o json` found in each file; a jar in a war is `war!jar`."""
    found: dict[str, set[Package]] = defaultdict(set)
    for row in json.loads(path.read_bytes())["inventory"]["packages"]:
        packages = _normalised([(row.get("purl", ""), row["type"], row["name"], row.get("version", ""))])
        for place in row["locations"]:
            found[place["path"]] |= packages
    return found


def places_in_syft(path: Path) -> dict[Package, set[str]]:
    """The files that each package of Syft's was found in, written as Mooring writes them."""
    found: dict[Package, set[str]] = defaultdict(set)
    for row in json.loads(path.read_bytes())["artifacts"]:
        type_ = _SYFT_TYPES.get(row["type"], row["type"])
        inside = (row.get("metadata") or {}).get("virtualPath", "")
        for package in _normalised([(row.get("purl", ""), type_, row["name"], row["version"])]):
            found[package] |= {place["path"] for place in row.get("locations") or ()} if not inside else _nested(inside)
    return found


def _nested(path: str) -> set[str]:
    """`a.war:b.jar:group:artifact` is what a pom in `a.war!b.jar` says."""
    parts = path.split(":")
    while len(parts) > 1 and not _is_archive(parts[-1]):
        parts.pop()
    return {"!".join(parts)}


def _is_archive(name: str) -> bool:
    return name.rpartition(".")[2] in ("jar", "war", "ear", "par", "sar", "nar", "jpi", "hpi", "kar", "rar", "lpkg")


def count_by_type(packages: Iterable[Package]) -> dict[str, int]:
    """How many packages of each type."""
    counts: dict[str, int] = defaultdict(int)
    for package in packages:
        counts[package[0]] += 1
    return dict(sorted(counts.items()))


def difference(mooring: Path, syft: Path) -> dict[str, Difference]:
    """By type: what Syft has and Mooring has not, and how many only Mooring has."""
    ours, theirs = of_mooring(mooring), of_syft(syft)
    at_place, places = places_of_mooring(mooring), places_in_syft(syft)
    renamed: dict[str, list[str]] = defaultdict(list)
    missing: dict[str, list[str]] = defaultdict(list)
    for package in sorted(theirs - ours):
        instead = {other for place in places[package] for other in at_place.get(place, ())}
        if instead:
            names = ", ".join(sorted(f"{name} {version}" for _, name, version in instead))
            renamed[package[0]].append(f"{package[1]} {package[2]} = {names}")
        else:
            missing[package[0]].append(f"{package[1]} {package[2]} in {min(places[package], default='no file')}")
    extra = count_by_type(ours - theirs)
    return {
        type_: Difference(missing=missing.get(type_, []), renamed=renamed.get(type_, []), only_ours=extra.get(type_, 0))
        for type_ in sorted({*missing, *renamed, *extra})
    }


def _normalised(rows: Iterable[tuple[str, str, str, str]]) -> set[Package]:
    found = set()
    for purl, type_, name, version in rows:
        if purl:
            type_, name, version = _split(purl, version)
        version = _version(type_, version)
        if version.lower() not in _NO_VERSION:
            found.add((type_, _name(type_, name), version))
    return found


def _split(purl: str, version: str) -> tuple[str, str, str]:
    """Type, name (with its namespace where the type's names have one) and version of a package URL."""
    body, _, subpath = purl.removeprefix("pkg:").partition("#")
    body, _, _ = body.partition("?")
    path, at, written = body.rpartition("@")
    if not at:
        path, written = body, ""
    type_, _, rest = path.partition("/")
    name = unquote(rest)
    if type_ in ("deb", "rpm", "apk", "alpm", "maven"):
        name = name.rpartition("/")[2]
    if type_ == "golang" and subpath:
        name = f"{name}/{unquote(subpath)}"  # Syft writes the rest of a module's path here, the purl type the path in a module.
    return _TRIVY_TYPES.get(type_, type_), name, version or unquote(written)


def _name(type_: str, name: str) -> str:
    if type_ == "pypi":
        return re.sub(r"[-_.]+", "-", name).lower()
    if type_ == "maven":
        return name.rpartition(":")[2]
    return name.lower() if type_ in ("golang", "nuget") else name


def _version(type_: str, version: str) -> str:
    if type_ == "golang":
        return version.removeprefix("v").removeprefix("go")
    if type_ == "rpm":
        return version.rpartition(":")[2]
    return version.removeprefix("0:")
