"""OSV-Scanner's JSON results: the packages it looked at, by ecosystem (ossf.github.io/osv-schema, ecosystems)."""

from collections.abc import Mapping

from mooring.model.package import Location
from mooring.packages.formats.documents import Value, mapping, sequence, text
from mooring.packages.formats.sbom.document import Component, Draft

_TYPES = {
    "Alpine": "apk",
    "Chainguard": "apk",
    "Wolfi": "apk",
    "Debian": "deb",
    "Ubuntu": "deb",
    "AlmaLinux": "rpm",
    "Red Hat": "rpm",
    "Rocky Linux": "rpm",
    "SUSE": "rpm",
    "openSUSE": "rpm",
    "openEuler": "rpm",
    "Bitnami": "bitnami",
    "ConanCenter": "conan",
    "CRAN": "cran",
    "crates.io": "cargo",
    "GitHub Actions": "githubactions",
    "Go": "golang",
    "Hackage": "hackage",
    "Hex": "hex",
    "Julia": "julia",
    "Maven": "maven",
    "npm": "npm",
    "NuGet": "nuget",
    "Packagist": "composer",
    "Pub": "pub",
    "PyPI": "pypi",
    "RubyGems": "gem",
    "SwiftURL": "swift",
}
_SEPARATORS = {"maven": ":", "golang": "/", "composer": "/", "npm": "/", "swift": "/"}


def decode_osv_scanner(document: Mapping[str, Value]) -> Draft:
    """Gather the packages of all results, each with the file that the result is about."""
    draft = Draft(format="osv-scanner-json")
    for result in map(mapping, sequence(document.get("results"))):
        path = text(mapping(result.get("source")).get("path"))
        places = (Location(path=f"/{path.lstrip('/')}"),) if path else ()
        for row in map(mapping, sequence(result.get("packages"))):
            package = mapping(row.get("package"))
            kind = _TYPES.get(text(package.get("ecosystem")).partition(":")[0], "generic")
            namespace, _, name = text(package.get("name")).rpartition(_SEPARATORS.get(kind, "\0"))
            if not name:
                continue
            component = Component(
                ref=f"{path}#{kind}/{namespace}/{name}@{text(package.get('version'))}",
                name=name,
                namespace=namespace,
                version=text(package.get("version")),
                type=kind,
                licenses=tuple(text(item) for item in sequence(row.get("licenses"))),
                locations=places,
            )
            draft.components.append(component)
    return draft
