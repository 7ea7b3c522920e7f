"""The contract of a kind of content. Every module of `content/kinds` offers one `KIND = ContentKind(...)`.

A kind makes a reader for the options of one scan (`model/reader.py`): it claims files, sees them in the same pass as the package readers,
one at a time, and yields content facts. What the facts of all layers come to is the kind's `assemble`.
"""

from collections.abc import Callable, Sequence

import msgspec

from mooring.content.options import ContentOptions
from mooring.model.contents import ImageContents
from mooring.model.evidence.content import Content, Need
from mooring.model.files import LayerRecord
from mooring.model.inventory import Inventory
from mooring.model.reader import Reader


class Assembly(msgspec.Struct, frozen=True, kw_only=True):
    """What assembling may look at."""

    records: Sequence[LayerRecord]
    """Of all layers, base first, with their facts (and their rows, where `needs_rows` of any kind asked for them)."""
    contents: ImageContents
    """What the image shows."""
    inventory: Inventory
    """Without content."""
    options: ContentOptions


class ContentKind(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of content."""

    need: Need
    version: int
    """Raised with every change of the facts: part of the key of cached layer records."""
    summary: str
    """One line for the docs: what it looks for."""
    is_wanted: Callable[[ContentOptions], bool]
    reader: Callable[[ContentOptions], Reader | None]
    """The reader for these options; None where no file need be read (what is compared stands in the rows). Raises UsageError where a file
    that the options name cannot be used."""
    variant: Callable[[ContentOptions], str]
    """What in the options changes the facts, as a short text (a digest of rules, never a secret): part of the cache's key."""
    assemble: Callable[[Assembly, Content], Content]
    """The content so far with this kind's part: its `ContentSearch`, and what was found. A pure function."""
    needs_rows: bool = False
    """Assembling looks at owners, sizes or modes of files."""
    needs_file_digests: tuple[str, ...] = ()
    """`sha256`, or those of package databases: `md5`, `sha1`. Assembling compares them."""
