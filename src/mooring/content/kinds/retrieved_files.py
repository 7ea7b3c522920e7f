"""Files that a user or a bundle asks for, kept whole.

Regular files, up to a size; secrets in them are masked, the digest is that of the file as it is. A symbolic link that was asked for by
its exact path gives the file it leads to, under the path that was asked for, where that file has the same name (`/etc/os-release`,
`/lib/x`) or was asked for too: files are read before it is known where links lead. Where it leads elsewhere the path is not among what
could be found (`ContentSearch.subjects`), and the settings say which path to ask for.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from mooring.base.errors import ReadError
from mooring.base.limits import MIB
from mooring.content.kind import Assembly, ContentKind
from mooring.content.options import ContentOptions
from mooring.content.retrieving.masking import masked, masking_key
from mooring.content.retrieving.paths import AskedPath, asked_paths, matcher
from mooring.content.shown import Row, ShownTree, text
from mooring.content.variants import settings_key
from mooring.model.evidence.content import Content, ContentSearch, Need, RetrievedFile, RetrievedFileFact
from mooring.model.facts import Fact
from mooring.model.files import FileFacts, LayerRecord
from mooring.model.reader import Claim, LayerFile, Reader

_NAME, _VERSION = "retrieved-files", 1
_SETTING = "content.retrieve"
_MAX_FILES, _MAX_TOTAL_BYTES = 10_000, 256 * MIB
"""Of all files that are kept: a pattern may mean more than a report can hold."""


class RetrievingReader:
    """Keeps the files that are asked for, and those that links may lead to: the ones of the same name."""

    def __init__(self, options: ContentOptions) -> None:
        asked = asked_paths(options.retrieve, _SETTING)
        self._options = options
        self._exact = frozenset(one.path for one in asked if not one.is_pattern)
        self._names = frozenset(path[path.rfind(b"/") + 1 :] for path in self._exact)
        self._fits = matcher(asked)

    def reader(self) -> Reader:
        """The reader for one scan."""
        claim = Claim(
            names=tuple(sorted(name.decode() for name in self._names)),
            everything=self._fits is not None,
            accepts=self._accepts if self._fits is not None else None,
        )
        return Reader(name=_NAME, version=_VERSION, claim=claim, read=self.read)

    def read(self, file: LayerFile) -> Iterator[Fact]:
        """Yield the file; raise ReadError where it was asked for and is too large."""
        path, size, limit = file.path.encode("utf-8", "replace"), len(file.content), self._options.max_retrieved_bytes
        if size <= limit:
            content, count = masked(path, file.content, self._options)
            digest = hashlib.sha256(file.content).hexdigest()
            yield RetrievedFileFact(content=content, size=size, sha256=digest, masked=count)
        elif path in self._exact or (self._fits is not None and self._fits(path)):
            raise ReadError(f"has {size} bytes and was not kept; the limit is {limit} (content.max_retrieved_bytes)")
        else:
            yield RetrievedFileFact(
                content=b"", size=size, sha256=""
            )  # not kept, so that it is not taken for an empty one

    def _accepts(self, path: bytes, head: bytes, size: int) -> bool:
        assert self._fits is not None
        return path[path.rfind(b"/") + 1 :] in self._names or self._fits(path)


def _assemble(assembly: Assembly, content: Content) -> Content:
    """The files of the image as it is; exact paths follow links."""
    asked = asked_paths(assembly.options.retrieve, _SETTING)
    tree = ShownTree(assembly.records, frozenset(one.path for one in asked if not one.is_pattern))
    fits = matcher(asked)
    kept: dict[str, RetrievedFile] = {}
    lost: list[tuple[AskedPath, Row]] = []
    for one in asked:
        row = tree.file(one.path) if not one.is_pattern else None
        if row is None:
            continue
        path = "/" + one.given.lstrip("/")
        found = _kept(assembly.records, row, path)
        if found is not None:
            kept[path] = found
        elif not _is_problem(assembly.records[row.layer], row.path):
            lost.append((one, row))
    for visible in assembly.contents.facts if fits is not None else ():
        record = assembly.records[visible.layer_index]
        raw = record.odd_paths.get(visible.path) or visible.path.encode("utf-8", "surrogateescape")
        if fits is not None and fits(raw) and text(raw) not in kept:
            fact = _fact_in(visible.groups)
            if fact is not None and fact.sha256:
                kept[text(raw)] = _file(text(raw), fact, record)
    return _with(content, kept, lost, asked)


def _kept(records: Sequence[LayerRecord], row: Row, path: str) -> RetrievedFile | None:
    """The file at a row under the path that was asked for; None where it was not read, or is too large."""
    record = records[row.layer]
    fact = _fact_in([group for group in record.facts if _raw(record, group.path) == row.path])
    if fact is not None:
        return _file(path, fact, record) if fact.sha256 else None
    name = row.path[row.path.rfind(b"/") + 1 :]
    if name != path.encode("utf-8", "surrogateescape").rpartition(b"/")[2] or _is_problem(record, row.path):
        return None
    # Every file of this name was looked at but those without content, which give nothing to look at.
    return _file(path, RetrievedFileFact(content=b"", size=0, sha256=hashlib.sha256(b"").hexdigest()), record)


def _file(path: str, fact: RetrievedFileFact, record: LayerRecord) -> RetrievedFile:
    return RetrievedFile(
        path=path, content=fact.content, size=fact.size, sha256=fact.sha256, layer=record.diff_id, masked=fact.masked
    )


def _with(
    content: Content, kept: dict[str, RetrievedFile], lost: Sequence[tuple[AskedPath, Row]], asked: Sequence[AskedPath]
) -> Content:
    """The content with the files, and with what was looked for."""
    files = tuple(file for _, file in sorted(kept.items()))
    total, problem = 0, ""
    for number, file in enumerate(files):
        total += len(file.content)
        if number >= _MAX_FILES or total > _MAX_TOTAL_BYTES:
            files = files[:number]
            problem = (
                f"more than {_MAX_FILES} files or {_MAX_TOTAL_BYTES // MIB} MiB were asked for; the rest was not kept"
            )
            break
    gone = {one for one, _ in lost}
    subjects = tuple(one.given for one in asked if one not in gone)
    links = "; ".join(
        f"{one.given} leads to {text(row.path)}, which was not kept: ask for that path, too" for one, row in lost
    )
    if lost and not subjects:
        problem = problem or links
    search = ContentSearch(
        need=Need.RETRIEVED_FILES,
        settings="; ".join(part for part in (", ".join(one.given for one in asked)[:2000], links[:2000]) if part),
        subjects=subjects,
        problem=problem,
    )
    return msgspec.structs.replace(content, retrieved=files, searches=(*content.searches, search))


def _fact_in(groups: Iterable[FileFacts]) -> RetrievedFileFact | None:
    for group in groups:
        for fact in group.facts if group.reader == _NAME else ():
            if type(fact) is RetrievedFileFact:
                return fact
    return None


def _raw(record: LayerRecord, path: str) -> bytes:
    return record.odd_paths.get(path) or path.encode("utf-8", "surrogateescape")


def _is_problem(record: LayerRecord, path: bytes) -> bool:
    """Whether the record says why the file was not kept."""
    return any(problem.path == text(path) and problem.reader.startswith(_NAME) for problem in record.problems)


KIND = ContentKind(
    need=Need.RETRIEVED_FILES,
    version=_VERSION,
    summary="files that are asked for, kept whole, with secrets in them masked",
    is_wanted=lambda options: bool(options.retrieve),
    reader=lambda options: RetrievingReader(options).reader(),
    variant=lambda options: settings_key(options.retrieve, options.max_retrieved_bytes, masking_key(options)),
    assemble=_assemble,
)
