"""Java archives: .jar, .war, .ear and their kin, with everything nested in them.

An archive is one package, named as `archive/identity.py` says; libraries merged into it and archives inside are
packages of their own with the property `parent_key`, the key of the package that contains them. `sha1` is of the
archive as it lies there, which is what Maven repositories are searched by; it costs a tenth of a scan, so it is there
where digests are asked for.
"""

import hashlib
from collections.abc import Iterator

import msgspec

from mooring.base.errors import ReadError
from mooring.model.facts import Fact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.zip import ArchiveBudget, ZipArchive
from mooring.packages.java.archive.contents import ARCHIVE_SUFFIXES, Contents, TextAllowance, read_contents
from mooring.packages.java.archive.facts import Place, merged_facts, own_fact
from mooring.packages.java.archive.identity import Identity, identify, package_group, says_nothing

_ALWAYS_JAVA = (".jar", ".war", ".ear", ".hpi", ".jpi")
_CONTAINERS = (".zip", ".zap")
_MAX_CLASSES = 3_000
_CLASS_ROOTS = ("BOOT-INF/classes/", "WEB-INF/classes/")


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the archive's own package, those merged into it, then what is nested; damage is told after all that is
    readable."""
    if not file.content.startswith(b"PK") and not file.name.lower().endswith(_ALWAYS_JAVA):
        return  # Other trades use these suffixes too: RAR, MIDI, system activity records.
    problems: list[str] = []
    archive = _open(file)
    if archive is None:
        return
    left = file.limits.max_facts_per_file
    place = Place(path=file.path, home=file.folder, with_digests=file.with_digests)
    for fact in _read_archive(archive, place, TextAllowance(), problems):
        if left == 0:
            raise ReadError(f"names more than {file.limits.max_facts_per_file} packages")
        left -= 1
        yield fact
    if left == file.limits.max_facts_per_file and file.name.lower().endswith(_CONTAINERS):
        return  # A zip file in which nothing of Java was found is somebody else's, and so is its damage.
    if problems:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise ReadError(problems[0] + more)


def _open(file: LayerFile) -> ZipArchive | None:
    """The archive; None where a damaged file need not be one of Java."""
    try:
        return ZipArchive(file.content, ArchiveBudget(file.limits))
    except ReadError:
        if file.name.lower().endswith(_ALWAYS_JAVA):
            raise
        return None


def _read_archive(archive: ZipArchive, place: Place, allowance: TextAllowance, problems: list[str]) -> Iterator[Fact]:
    """The depth of the recursion is bounded by `ZipArchive.nested`; each level holds its archive's bytes and no
    other's."""
    contents = read_contents(archive, allowance)
    problems.extend(f"{place.inner}: {text}" if place.inner else text for text in contents.problems)
    identity = identify(place.name, contents)
    key = place.parent_key
    if _is_package(place, contents, identity):
        key = place.key
        yield own_fact(
            place, contents, _with_group(identity, archive, contents), _sha1(archive) if place.with_digests else ""
        )
        yield from merged_facts(place, contents, identity.entry, key)
    elif contents.maven:
        yield from merged_facts(place, contents, None, key)
    for member in contents.nested:
        try:
            inner = archive.nested(member)
        except ReadError as error:
            if not _is_other_format(str(error), member.name):
                problems.append(f"{place.inner}: {error}" if place.inner else str(error))
            continue
        yield from _read_archive(inner, place.nested(member.name, key), allowance, problems)


def _sha1(archive: ZipArchive) -> str:
    """What a Maven repository knows the archive by."""
    return hashlib.sha1(archive.content).hexdigest()


def _is_package(place: Place, contents: Contents, identity: Identity) -> bool:
    """Whether the archive is a package itself: not a zip that merely holds others, nor a nested one that nothing
    describes."""
    if identity.entry:
        return True
    if place.name.lower().endswith(_CONTAINERS):
        return False
    return not place.inner or bool(identity.version) or not says_nothing(identity.artifact) or bool(contents.maven)


def _with_group(identity: Identity, archive: ZipArchive, contents: Contents) -> Identity:
    """The identity with a group from the classes where nothing else told one, or the artifact in its place.

    The classes of an archive into which libraries were merged are mostly theirs and say nothing of it.
    """
    if identity.group:
        return identity
    group = "" if contents.maven else package_group(_class_packages(archive))
    return msgspec.structs.replace(identity, group=group or identity.artifact, has_guessed_group=not group)


def _class_packages(archive: ZipArchive) -> dict[str, int]:
    packages: dict[str, int] = {}
    left = _MAX_CLASSES
    try:
        for member in archive.names():
            if not member.endswith(".class") or member.startswith("META-INF/"):
                continue
            for root in _CLASS_ROOTS:
                member = member.removeprefix(root)
            package = member[: max(member.rfind("/"), 0)]
            packages[package] = packages.get(package, 0) + 1
            left -= 1
            if left == 0:
                break
    except ReadError:
        pass  # Told already: the same directory was walked for the contents.
    return packages


def _is_other_format(reason: str, name: str) -> bool:
    """Whether a file in an archive has a suffix like ours and need not be one of Java, which is no damage."""
    return " a ZIP archive" in reason and not name.lower().endswith(_ALWAYS_JAVA)


READER = Reader(
    name="java-archive",
    version=2,
    claim=Claim(suffixes=ARCHIVE_SUFFIXES),
    read=read,
    summary="Java archives (jar, war, ear, hpi ...) by Maven files, manifest and name, with what is nested or merged in",
)
