"""What became of the files that carry facts: shown, replaced by a later layer, or removed by one. Their layer is pulled all the same."""

from collections.abc import Collection, Iterator, Sequence

import msgspec

from mooring.model.evidence.content import Surface
from mooring.model.files import FileKind, LayerRecord

_KIND = 0x7F


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a file stands, and what became of it."""

    path: str
    """With leading slash, as `FileEntry.path` writes it: damaged bytes replaced."""
    layer: str
    """DiffID of the layer that has it."""
    surface: Surface = Surface.PRESENT
    hidden_by: str = ""
    """DiffID of the layer that shadows or deletes it."""


class _Followed(msgspec.Struct):
    """A file on its way up through the layers."""

    path: bytes
    other_names: list[bytes]
    surface: Surface = Surface.PRESENT
    hidden_by: str = ""


def surface_of(records: Sequence[LayerRecord], readers: Collection[str] = ()) -> dict[tuple[int, str], Place]:
    """The place of every file with facts, by layer index and `FileFacts.path`; of these readers only, where any are named.

    Layers apply as the OCI image specification says (layer, whiteouts). A file that is hidden under one name and shown under another,
    by a hard link of its own layer, is present under the other.
    """
    followed: dict[tuple[int, str], _Followed] = {}
    for index, record in enumerate(records):
        if followed:
            _hide(followed.values(), record)
        followed |= _files_of(record, index, readers)
    return {
        key: Place(
            path="/" + one.path.decode("utf-8", "replace"),
            layer=records[key[0]].diff_id,
            surface=one.surface,
            hidden_by=one.hidden_by,
        )
        for key, one in followed.items()
    }


def _files_of(record: LayerRecord, index: int, readers: Collection[str]) -> Iterator[tuple[tuple[int, str], _Followed]]:
    """The files of one layer that carry facts, with their other names."""
    names: dict[bytes, list[bytes]] = {}
    entries = record.entries
    rows = entries.path_list() if entries.links else []
    for row, target in entries.links.items():
        if entries.kinds[row] & _KIND == FileKind.HARDLINK:
            names.setdefault(target, []).append(rows[row])
    for group in record.facts:
        if readers and group.reader not in readers:
            continue
        path = record.odd_paths.get(group.path) or group.path.encode("utf-8", "surrogateescape")
        yield (index, group.path), _Followed(path=path, other_names=list(names.get(path, ())))


def _hide(followed: Collection[_Followed], record: LayerRecord) -> None:
    """Note what one layer does to the files of the layers below it that are still shown."""
    shown = [one for one in followed if one.surface is Surface.PRESENT]
    concerned = {name for one in shown for path in (one.path, *one.other_names) for name in (path, *_ancestors(path))}
    change = _Change(record, concerned)
    for one in shown:
        fate = change.of(one.path)
        while fate is not Surface.PRESENT and one.other_names:
            other = one.other_names.pop(0)
            if change.of(other) is Surface.PRESENT:
                one.path, fate = other, Surface.PRESENT
        if fate is not Surface.PRESENT:
            one.surface, one.hidden_by = fate, record.diff_id


class _Change:
    """What a layer does to the paths that are asked about."""

    def __init__(self, record: LayerRecord, concerned: set[bytes]) -> None:
        self._files: set[bytes] = set()
        self._folders: set[bytes] = set()
        for path, kind in zip(record.entries.path_list(), record.entries.kinds, strict=True):
            if path in concerned:
                (self._folders if kind & _KIND == FileKind.FOLDER else self._files).add(path)
        self._gone = self._files | concerned.intersection(record.whiteouts)
        self._opaque = set(record.opaque_folders)

    def of(self, path: bytes) -> Surface:
        """What becomes of a file of a lower layer."""
        if path in self._files:
            return Surface.SHADOWED
        is_gone = path in self._gone or path in self._folders or b"" in self._opaque
        if is_gone or any(up in self._gone or up in self._opaque for up in _ancestors(path)):
            return Surface.DELETED
        return Surface.PRESENT


def _ancestors(path: bytes) -> Iterator[bytes]:
    at = path.rfind(b"/")
    while at > 0:
        yield path[:at]
        at = path.rfind(b"/", 0, at)
