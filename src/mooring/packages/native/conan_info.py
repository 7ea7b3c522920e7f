"""conaninfo.txt: a package in Conan's cache, and what it was built with.

Format: Conan writes sections; Conan 1 lists all that went into the build under `full_requires`, Conan 2 under
`requires`. The package itself is named only by its folder, `<name>/<version>/<user>/<channel>/package/<id>`, with `_`
for no user and no channel; the cache of Conan 2 has no such names.
"""

import re
from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.model.facts import Fact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.native.conan.reference import conan_package

MAX_BYTES = 4 << 20
_FOLDER = re.compile(r"(?:^|/)([^/]+)/([^/]+)/([^/]+)/([^/]+)/package/([^/]+)$")


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the package of the folder, and those that it was built with."""
    sections = _sections(file.text())
    if not sections.keys() & {"settings", "options", "requires", "full_requires"}:
        raise ReadError("is not a conaninfo.txt: it has none of its sections")
    built_with = sections.get("full_requires") or sections.get("requires") or []
    found = _FOLDER.search(file.folder)
    if found:
        name, version, user, channel, package_id = found.groups()
        needs = tuple(dict.fromkeys(entry.partition("/")[0] for _, entry in built_with))
        reference = f"{name}/{version}@{user}/{channel}:{package_id}"
        own = conan_package(reference, home=file.path, depends=needs, is_installed=True)
        if own is not None:
            yield own
    for number, entry in built_with:
        fact = conan_package(entry, home=file.path, line=number)
        if fact is not None:
            yield fact


def _sections(text: str) -> dict[str, list[tuple[int, str]]]:
    sections: dict[str, list[tuple[int, str]]] = {}
    section = ""
    for number, line in enumerate(text.split("\n"), start=1):
        entry = line.strip()
        if entry.startswith("[") and entry.endswith("]"):
            section = entry[1:-1]
            sections.setdefault(section, [])
        elif entry and section:
            sections[section].append((number, entry))
    return sections


READER = Reader(
    name="conan-info",
    version=1,
    claim=Claim(names=("conaninfo.txt",), max_bytes=MAX_BYTES),
    read=read,
    summary="Packages in the cache of Conan (conaninfo.txt)",
)
