"""Packages that are installed in a switch of opam.

Layout: opam manual, "Managing switches": `.opam-switch/packages/<name>.<version>/opam` is kept for each installed
package, and describes it. Some trees have instead a plain list of `name.1.2.3` as `.opam-switch/install`.
"""

import re
from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.functional.ocaml.opam_format import fields_of, first_of, needs_of, strings_of

MAX_BYTES = 8 << 20
_ENTRY = re.compile(r"([A-Za-z0-9_+-]+)\.(\S+)")


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the packages of a list, or the one that the folder is named after."""
    switch = file.path.partition(".opam-switch/")[0] + ".opam-switch"
    if file.name == "install":
        yield from _listed(file, switch)
        return
    found = _ENTRY.fullmatch(file.folder.rpartition("/")[2])
    if found is None:
        raise ReadError("lies in a folder that is not named after a package and its version")
    fields = fields_of(file.text())
    homepage = first_of(fields, "homepage")
    yield PackageFact(
        type="opam",
        name=found[1],
        version=found[2],
        home=switch,
        depends=tuple(needs_of(fields)),
        licenses=strings_of(fields, "license"),
        properties={"homepage": homepage} if homepage else {},
        language="ocaml",
    )


def _listed(file: LayerFile, switch: str) -> Iterator[Fact]:
    damaged = 0
    for number, line in enumerate(file.text().split("\n"), start=1):
        words = line.partition("#")[0].split()
        found = _ENTRY.fullmatch(words[0]) if words else None
        if found:
            yield PackageFact(type="opam", name=found[1], version=found[2], home=switch, line=number, language="ocaml")
        elif words:
            damaged = damaged or number
    if damaged:
        raise ReadError(f"line {damaged} is not a package and a version")


READER = Reader(
    name="opam-switch",
    version=1,
    claim=Claim(
        names=("opam", "install"),
        pattern=r"(?:^|/)\.opam-switch/(?:install|packages/[^/]+/opam)$",
        max_bytes=MAX_BYTES,
    ),
    read=read,
    summary="OCaml packages installed in a switch of opam",
)
