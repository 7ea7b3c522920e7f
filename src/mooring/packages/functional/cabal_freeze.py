"""cabal.project.freeze: the versions that cabal chose for a Haskell project.

Format: Cabal user guide, "cabal freeze": fields; under `constraints` a list of `any.name ==1.2.3`, `name +flag -flag`
and `any.name installed` (a library of the compiler, whose version is not told).
"""

import re
from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader

_PINNED = re.compile(r"\s*(?:any\.)([A-Za-z0-9][A-Za-z0-9-]*)\s*==\s*([0-9][0-9.]*)\s*")
_FIELD = re.compile(r"([a-z-]+)[ \t]*:")


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield a package per pinned version."""
    is_constraints = has_constraints = False
    for number, line in enumerate(file.text().split("\n"), start=1):
        if line.lstrip().startswith("--"):
            continue
        field = _FIELD.match(line)
        if field:
            is_constraints = field[1] == "constraints"
            has_constraints = has_constraints or is_constraints
            line = line[field.end() :]
        for constraint in line.split(",") if is_constraints else ():
            found = _PINNED.fullmatch(constraint)
            if found:
                yield PackageFact(
                    type="hackage",
                    name=found[1],
                    version=found[2],
                    home=file.path,
                    line=number,
                    language="haskell",
                    is_installed=False,
                )
    if not has_constraints:
        raise ReadError("has no constraints")


READER = Reader(
    name="cabal-freeze",
    version=1,
    claim=Claim(names=("cabal.project.freeze", "cabal.config"), in_images=False),
    read=read,
    summary="Versions that cabal chose (cabal.project.freeze)",
)
