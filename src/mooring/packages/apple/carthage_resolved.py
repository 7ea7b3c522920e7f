"""Cartfile.resolved: the frameworks that Carthage checked out.

Format: Carthage's "Artifacts" document: a line is an origin (`github`, `git`, `binary`), where it is, and the version or
commit, the last two in quotes. purl has no type for Carthage: what lies on GitHub is named there.
"""

from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield a package per line; raises ReadError at the end where a line is no entry."""
    damaged = 0
    for number, line in enumerate(file.text().split("\n"), start=1):
        entry = line.partition("#")[0].strip()
        parts = entry.split('"')
        if len(parts) == 5 and parts[0].strip() in ("github", "git", "binary") and parts[1].strip("/"):
            yield _package(parts[0].strip(), parts[1].strip(), parts[3].strip(), path=file.path, line=number)
        elif entry:
            damaged = damaged or number
    if damaged:
        raise ReadError(f"line {damaged} is not an origin, a place and a version")


def _package(origin: str, place: str, version: str, *, path: str, line: int) -> PackageFact:
    namespace, _, name = place.removesuffix(".git").removesuffix(".json").rstrip("/").rpartition("/")
    is_on_github = origin == "github" and "://" not in place
    qualifiers = {}
    if origin == "binary":
        qualifiers["download_url"] = place
    elif not is_on_github:
        qualifiers["vcs_url"] = f"git+{place}@{version}" if "://" in place else place
    return PackageFact(
        type="github" if is_on_github else "generic",
        namespace=namespace if is_on_github else "",
        name=name or place,
        version=version,
        home=path,
        qualifiers=qualifiers,
        properties={"origin": origin},
        line=line,
        language="swift",
        is_installed=False,
    )


READER = Reader(
    name="carthage-resolved",
    version=1,
    claim=Claim(names=("Cartfile.resolved",), in_images=False),
    read=read,
    summary="Frameworks that Carthage resolved (Cartfile.resolved)",
)
