"""What pacman says is installed: a folder for each package in `var/lib/pacman/local` (Arch Linux, Manjaro, MSYS2).

`desc` names the package, `files` its files and those that are configuration (`%BACKUP%`), `mtree` (gzip, mtree(5)) their digests.
Both formats are sections of a `%NAME%` line and values, one a line, up to an empty line. Key: `pacman:<name of the folder>`, which
is what the three files have in common.
"""

import re
from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, OwnedFilesFact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.os.places.root import below, key_of, root_of

_CONSTRAINT = re.compile(r"[<>=:]")
_ESCAPE = re.compile(rb"\\([0-7]{3})")
_PROPERTIES = {
    "URL": "homepage",
    "DESC": "summary",
    "PACKAGER": "maintainer",
    "BUILDDATE": "build_time",
    "VALIDATION": "validation",
    "REASON": "reason",
    "SIZE": "installed_size",
}
_BOOKKEEPING = (b".PKGINFO", b".BUILDINFO", b".MTREE", b".INSTALL", b".CHANGELOG")
"""Entries of the archive that are not installed."""
_MAX_MTREE = 64 * 1024 * 1024


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the package of a `desc`, the owned files of a `files`, the digests of an `mtree`."""
    folder = file.folder
    base = folder[folder.rfind("/") + 1 :]
    root = root_of(folder[: -len(base) - 1], "var/lib/pacman/local") if base else ""
    key = key_of("pacman", root, base)
    if file.name == "desc":
        yield _package(_sections(file.text()), key, root)
    elif file.name == "files":
        yield from _files(_sections(file.text()), key, root)
    else:
        yield from _digests(_inflated(file.content), key, root)


def _sections(text: str) -> dict[str, list[str]]:
    """The values of each section by its name without percent signs."""
    found: dict[str, list[str]] = {}
    values: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if len(line) > 2 and line[0] == "%" and line[-1] == "%":
            values = found.setdefault(line[1:-1], [])
        elif line:
            values.append(line)
    return found


def _package(sections: dict[str, list[str]], key: str, root: str) -> PackageFact:
    def first(name: str) -> str:
        return next(iter(sections.get(name, ())), "").strip()

    if not first("NAME"):
        raise ReadError("has no %NAME%")
    version, base = first("VERSION"), first("BASE")
    properties = {name: first(section) for section, name in _PROPERTIES.items() if first(section)}
    if root:
        properties["root"] = root
    return PackageFact(
        type="alpm",
        name=first("NAME"),
        version=version,
        key=key,
        architecture=first("ARCH"),
        source_name=base,
        source_version=version if base else "",
        licenses=tuple(dict.fromkeys(sections.get("LICENSE", ()))),
        home=root,
        provides=_names(sections.get("PROVIDES", [])),
        depends=_names(sections.get("DEPENDS", [])),
        properties=properties,
    )


def _names(values: list[str]) -> tuple[str, ...]:
    """Names without constraints (`glibc>=2.36`, `libfoo.so=1-64`, `name: why`)."""
    names = (_CONSTRAINT.split(value.strip(), maxsplit=1)[0].strip() for value in values)
    return tuple(dict.fromkeys(name for name in names if name))


def _files(sections: dict[str, list[str]], key: str, root: str) -> Iterator[Fact]:
    if paths := [path.lstrip("/") for path in sections.get("FILES", ()) if path.strip("/") and path[-1] != "/"]:
        yield OwnedFilesFact(owner=key, paths=below(root, "\n".join(paths).encode("utf-8", "replace")))
    rows = [row.partition("\t") for row in sections.get("BACKUP", ())]
    rows = [row for row in rows if row[0].strip("/")]
    if rows:
        digests = [digest.strip() if len(digest.strip()) == 32 else "" for _, _, digest in rows]
        yield OwnedFilesFact(
            owner=key,
            paths=below(root, "\n".join(path.lstrip("/") for path, _, _ in rows).encode("utf-8", "replace")),
            algorithm="md5" if any(digests) else "",
            digests="\n".join(digests).encode("ascii", "replace") if any(digests) else b"",
            are_config=True,
        )


def _inflated(content: bytes) -> bytes:
    if content[:2] != b"\x1f\x8b":
        return content
    import zlib

    inflater = zlib.decompressobj(wbits=31)
    try:
        text = inflater.decompress(content, _MAX_MTREE)
    except zlib.error as error:
        raise ReadError(f"is not gzip: {error}") from None
    if inflater.unconsumed_tail:
        raise ReadError(f"expands to more than {_MAX_MTREE} bytes")
    if not inflater.eof:
        raise ReadError("is cut off inside its gzip stream")
    return text


def _digests(text: bytes, key: str, root: str) -> Iterator[Fact]:
    """Rows of `./path keyword=value ...`; paths have octal escapes for blanks, `/set` lines carry no digest."""
    if not text.startswith(b"#mtree"):
        raise ReadError("does not begin with '#mtree'")
    paths, digests = [], []
    for line in text.split(b"\n"):
        path, _, keywords = line.partition(b" ")
        if path[:2] != b"./" or path[2:] in _BOOKKEEPING or (at := keywords.find(b"sha256digest=")) < 0:
            continue
        digest = keywords[at + 13 :].split(b" ", 1)[0]
        paths.append(_ESCAPE.sub(_escaped, path[2:]))
        digests.append(digest if len(digest) == 64 else b"")
    if paths:
        yield OwnedFilesFact(
            owner=key, paths=below(root, b"\n".join(paths)), algorithm="sha256", digests=b"\n".join(digests)
        )


def _escaped(found: "re.Match[bytes]") -> bytes:
    """The byte of an octal escape; a newline stays escaped, since paths are joined by newlines."""
    value = int(found[1], 8) & 0xFF
    return found[0] if value in (0, 10) else bytes((value,))


READER = Reader(
    name="pacman",
    version=1,
    claim=Claim(names=("desc", "files", "mtree"), pattern=r"(?:^|/)var/lib/pacman/local/[^/]+/(?:desc|files|mtree)$"),
    read=read,
    summary="installed packages of Arch Linux and its derivatives (pacman), with their files",
)
