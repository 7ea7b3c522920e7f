"""*.nimble: packages of Nim.

Format: Nimble's README, "Creating Packages": a NimScript, of which the assignments `name = "value"` and the statement
`requires "other >= 1.0"` are read. Nimble installs into `pkgs2/<name>-<version>-<sha1>/` (`pkgs/<name>-<version>/`
before 0.14); elsewhere the file is a project.
"""

import re
from collections.abc import Iterator

from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader

MAX_BYTES = 1 << 20
_FOLDER = re.compile(r"(?:^|/)pkgs2?/([^/]+?)-(#?[0-9][^/-]*)(?:-([0-9a-f]{40}))?$")
_ASSIGNMENT = re.compile(r'^[ \t]*(version|author|license|packageName)[ \t]*=[ \t]*"([^"\n]*)"', re.MULTILINE)
_REQUIRES = re.compile(r"^[ \t]*requires[ \t(]+(.*)$", re.MULTILINE)
_NEED = re.compile(r'"([^"\s<>=~^#@]+)[^"]*"')


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the package."""
    script = file.text()
    told = {found[1]: found[2] for found in _ASSIGNMENT.finditer(script)}
    folder = _FOLDER.search(file.folder)
    needs = [need for line in _REQUIRES.findall(script) for need in _NEED.findall(line)]
    license_name = told.get("license", "")
    properties = {"author": told.get("author", ""), "sha1": folder[3] or "" if folder else ""}
    yield PackageFact(
        type="nim",
        name=told.get("packageName") or (folder[1] if folder else file.name.removesuffix(".nimble")),
        version=told.get("version") or (folder[2].removeprefix("#") if folder else ""),
        home="" if folder else file.path,
        depends=tuple(dict.fromkeys(need for need in needs if need.lower() != "nim")),
        licenses=(license_name,) if license_name else (),
        properties={label: value for label, value in properties.items() if value},
        language="nim",
        is_installed=folder is not None,
        is_root=folder is None,
    )


READER = Reader(
    name="nimble",
    version=1,
    claim=Claim(suffixes=(".nimble",), max_bytes=MAX_BYTES),
    read=read,
    summary="Packages of Nim (*.nimble)",
)
