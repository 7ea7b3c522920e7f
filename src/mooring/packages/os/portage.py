"""What Portage says is installed: `var/db/pkg/<category>/<name>-<version>/` with a file for each value (Gentoo; PMS, Appendix A).

`PF` is in every such folder and names the package; the version begins at the last dash that a digit follows, apart from the
revision (PMS 3.2). The other files add to it by the key `portage:<category>/<name>-<version>`.
"""

import re
from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, LicenseFact, NoteFact, OwnedFilesFact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.os.places.root import below, key_of, root_of

_VERSION = re.compile(r"-(\d[0-9a-z._]*(?:-r\d+)?)\Z")
_FOLDER = re.compile(r"(?:^|/)var/db/pkg/([^/]+)/([^/]+)\Z")
_OBJECT = re.compile(rb"^obj ([^\n]+) ([0-9a-f]{32}) -?\d+$", re.MULTILINE)
_NOTES = {
    "SLOT": "slot",
    "repository": "repository",
    "HOMEPAGE": "homepage",
    "DESCRIPTION": "summary",
    "CHOST": "chost",
}
_NAMES = ("PF", "CONTENTS", "LICENSE", *_NOTES)
_MAX_WORDS = 10_000


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the package of a `PF`, the files of a `CONTENTS`, the licences of a `LICENSE`, or a note."""
    place = _FOLDER.search(file.folder)
    if not place:
        raise ReadError("does not stand in a package's folder in var/db/pkg")
    category, folder = place[1], place[2]
    root = root_of(file.folder, f"var/db/pkg/{category}/{folder}")
    key = key_of("portage", root, f"{category}/{folder}")
    if file.name == "PF":
        yield _package(file.text().strip(), category, key, root)
    elif file.name == "CONTENTS":
        yield from _contents(file.content, key, root)
    elif file.name == "LICENSE":
        if licenses := _licenses(file.text()):
            yield LicenseFact(owner=key, licenses=licenses)
    elif text := " ".join(file.text()[:4096].split()):
        yield NoteFact(owner=key, name=_NOTES.get(file.name, file.name.lower()), value=text)


def _package(full_name: str, category: str, key: str, root: str) -> PackageFact:
    found = _VERSION.search(full_name)
    if not found or not full_name[: found.start()] or "\n" in full_name:
        raise ReadError(f"is {full_name[:100]!r}, which is no name with a version")
    return PackageFact(
        type="ebuild",
        namespace=category,
        name=full_name[: found.start()],
        version=found[1],
        key=key,
        home=root,
        properties={"root": root} if root else {},
    )


def _contents(content: bytes, key: str, root: str) -> Iterator[Fact]:
    """Lines of `obj /path md5 mtime`; a path may hold blanks. Links (`sym /path -> target mtime`) have no digest."""
    rows = _OBJECT.findall(content)
    links = [line[5:].partition(b" -> ")[0] for line in content.split(b"\n") if line.startswith(b"sym /")]
    paths = [path.lstrip(b"/") for path, _ in rows] + [path for path in links if path]
    if paths:
        yield OwnedFilesFact(
            owner=key,
            paths=below(root, b"\n".join(paths)),
            algorithm="md5" if rows else "",
            digests=b"\n".join([digest for _, digest in rows] + [b""] * (len(paths) - len(rows))) if rows else b"",
        )
    elif content.strip() and b"dir /" not in content:
        raise ReadError("has no line of an object, a link or a folder")


def _licenses(text: str) -> tuple[str, ...]:
    """The licences of a LICENSE expression (PMS 8.2): `|| ( a b )` is one licence `a OR b`, `use? ( a )` is what stands in it."""
    words = text.split()[:_MAX_WORDS]
    found: dict[str, None] = {}
    choice: list[str] | None = None
    depth = 0
    for at, word in enumerate(words):
        if word == "||" and choice is None:
            choice, depth = [], 0
        elif word == "(":
            depth += 1
        elif word == ")":
            depth -= 1
            if choice is not None and depth <= 0:
                found[" OR ".join(dict.fromkeys(choice))] = None
                choice = None
        elif word != "||" and not word.endswith("?"):
            if choice is None:
                found[word] = None
            else:
                choice.append(word)
        if at == len(words) - 1 and choice:
            found[" OR ".join(dict.fromkeys(choice))] = None
    return tuple(name for name in found if name)


READER = Reader(
    name="portage",
    version=1,
    claim=Claim(names=_NAMES, pattern=r"(?:^|/)var/db/pkg/[^/]+/[^/]+/[A-Za-z]+$"),
    read=read,
    summary="installed packages of Gentoo (Portage), with their files and licences",
)
