"""Every file that an image shows, and every one that it hides again. Only for scans that ask for files: it costs 300 bytes a file."""

from collections.abc import Mapping, Sequence

import msgspec

from mooring.image.capabilities import ATTRIBUTE, UNREADABLE, words_of
from mooring.image.squash import ancestors
from mooring.image.tar import mode_of, number
from mooring.model.files import FileEntry, FileKind, LayerRecord, RemovedFile

_KIND = 0x7F
_HEADER = 40
_UNKNOWN = bytes(32)
"""The digest of what was not hashed: a sparse file that could not be expanded."""
_NAMES = {
    FileKind.FILE: "file",
    FileKind.FOLDER: "folder",
    FileKind.SYMLINK: "symlink",
    FileKind.HARDLINK: "hardlink",
    FileKind.CHARACTER_DEVICE: "character-device",
    FileKind.BLOCK_DEVICE: "block-device",
    FileKind.FIFO: "fifo",
    FileKind.SOCKET: "socket",
}


class _Place(msgspec.Struct, gc=False):
    """Where the visible version of a path stands."""

    layer: int
    row: int
    introduced: int


def file_index(
    records: Sequence[LayerRecord], owners: Mapping[str, str]
) -> tuple[tuple[FileEntry, ...], tuple[RemovedFile, ...]]:
    """The files that the image shows, ordered by path, and those of lower layers that it hides.

    `owners` leads from a path to the id of the package that owns it. Records must have their rows.
    """
    shown: dict[bytes, _Place] = {}
    removed: list[RemovedFile] = []
    folders: set[bytes] = set()
    for index, record in enumerate(records):
        rows = record.entries.path_list()
        if shown:
            for path in _hidden(shown, folders, record, rows):
                place = shown.pop(path)
                removed.append(
                    RemovedFile(
                        path=_text(path), introduced_in=records[place.introduced].diff_id, removed_in=record.diff_id
                    )
                )
        for row, path in enumerate(rows):
            before = shown.get(path)
            shown[path] = _Place(index, row, index if before is None else before.introduced)
            _note_folders(folders, path)
    entries = tuple(_entry(path, shown.pop(path), records, owners) for path in sorted(shown))
    return entries, tuple(sorted(removed, key=lambda file: (file.path, file.removed_in)))


def _note_folders(folders: set[bytes], path: bytes) -> None:
    """Add the folders that a path lies in; archives may leave out their entries."""
    for folder in ancestors(path):
        if folder in folders:
            return
        folders.add(folder)


def _hidden(shown: dict[bytes, _Place], folders: set[bytes], record: LayerRecord, rows: Sequence[bytes]) -> list[bytes]:
    """The shown paths that a layer removes: by whiteout, under an opaque folder, or below what is no folder any more."""
    own = set(rows)
    kinds = record.entries.kinds
    gone = set(record.whiteouts)
    gone.update(
        path for path, kind in zip(rows, kinds, strict=True) if kind & _KIND != FileKind.FOLDER and path in folders
    )
    opaque = set(record.opaque_folders)
    if not (gone or opaque):
        return []
    whiteouts = set(record.whiteouts)
    return [
        path
        for path in shown
        if (path in whiteouts and path not in own)
        or b"" in opaque
        or any(up in gone or up in opaque for up in ancestors(path))
    ]


def _entry(path: bytes, place: _Place, records: Sequence[LayerRecord], owners: Mapping[str, str]) -> FileEntry:
    record = records[place.layer]
    entries, row = record.entries, place.row
    kind = FileKind(entries.kinds[row] & _KIND)
    header = entries.headers[row * _HEADER : (row + 1) * _HEADER]
    pax = entries.overrides.get(row, {})
    major_minor = entries.devices.get(row)
    digest = entries.digests[32 * row : 32 * row + 32] if entries.digests and kind is FileKind.FILE else _UNKNOWN
    text = _text(path)
    return FileEntry(
        path=text,
        kind=_NAMES[kind],
        mode=mode_of(entries.modes[8 * row : 8 * row + 8]),
        uid=_number(pax.get("uid"), header[0:8]),
        gid=_number(pax.get("gid"), header[8:16]),
        user=pax.get("uname", ""),
        group=pax.get("gname", ""),
        size=_number(pax.get("size"), header[16:28]) if kind is FileKind.FILE else 0,
        modified=_number(pax.get("mtime"), header[28:40]),
        link_target=_link(entries.links.get(row, b""), kind),
        device=f"{major_minor[0]}:{major_minor[1]}" if major_minor else "",
        capabilities=_capabilities(pax.get(ATTRIBUTE)),
        sha256=digest.hex() if digest != _UNKNOWN else "",
        is_executable_format=bool(entries.kinds[row] & 0x80),
        layer=record.diff_id,
        introduced_in=records[place.introduced].diff_id,
        owner=owners.get(text, ""),
    )


def _number(stated: str | None, field: bytes) -> int:
    """A pax record where there is one, else the header field; 0 where neither is a number."""
    try:
        return int(stated) if stated is not None else number(field)
    except ValueError:
        return 0


def _capabilities(stated: str | None) -> str:
    """In words; an attribute that a damaged record holds is said to be unreadable, not passed over."""
    if stated is None:
        return ""
    try:
        return words_of(bytes.fromhex(stated))
    except ValueError:
        return UNREADABLE


def _link(target: bytes, kind: FileKind) -> str:
    text = target.decode("utf-8", "replace")
    return f"/{text}" if kind is FileKind.HARDLINK else text


def _text(path: bytes) -> str:
    return "/" + path.decode("utf-8", "replace")
