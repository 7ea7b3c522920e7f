"""pubspec.yaml: a Dart package.

Format: dart.dev/tools/pub/pubspec. In pub's cache it describes a package that was downloaded, elsewhere the project
itself. What it needs is named by ranges; the lock file beside it says which versions were taken.
"""

import re
from collections.abc import Iterator

from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import mapping, parse_yaml, text

_CACHED = re.compile(r"(?:^|/)hosted/[^/]+/[^/]+-\d[^/]*$")


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the package, where it has a name, with the names of what it needs."""
    document = mapping(parse_yaml(file.content))
    name = text(document.get("name"))
    if not name:
        return
    is_cached = _CACHED.search(file.folder) is not None
    homepage = text(document.get("repository")) or text(document.get("homepage"))
    yield PackageFact(
        type="pub",
        name=name,
        version=text(document.get("version")),
        home="" if is_cached else file.path,
        depends=tuple(mapping(document.get("dependencies"))),
        lookup=f"{file.folder}/pubspec.lock" if file.folder else "pubspec.lock",
        properties={"homepage": homepage} if homepage else {},
        language="dart",
        is_installed=is_cached,
        is_root=not is_cached,
    )


READER = Reader(
    name="pubspec",
    version=1,
    claim=Claim(names=("pubspec.yaml", "pubspec.yml"), in_images=False),
    read=read,
    summary="A Dart or Flutter package (pubspec.yaml)",
)
