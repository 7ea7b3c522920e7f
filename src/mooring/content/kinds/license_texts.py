"""Licence texts in the files that hold them: LICENSE, COPYING, NOTICE, UNLICENSE, `*.license`, whatever lies in a folder of licences.

Known are the texts of 239 SPDX licences (the 120 most used, and those that are easily taken for one of them), recognised by fingerprints;
a file that merely names a licence holds no text of it. Several texts in one file are several facts. What a text adds (exceptions, further
terms) is not seen. Of the GNU licences the text does not tell whether later versions hold: the identifier is that of the family
(`GPL-2.0`), as SPDX had it before it told `-only` and `-or-later` apart.
"""

from collections.abc import Iterator

import msgspec

from mooring.base.errors import ReadError
from mooring.base.limits import KIB, MIB
from mooring.content.kind import Assembly, ContentKind
from mooring.content.licensing.owners import Owners
from mooring.content.options import ContentOptions
from mooring.content.shown import text
from mooring.model.evidence.content import Content, ContentSearch, LicenseText, LicenseTextFact, Need
from mooring.model.facts import Fact
from mooring.model.reader import Claim, LayerFile, Reader

_NAME, _VERSION = "license-texts", 1
_MAX_READ_BYTES, _MAX_FILE_BYTES, _MIN_BYTES = 1 * MIB, 16 * MIB, 60
_MAX_KNOWN = 20_000
"""Contents of which the licences are remembered in one process: thousands of packages have the same text."""
_NAMES = (b"licen", b"copying", b"notice", b"unlicen", b"copyright")
_CODE = frozenset(
    b".py .pyc .pyi .js .mjs .cjs .ts .jsx .tsx .vue .css .scss .json .map .c .h .cc .cpp .hpp .go .rs .java .class .rb .php .so .o .a .sh "
    b".png .gif .svg .jpg .ico .yml .yaml .toml .cfg .xml .properties .mo .po .gz .xz .list .md5sums .lua .pl .pm .cs .swift .kt".split()
)


def is_license_file(path: bytes, head: bytes, size: int) -> bool:
    """Whether a file may hold licence texts, by its path; asked of every file."""
    slash = path.rfind(b"/")
    name = path[slash + 1 :].lower()
    if not (name.startswith(_NAMES) or b"licen" in name or b"icenses/" in path):
        return False
    dot = name.rfind(b".")
    if dot >= 0 and name[dot:] in _CODE:
        return False
    folder = path[path.rfind(b"/", 0, slash) + 1 : slash].lower() if slash > 0 else b""
    is_named = name.startswith(_NAMES) or name.endswith((b".license", b".licence", b"-license", b"_license"))
    return (
        is_named
        or folder in (b"licenses", b"licences")
        or b".dist-info/licenses/" in path
        or b"share/licenses/" in path
    )


class LicenseReader:
    """Recognises texts, the same content once a process."""

    def __init__(self) -> None:
        self._known: dict[bytes, tuple[LicenseTextFact, ...]] = {}

    def read(self, file: LayerFile) -> Iterator[Fact]:
        """Yield a fact for each licence; raise ReadError where the file is longer than what is looked at."""
        content = file.content[:_MAX_READ_BYTES]
        facts = self._known.get(content)
        if facts is None:
            facts = _facts(content)
            if len(self._known) < _MAX_KNOWN and len(content) < 16 * KIB:
                self._known[content] = facts
        yield from facts
        if len(file.content) > _MAX_READ_BYTES:
            raise ReadError(f"has {len(file.content)} bytes; licences were looked for in the first {_MAX_READ_BYTES}")


def _facts(content: bytes) -> tuple[LicenseTextFact, ...]:
    from mooring.content.licensing.fingerprints import licenses_in  # reads the fingerprints

    if b"\0" in content[:1024]:
        return ()
    found = licenses_in(content.decode("utf-8", "replace"))
    return tuple(LicenseTextFact(license=one.license, confidence=one.confidence) for one in found)


def _reader(options: ContentOptions) -> Reader:
    claim = Claim(everything=True, accepts=is_license_file, min_bytes=_MIN_BYTES, max_bytes=_MAX_FILE_BYTES)
    return Reader(name=_NAME, version=_VERSION, claim=claim, read=LicenseReader().read)


def _assemble(assembly: Assembly, content: Content) -> Content:
    """The texts in files that the image shows, ordered by path, each with the package that the file belongs to."""
    owners = Owners(assembly.inventory)
    found: list[LicenseText] = []
    files = 0
    for visible in assembly.contents.facts:
        record = assembly.records[visible.layer_index]
        facts = [fact for group in visible.groups if group.reader == _NAME for fact in group.facts]
        texts = [fact for fact in facts if type(fact) is LicenseTextFact]
        files += bool(texts)
        path = text(record.odd_paths.get(visible.path) or visible.path.encode("utf-8", "surrogateescape"))
        package = owners.of(path) if texts else ""
        found += [
            LicenseText(
                path=path,
                license=fact.license,
                confidence=fact.confidence,
                layer=record.diff_id,
                package=package,
            )
            for fact in texts
        ]
    search = ContentSearch(need=Need.LICENSE_TEXTS, settings=f"texts of known licences; {files} files hold some")
    return msgspec.structs.replace(content, license_texts=tuple(sorted(found)), searches=(*content.searches, search))


KIND = ContentKind(
    need=Need.LICENSE_TEXTS,
    version=_VERSION,
    summary="well-known licence texts in LICENSE, COPYING, NOTICE and the like",
    is_wanted=lambda options: options.license_texts,
    reader=_reader,
    variant=lambda options: "",
    assemble=_assemble,
    needs_rows=True,
)
