"""Which files the packages of dpkg and opkg own: `info/*.list`, `*.md5sums`, `*.conffiles`; and opkg's `*.control`.

dpkg names the files `<name>` and, for packages that are `Multi-Arch: same`, `<name>:<architecture>` (dpkg's database format 1;
format 0 knows only `<name>`). Owners are the keys that `dpkg.py` documents, made from the file name alone.
A `.list` names what the archive held, folders included, diverted files under the name they would have had.
A `.control` of opkg is the package's own stanza: it tells licence and source, which OpenWrt leaves out of its `status`.
"""

import re
from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, LicenseFact, NoteFact, OwnedFilesFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.deb822 import stanzas
from mooring.packages.os.places.root import below, key_of, root_of
from mooring.packages.os.stanza.sums import sums_of

_PLACE = re.compile(r"(?:^|/)((?:(?:var|usr)/)?lib/([do]pkg)/info/[^/]+)$")
_CONTROL_NOTES = {"sourcename": "source", "source": "source_path", "section": "section", "maintainer": "maintainer"}
"""Fields of an opkg control file to properties. OpenWrt writes the package's folder in its tree as `Source`."""


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the paths of one list, the paths and digests of one md5sums, or what a control file adds."""
    place = _PLACE.search(file.path)
    if not place:
        raise ReadError("does not stand in the info folder of dpkg or opkg")
    root = root_of(file.path, place[1])
    name, _, kind = file.name.rpartition(".")
    owner = key_of(place[2], root, name)
    if kind == "list":
        yield from _listed(owner, root, file.content)
    elif kind == "md5sums":
        yield from sums_of(owner, root, file.content)
    elif kind == "conffiles":
        yield from _conffiles(owner, root, file.content)
    elif kind == "control" and place[2] == "opkg":
        yield from _control(owner, file.text())


def _listed(owner: str, root: str, content: bytes) -> Iterator[Fact]:
    """One replacement for the whole file: an image has a thousand lists and half a million lines in them."""
    if b"\t" in content:  # opkg may add mode and link target behind a tab
        content = b"\n".join(line.partition(b"\t")[0] for line in content.split(b"\n"))
    paths = (b"\n" + content.replace(b"\r", b"")).replace(b"\n/", b"\n").strip(b"\n")
    paths = paths.removeprefix(b".\n") if paths != b"." else b""
    if b"\0" in paths:
        raise ReadError("is not a list of paths: it holds a NUL byte")
    if paths:
        yield OwnedFilesFact(owner=owner, paths=below(root, paths))


def _conffiles(owner: str, root: str, content: bytes) -> Iterator[Fact]:
    """Lines of `/path` or `remove-on-upgrade /path` (deb-conffiles(5)); the latter file is no longer the package's."""
    lines = [line.strip() for line in content.split(b"\n")]
    paths = b"\n".join(line.lstrip(b"/") for line in lines if line.startswith(b"/") and line.strip(b"/"))
    if paths:
        yield OwnedFilesFact(owner=owner, paths=below(root, paths), are_config=True)


def _control(owner: str, text: str) -> Iterator[Fact]:
    fields = next(stanzas(text), {})
    if not fields.get("package"):
        raise ReadError("has no Package")
    if fields.get("license"):
        yield LicenseFact(owner=owner, licenses=(fields["license"],))
    for field, name in _CONTROL_NOTES.items():
        if fields.get(field):
            yield NoteFact(owner=owner, name=name, value=fields[field])
    if fields.get("cpe-id"):
        yield NoteFact(owner=owner, name="cpe_id", value=fields["cpe-id"])


READER = Reader(
    name="dpkg-files",
    version=1,
    claim=Claim(
        suffixes=(".list", ".md5sums", ".conffiles", ".control"),
        pattern=r"(?:^|/)lib/(?:dpkg/info/[^/]+\.(?:list|md5sums|conffiles)|opkg/info/[^/]+\.(?:list|conffiles|control))$",
    ),
    read=read,
    summary="files that packages of dpkg and opkg own, with MD5 digests, and which of them are configuration",
)
