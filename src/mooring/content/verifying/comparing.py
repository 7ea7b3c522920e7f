"""Files as the image shows them against what is expected of them."""

import hashlib
import stat
from collections.abc import Iterable, Sequence

import msgspec

from mooring.content.shown import Row, ShownTree
from mooring.content.verifying.dpkg_rules import DpkgRules
from mooring.content.verifying.expected import DIGEST_BYTES, Expected
from mooring.model.evidence.content import VerificationFailure
from mooring.model.files import FileKind, LayerRecord

CHANGED, MISSING = "changed", "missing"
MOUNTED = (b"dev/", b"proc/", b"sys/", b"run/", b"var/run/")
"""What runs mount over: nothing in an image there is what a container sees."""
DOCUMENTS = (
    "/usr/share/doc/", "/usr/share/man/", "/usr/share/info/", "/usr/share/locale/", "/usr/share/groff/", "/usr/share/lintian/",
    "/usr/share/linda/", "/usr/share/doc-base/", "/usr/share/gtk-doc/", "/usr/share/help/",
)  # fmt: skip
"""Where slim images remove whole folders: one finding a package and folder is enough."""
_KINDS = {
    stat.S_IFREG: (FileKind.FILE, FileKind.HARDLINK),
    stat.S_IFDIR: (FileKind.FOLDER,),
    stat.S_IFLNK: (FileKind.SYMLINK,),
}
_NAMES = {
    FileKind.FOLDER: "a folder",
    FileKind.SYMLINK: "a symbolic link",
    FileKind.CHARACTER_DEVICE: "a device",
    FileKind.BLOCK_DEVICE: "a device",
    FileKind.FIFO: "a pipe",
    FileKind.SOCKET: "a socket",
}


class Comparison(msgspec.Struct):
    """What comparing came to."""

    failures: list[VerificationFailure] = []
    compared: int = 0
    left_out: int = 0
    """Missing files that dpkg was told not to install."""
    unread: int = 0
    """Files whose digest is not known: sparse ones that could not be expanded."""


def compare(records: Sequence[LayerRecord], expected: Sequence[Expected], rules: DpkgRules) -> Comparison:
    """Compare each file; where several records name one file it need only be what one of them says."""
    expected = [one for one in expected if not one.place.startswith(MOUNTED)]
    folders = {
        folder.encode("utf-8", "surrogateescape")[1:] for one in expected for folder in _document_folders(one.path)
    }
    tree = ShownTree(records, {one.place for one in expected} | folders)
    by_place: dict[bytes, list[Expected]] = {}
    for one in expected:
        by_place.setdefault(one.place, []).append(one)
    found = Comparison()
    missing: list[Expected] = []
    for place, wishes in by_place.items():
        row = tree.at(place)
        if row is None:
            missing += [one for one in wishes if not _is_expendable(one)]
        else:
            found.compared += 1
            _compare_row(tree, records, row, wishes, found)
    kept = [one for one in missing if not rules.is_left_out(one.path)]
    found.left_out = len(missing) - len(kept)
    found.failures += _missing(tree, kept)
    found.failures.sort()
    return found


def _is_expendable(one: Expected) -> bool:
    """Folders hold nothing once they are gone, and devices are made by whoever runs the image."""
    kind = stat.S_IFMT(one.mode)
    return not one.digest and kind not in (stat.S_IFREG, stat.S_IFLNK, 0)


def _compare_row(
    tree: ShownTree, records: Sequence[LayerRecord], row: Row, wishes: Sequence[Expected], found: Comparison
) -> None:
    differences: list[tuple[Expected, list[tuple[str, str, str]]]] = []
    is_unread = False
    for one in wishes:
        different, unread = _differences(tree, records, row, one)
        is_unread |= unread
        if not different:
            found.unread += unread
            return
        differences.append((one, different))
    found.unread += is_unread
    one, different = differences[-1]
    found.failures.append(
        VerificationFailure(
            package=one.package.id,
            package_name=one.package.name,
            path=one.path,
            status=CHANGED,
            what=",".join(what for what, _, _ in different),
            expected=", ".join(expected for _, expected, _ in different),
            found=", ".join(got for _, _, got in different),
            layer=records[row.layer].diff_id,
        )
    )


def _differences(
    tree: ShownTree, records: Sequence[LayerRecord], row: Row, one: Expected
) -> tuple[list[tuple[str, str, str]], bool]:
    """What differs, with what was expected and found; and whether the digest could not be compared."""
    kind = FileKind(tree.kind(row))
    is_link_of_apk = kind is FileKind.SYMLINK and one.package.type == "apk" and not stat.S_IFMT(one.mode)
    kinds = _KINDS.get(stat.S_IFMT(one.mode))
    if kinds is None and one.digest and not is_link_of_apk:
        kinds = _KINDS[stat.S_IFREG]
    if kinds is not None and kind not in kinds:
        return [("mode", _NAMES.get(FileKind(kinds[0]), "a file"), _NAMES.get(kind, "a file"))], False
    different: list[tuple[str, str, str]] = []
    is_unread = False
    if one.digest:
        digest = (
            hashlib.new(one.algorithm, tree.target(row.path), usedforsecurity=False).digest()
            if is_link_of_apk
            else _digest(tree, records, row, one.algorithm)
        )
        is_unread = not digest
        if digest and digest != one.digest:
            different.append(("digest", f"{one.algorithm}:{one.digest.hex()}", f"{one.algorithm}:{digest.hex()}"))
    mode = tree.mode(row)
    if one.mode and mode is not None and kind is not FileKind.SYMLINK and mode != one.mode & 0o7777:
        different.append(("mode", f"{one.mode & 0o7777:04o}", f"{mode:04o}"))
    return different, is_unread


def _digest(tree: ShownTree, records: Sequence[LayerRecord], row: Row, algorithm: str) -> bytes:
    """Of the file, behind hard links; empty where it is not known."""
    real = tree.behind(row)
    if real is None:
        return b""
    entries = records[real.layer].entries
    column = entries.digests if algorithm == "sha256" else entries.more_digests.get(algorithm, b"")
    return tree.digest(real, column, DIGEST_BYTES[algorithm])


def _missing(tree: ShownTree, missing: Iterable[Expected]) -> Iterable[VerificationFailure]:
    """One finding a file; of documents, one a package and folder that is gone as a whole."""
    folders: dict[tuple[str, str], list[Expected]] = {}
    gone: dict[str, bool] = {}
    for one in missing:
        for folder in _document_folders(one.path):
            if folder not in gone:
                gone[folder] = tree.at(folder.encode("utf-8", "surrogateescape")[1:]) is None
            if gone[folder]:
                folders.setdefault((one.package.id, folder), []).append(one)
                break
        else:
            yield _failure(one, one.path, f"{one.algorithm}:{one.digest.hex()}" if one.digest else "")
    for (_, folder), files in folders.items():
        count = len(files)
        if count == 1:
            yield _failure(
                files[0], files[0].path, f"{files[0].algorithm}:{files[0].digest.hex()}" if files[0].digest else ""
            )
        else:
            yield _failure(files[0], folder, f"{count} files")


def _failure(one: Expected, path: str, expected: str) -> VerificationFailure:
    return VerificationFailure(
        package=one.package.id, package_name=one.package.name, path=path, status=MISSING, expected=expected
    )


def _document_folders(path: str) -> list[str]:
    """The folders of documents that a path lies in, the topmost first, from `/usr/share/doc` on; empty for other paths."""
    if not path.startswith(DOCUMENTS):
        return []
    parts = path.split("/")
    return ["/".join(parts[:end]) for end in range(4, min(len(parts), 12))]
