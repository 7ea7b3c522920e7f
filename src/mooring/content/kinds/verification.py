"""Files compared with the package databases of the image, as `rpm --verify` and `dpkg --verify` do.

Compared are digests (MD5 of dpkg, SHA-1 and SHA-256 of apk, what rpm and pacman have) and, of rpm and apk, modes; a size says nothing
that a digest does not. Configuration files are skipped. The database is the one that the image shows: what an earlier layer's said of a
package that was upgraded since does not count. Missing files that dpkg was told not to install (`path-exclude`) are counted in the
settings and not reported; rpm itself notes in its database what it left out. Whole folders of documents that are gone without such a rule
are one failure a package and folder, with the number of files.
"""

from collections.abc import Iterator

import msgspec

from mooring.content.kind import Assembly, ContentKind
from mooring.content.options import ContentOptions
from mooring.content.verifying.comparing import Comparison, compare
from mooring.content.verifying.dpkg_rules import CONFIG, CONFIG_FOLDER, DIVERSIONS, read_rules, rules_of
from mooring.content.verifying.expected import Expectations, expectations
from mooring.model.evidence.content import Content, ContentSearch, Need
from mooring.model.facts import Fact
from mooring.model.package import OS_TYPES
from mooring.model.reader import Claim, LayerFile, Reader

_NAME, _VERSION = "verification", 1
_MAX_FAILURES = 100_000
_ALGORITHMS = ("md5", "sha1", "sha256")


def _read(file: LayerFile) -> Iterator[Fact]:
    yield from read_rules(file)


def _reader(options: ContentOptions) -> Reader:
    claim = Claim(paths=(CONFIG, DIVERSIONS), folders=(CONFIG_FOLDER,), max_bytes=4 << 20)
    return Reader(name=_NAME, version=_VERSION, claim=claim, read=_read)


def _assemble(assembly: Assembly, content: Content) -> Content:
    """The files that differ from what the databases say, ordered by package and path."""
    rules = rules_of(assembly.contents, _NAME)
    expected = expectations(assembly.inventory, assembly.contents, rules)
    found = compare(assembly.records, expected.files, rules)
    search = ContentSearch(
        need=Need.VERIFICATION, settings=_settings(expected, found), problem=_problem(assembly, expected, found)
    )
    failures = tuple(found.failures[:_MAX_FAILURES])
    return msgspec.structs.replace(content, verification=failures, searches=(*content.searches, search))


def _settings(expected: Expectations, found: Comparison) -> str:
    parts = [f"{found.compared} files of {len({one.package.id for one in expected.files})} packages compared"]
    if found.left_out:
        parts.append(f"{found.left_out} that dpkg was told to leave out (path-exclude) are not counted as missing")
    if expected.without_records:
        parts.append(f"{expected.without_records} packages have no digests of their files")
    if expected.not_computed:
        parts.append(f"{expected.not_computed} digests are of an algorithm that is not compared")
    return "; ".join(parts)


def _problem(assembly: Assembly, expected: Expectations, found: Comparison) -> str:
    """What keeps the comparison from being complete."""
    has_packages = any(package.type in OS_TYPES for package in assembly.inventory.packages)
    if has_packages and not expected.files:
        what = "has digests of the files" if expected.is_any_list else "lists the files"
        return f"no package database of the image {what} that packages installed"
    if expected.odd:
        return f"{expected.odd} digests in the package databases are damaged, or do not fit the paths"
    if found.unread and found.unread == found.compared:
        return "the digests of the files were not computed"
    if found.unread:
        return f"the digests of {found.unread} files could not be computed"
    if len(found.failures) > _MAX_FAILURES:
        return f"{len(found.failures)} files differ; the first {_MAX_FAILURES} are listed"
    return ""


KIND = ContentKind(
    need=Need.VERIFICATION,
    version=_VERSION,
    summary="files that differ from what the package databases say, or are missing",
    is_wanted=lambda options: options.verify,
    reader=_reader,
    variant=lambda options: "",
    assemble=_assemble,
    needs_rows=True,
    needs_file_digests=_ALGORITHMS,
)
