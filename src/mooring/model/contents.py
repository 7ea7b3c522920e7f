"""What squashing leaves: the facts whose files an image shows, and what `resolve` needs to know of the files themselves."""

import msgspec

from mooring.model.files import FileFacts, Problem


class VisibleFacts(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What the readers found in one file that the image shows."""

    path: str
    """No leading slash."""
    layer_index: int
    """The layer that has this version of the file."""
    groups: tuple[FileFacts, ...]
    """One per reader."""
    earlier: tuple[tuple[int, tuple[FileFacts, ...]], ...] = ()
    """What lower layers had at the same path, the nearest first: a package database is replaced as a whole by every layer that
    installs something, so only its earlier versions tell which layer brought a package."""


class ImageContents(msgspec.Struct, frozen=True, kw_only=True):
    """Facts by surviving path, with the layer of each."""

    diff_ids: tuple[str, ...]
    """Of the layers, base first; empty outside images."""
    facts: tuple[VisibleFacts, ...]
    """Ordered by path."""
    executables: tuple[tuple[str, int], ...] = ()
    """Files that begin like an executable and may be executed, with their layer; ordered by path."""
    folder_links: tuple[tuple[str, str], ...] = ()
    """Symbolic links at most two levels deep, with the path they lead to: what a package database calls `/lib/x` may be `/usr/lib/x`.
    And those in `usr/share/doc`, where packages share folders of documents."""
    problems: tuple[Problem, ...] = ()
