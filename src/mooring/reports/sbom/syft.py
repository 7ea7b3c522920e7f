"""Syft's JSON (schema 16): the parts of a document, as far as Syft and Grype need them to read ours.

Shape and names are those of the published schema (github.com/anchore/syft, schema/json). Of the records of package managers only the
ones that matching uses are written: the source packages of dpkg, rpm and apk, the coordinates of Maven.
"""

import hashlib
from collections.abc import Iterator

from mooring.model.codec import printable
from mooring.model.files import FileEntry
from mooring.model.package import License, Location, Package
from mooring.model.purl import parse_purl
from mooring.model.report import ScanReport
from mooring.reports.sbom.identity import is_image

Part = dict[str, object]
SCHEMA = {
    "version": "16.0.0",
    "url": "https://raw.githubusercontent.com/anchore/syft/main/schema/json/schema-16.0.0.json",
}
_TYPES = {
    "apk": "apk",
    "alpm": "alpm",
    "bitnami": "bitnami",
    "cargo": "rust-crate",
    "cocoapods": "pod",
    "composer": "php-composer",
    "conan": "conan",
    "conda": "conda",
    "cran": "R-package",
    "deb": "deb",
    "ebuild": "portage",
    "gem": "gem",
    "generic": "binary",
    "github": "github-action",
    "githubactions": "github-action",
    "golang": "go-module",
    "hackage": "hackage",
    "hex": "hex",
    "luarocks": "lua-rocks",
    "maven": "java-archive",
    "nix": "nix",
    "npm": "npm",
    "nuget": "dotnet",
    "opam": "opam",
    "pub": "dart-pub",
    "pypi": "python",
    "rpm": "rpm",
    "swift": "swift",
    "terraform": "terraform",
}
"""Purl type to the name that Syft has for the kind of package."""
_KINDS = {
    "file": "RegularFile",
    "folder": "Directory",
    "symlink": "SymbolicLink",
    "hardlink": "HardLink",
    "character-device": "CharacterDevice",
    "block-device": "BlockDevice",
    "fifo": "FIFONode",
    "socket": "Socket",
}


def artifact(package: Package) -> Part:
    """One package."""
    part: Part = {
        "id": package.id,
        # Syft calls a Java package by its artifactId; the groupId stands in the record.
        "name": printable(package.name.rpartition(":")[2] if package.type == "maven" else package.name),
        "version": printable(package.version),
        "type": _TYPES.get(package.type, package.type),
        "foundBy": printable(package.found_by),
        "locations": [_location(place, is_primary=index == 0) for index, place in enumerate(package.locations)],
        "licenses": [_license(item, package.locations[:1]) for item in package.licenses],
        "language": printable(package.language),
        "cpes": [{"cpe": printable(cpe), "source": "syft-generated"} for cpe in package.cpes],
        "purl": printable(package.purl),
    }
    kind, record = _record(package)
    return {**part, "metadataType": kind, "metadata": record} if kind else part


def relationships(report: ScanReport) -> Iterator[Part]:
    """The source contains every package; the parent of a dependency is what the child needs."""
    source_id = source(report)["id"]
    for package in report.inventory.packages:
        yield {"parent": source_id, "child": package.id, "type": "contains"}
    for relation in report.inventory.relations:
        if relation.kind == "depends-on":
            yield {"parent": relation.target, "child": relation.source, "type": "dependency-of"}
        elif relation.kind == "contains":
            yield {"parent": relation.source, "child": relation.target, "type": "contains"}
        elif relation.kind == "owns":
            yield {"parent": relation.source, "child": relation.target, "type": "ownership-by-file-overlap"}


def source(report: ScanReport) -> Part:
    """What was scanned."""
    image = report.image
    unique = (image.digest or image.image_id).partition(":")[2]
    name, _, tag = printable(image.name).partition("@")[0].rpartition(":")
    if "/" in tag or not name:
        name, tag = printable(image.name), ""
    part: Part = {
        "id": unique or hashlib.sha256(printable(image.name).encode()).hexdigest(),
        "name": name,
        "version": tag or image.digest,
        "type": "image" if is_image(report) else "directory",
    }
    if not is_image(report):
        return {**part, "metadata": {"path": printable(image.name)}}
    metadata: Part = {
        "userInput": printable(image.name),
        "imageID": image.image_id,
        "manifestDigest": image.digest,
        "mediaType": image.manifest_media_type,
        "tags": [printable(tag) for tag in image.tags],
        "imageSize": image.size,
        # Syft names layers by their diffIDs, here and in locations.
        "layers": [
            {"mediaType": layer.media_type, "digest": layer.diff_id, "size": layer.size} for layer in image.layers
        ],
        "manifest": "",
        "config": "",
        "repoDigests": [printable(digest) for digest in image.repo_digests],
        "architecture": image.config.platform.architecture,
        "os": image.config.platform.os,
        "labels": {printable(name): printable(value) for name, value in sorted(image.config.labels.items())},
    }
    return {**part, "metadata": metadata}


def distro(report: ScanReport) -> Part:
    """The distribution in the words of os-release."""
    found = report.inventory.distro
    if found is None:
        return {}
    part = {
        "prettyName": found.pretty_name,
        "name": found.name,
        "id": found.id,
        "version": found.version,
        "versionID": found.version_id,
        "versionCodename": found.codename,
        "buildID": found.build_id,
        "variantID": found.variant_id,
        "homeURL": found.home_url,
        "cpeName": found.cpe_name,
        "supportEnd": found.support_end,
    }
    like: Part = {"idLike": list(found.id_like)} if found.id_like else {}
    return {**{name: printable(value) for name, value in part.items() if value}, **like}


def file_part(entry: FileEntry) -> Part:
    """One file. Syft writes the mode as a number that reads like octal."""
    coordinates = {"path": printable(entry.path), "layerID": entry.layer}
    unique = hashlib.sha256(f"{entry.layer} {printable(entry.path)}".encode()).hexdigest()[:16]
    part: Part = {
        "id": unique,
        "location": coordinates,
        "metadata": {
            "mode": int(f"{entry.mode:o}"),
            "type": _KINDS.get(entry.kind, "Unknown"),
            "linkDestination": printable(entry.link_target),
            "userID": entry.uid,
            "groupID": entry.gid,
            "mimeType": "",
            "size": entry.size,
        },
    }
    return {**part, "digests": [{"algorithm": "sha256", "value": entry.sha256}]} if entry.sha256 else part


def _location(place: Location, *, is_primary: bool) -> Part:
    path, _, inner = printable(place.path).partition("!")
    return {
        "path": path,
        "layerID": printable(place.layer),
        "accessPath": f"{path}:{inner.replace('!', ':')}" if inner else path,
        "annotations": {"evidence": "primary" if is_primary else "supporting"},
    }


def _license(item: License, places: tuple[Location, ...]) -> Part:
    return {
        "value": printable(item.declared),
        "spdxExpression": item.expression,
        "type": "declared",
        "urls": [],
        "locations": [_location(place, is_primary=True) for place in places],
    }


def _record(package: Package) -> tuple[str, Part]:
    """The record of the package manager, by Syft's name for its kind."""
    name, version, architecture = printable(package.name), printable(package.version), printable(package.architecture)
    source_name, source_version = printable(package.source_name), printable(package.source_version)
    if package.type == "deb":
        return "dpkg-db-entry", {
            "package": name,
            "source": source_name if source_name != name else "",
            "version": version,
            "sourceVersion": source_version if source_version != version else "",
            "architecture": architecture,
            "maintainer": printable(package.properties.get("maintainer", "")),
            "installedSize": 0,
            "files": [],
        }
    if package.type == "apk":
        return "apk-db-entry", {
            "package": name,
            "originPackage": source_name,
            "maintainer": "",
            "version": version,
            "architecture": architecture,
            "url": "",
            "description": "",
            "size": 0,
            "installedSize": 0,
            "pullDependencies": [],
            "provides": [],
            "pullChecksum": "",
            "gitCommitOfApkPort": "",
            "files": [],
        }
    if package.type == "rpm":
        return "rpm-db-entry", _rpm(package, name, version, architecture, source_name, source_version)
    if package.type == "maven" and package.purl:
        purl = parse_purl(package.purl)
        return "java-archive", {
            "virtualPath": printable(package.locations[0].path).replace("!", ":") if package.locations else "",
            "pomProperties": {
                "path": "",
                "name": "",
                "groupId": purl.namespace.replace("/", "."),
                "artifactId": purl.name,
                "version": version,
            },
        }
    return "", {}


def _rpm(package: Package, name: str, version: str, architecture: str, source_name: str, source_version: str) -> Part:
    epoch, separator, rest = version.partition(":")
    upstream, _, release = (rest if separator else version).rpartition("-")
    return {
        "name": name,
        "version": upstream,
        "epoch": int(epoch) if separator and epoch.isascii() and epoch.isdigit() and len(epoch) < 10 else None,
        "architecture": architecture,
        "release": release,
        "sourceRpm": f"{source_name}-{source_version.partition(':')[2] or source_version}.src.rpm"
        if source_name
        else "",
        "size": 0,
        "vendor": printable(package.properties.get("vendor", "")),
        "modularityLabel": printable(package.properties.get("modularity", "")),
        "files": [],
    }
