"""pubspec.lock: the packages that pub resolved for a Dart or Flutter project.

Format: dart.dev/tools/pub, "Glossary: lockfile", written by pub's `lock_file.dart`. A package of an SDK has the version
0.0.0 of a placeholder; what is known instead is the least version of that SDK, under `sdks`.
"""

import re
from collections.abc import Iterator, Mapping

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import Value, mapping, parse_yaml, text
from mooring.packages.formats.lines import LineFinder

_LEAST = re.compile(r"(>=|\^|)\s*(\d+\.\d+\.\d+[\w.+-]*)")


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield each package with its origin."""
    document = mapping(parse_yaml(file.content))
    if "packages" not in document:
        raise ReadError("is not a lock file of pub: it has no packages")
    lines = LineFinder(file.content)
    for name, row in mapping(document.get("packages")).items():
        line = lines.line_of(f" {name}:\n", f' "{name}":')
        if name:
            yield _package(name, mapping(row), mapping(document.get("sdks")), path=file.path, line=line)


def _package(name: str, row: Mapping[str, Value], sdks: Mapping[str, Value], *, path: str, line: int) -> PackageFact:
    source, kind = text(row.get("source")), text(row.get("dependency"))
    description = mapping(row.get("description"))
    version = text(row.get("version"))
    sdk = text(row.get("description")) if source == "sdk" else ""
    least = _LEAST.match(text(sdks.get(sdk))) if sdk and version == "0.0.0" else None
    properties = {
        "source": source,
        "source_url": text(description.get("url")),
        "sha256": text(description.get("sha256")),
        "sdk": sdk,
        "path": text(description.get("path")) if source == "path" else "",
        "indirect": "true" if kind == "transitive" else "",
        "version_from": "lower-bound" if least and least[1] else "",
    }
    return PackageFact(
        type="pub",
        name=name,
        version=least[2] if least else version,
        scope="dev" if kind == "direct dev" else "runtime",
        home=path,
        qualifiers=_vcs(description) if source == "git" else {},
        subpath=text(description.get("path")).strip("./") if source == "git" else "",
        properties={label: value for label, value in properties.items() if value},
        line=line,
        language="dart",
        is_installed=False,
    )


def _vcs(description: Mapping[str, Value]) -> dict[str, str]:
    address, commit = text(description.get("url")), text(description.get("resolved-ref"))
    if not address:
        return {}
    address = f"git+{address}" if "://" in address else address
    return {"vcs_url": f"{address}@{commit}" if commit else address}


READER = Reader(
    name="pub-lock",
    version=1,
    claim=Claim(names=("pubspec.lock",), in_images=False),
    read=read,
    summary="Packages that pub resolved for Dart and Flutter (pubspec.lock)",
)
