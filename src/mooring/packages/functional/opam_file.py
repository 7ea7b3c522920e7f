"""opam files of OCaml projects: `opam`, `*.opam`, and `*.opam.locked`, which pins what the project needs.

Format: opam manual, "File formats"; `opam lock` writes `{= "1.2.3"}` behind each package. The files of a repository
(`packages/<name>/<name>.<version>/opam`) are what could be installed, so they are passed over.
"""

from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.functional.ocaml.opam_format import (
    fields_of,
    first_of,
    needs_of,
    pinned_version,
    scope_of,
    strings_of,
)

MAX_BYTES = 8 << 20


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the project, where it has a name, and the packages whose version it pins."""
    fields = fields_of(file.text())
    if "opam-version" not in fields:
        raise ReadError("is not an opam file: it has no opam-version")
    needs = needs_of(fields)
    stem = file.name.removesuffix(".locked").removesuffix(".opam")
    name = first_of(fields, "name") or ("" if stem == "opam" else stem)
    homepage = first_of(fields, "homepage")
    if name:
        yield PackageFact(
            type="opam",
            name=name,
            version=first_of(fields, "version"),
            home=file.path,
            depends=tuple(needs),
            licenses=strings_of(fields, "license"),
            properties={"homepage": homepage} if homepage else {},
            language="ocaml",
            is_installed=False,
            is_root=True,
        )
    for needed, told in needs.items():
        version = pinned_version(told)
        if version:
            yield PackageFact(
                type="opam",
                name=needed,
                version=version,
                home=file.path,
                scope=scope_of(told),
                language="ocaml",
                is_installed=False,
            )


READER = Reader(
    name="opam-file",
    version=1,
    claim=Claim(
        names=("opam",),
        suffixes=(".opam", ".locked"),
        pattern=r"^(?!(?s:.*)/packages/[^/]+/)(?s:.*)(?:\.opam|\.opam\.locked|(?:^|/)opam)$",
        max_bytes=MAX_BYTES,
        in_images=False,
    ),
    read=read,
    summary="OCaml projects and what they pin (*.opam, *.opam.locked)",
)
