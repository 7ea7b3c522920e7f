"""go.sum: the hashes of the modules that go.mod names.

Format: Go modules reference, "go.sum files": lines of module, version and hash, the version followed by `/go.mod` where
only that file was hashed. The list has versions that were looked at and not built, and keeps those of earlier builds,
so it names no packages: it adds to those of the go.mod beside it.
"""

from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, NoteFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.golang.modules.names import key_of


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the hash of each module's files; raises ReadError at the end where a line is damaged."""
    damaged = 0
    for number, line in enumerate(file.text().split("\n"), start=1):
        words = line.split()
        if not words:
            continue
        if len(words) != 3 or not words[1].startswith("v"):
            damaged = damaged or number
        elif words[2].startswith("h1:") and not words[1].endswith("/go.mod"):
            yield NoteFact(owner=key_of(file.folder, words[0], words[1]), name="module_h1", value=words[2])
    if damaged:
        raise ReadError(f"line {damaged} is not a module, a version and a hash")


READER = Reader(
    name="go-sum",
    version=1,
    claim=Claim(names=("go.sum",), in_images=False),
    read=read,
    summary="Hashes of the modules that go.mod names (go.sum)",
)
