"""stack.yaml.lock and stack.yaml: packages that a Haskell project adds to its Stackage snapshot.

Format: docs.haskellstack.org, "Lock files" and "Package location". A location of Hackage is
`name-1.2.3@sha256:<hash>,<size>` or `name-1.2.3@rev:2`; one of git or an archive has name and version beside it in the
lock file. What the snapshot itself holds is in neither file.
"""

import re
from collections.abc import Iterator, Mapping

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import Value, mapping, parse_yaml, sequence, text
from mooring.packages.formats.lines import LineFinder

_RELEASE = re.compile(r"([A-Za-z0-9][A-Za-z0-9-]*)-([0-9][0-9.]*)")


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield each package that has a name and a version."""
    document = mapping(parse_yaml(file.content))
    if file.name.endswith(".lock") or "snapshots" in document:
        if "packages" not in document:
            raise ReadError("is not a lock file of Stack: it has no packages")
        rows = [mapping(mapping(row).get("completed")) or row for row in sequence(document.get("packages"))]
    else:
        rows = list(sequence(document.get("extra-deps")))
    lines = LineFinder(file.content)
    for row in rows:
        located = text(mapping(row).get("hackage")) or text(row)
        fact = _package(
            mapping(row), located, path=file.path, line=lines.line_of(located or text(mapping(row).get("commit")))
        )
        if fact is not None:
            yield fact


def _package(row: Mapping[str, Value], located: str, *, path: str, line: int) -> PackageFact | None:
    release, _, revision = located.partition("@")
    found = _RELEASE.fullmatch(release)
    name, version = (found[1], found[2]) if found else (text(row.get("name")), text(row.get("version")))
    if not name or not version:
        return None
    address, commit = text(row.get("git")), text(row.get("commit"))
    hash_kind, _, digest = revision.partition(":")
    properties = {
        "cabal_sha256": digest.partition(",")[0] if hash_kind == "sha256" else "",
        "revision": digest if hash_kind == "rev" else "",
        "tree_sha256": text(mapping(row.get("pantry-tree")).get("sha256")),
    }
    qualifiers = {"vcs_url": f"git+{address}@{commit}"} if address else {"download_url": text(row.get("url"))}
    return PackageFact(
        type="hackage",
        name=name,
        version=version,
        home=path,
        qualifiers={label: value for label, value in qualifiers.items() if value},
        subpath=text(row.get("subdir")),
        properties={label: value for label, value in properties.items() if value},
        line=line,
        language="haskell",
        is_installed=False,
    )


READER = Reader(
    name="stack",
    version=1,
    claim=Claim(names=("stack.yaml.lock", "stack.yaml"), in_images=False),
    read=read,
    summary="Packages that a Haskell project adds to its snapshot (stack.yaml.lock, stack.yaml)",
)
