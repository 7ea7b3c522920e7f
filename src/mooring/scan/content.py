"""Content in the pipeline: which kinds are looked for, by which readers, and what the facts of all layers come to."""

import hashlib
import os
from collections.abc import Sequence

import msgspec

from mooring.base.families import collect
from mooring.content.kind import Assembly, ContentKind
from mooring.content.options import ContentOptions
from mooring.model.contents import ImageContents
from mooring.model.evidence.content import Content
from mooring.model.files import LayerRecord
from mooring.model.inventory import Inventory
from mooring.model.reader import Reader


class ContentPlan:
    """The kinds of content that the options ask for. Without any it costs nothing: no kind is imported."""

    def __init__(self, options: ContentOptions) -> None:
        self._options = options
        wanted = collect("mooring.content.kinds", ContentKind) if options.needs else ()
        self.kinds: tuple[ContentKind, ...] = tuple(kind for kind in wanted if kind.is_wanted(options))

    @property
    def needs_rows(self) -> bool:
        """Whether assembling looks at the entries of the layers."""
        return any(kind.needs_rows or kind.needs_file_digests for kind in self.kinds)

    @property
    def digests(self) -> tuple[str, ...]:
        """Algorithms by which every file must be hashed, in order."""
        return tuple(sorted({algorithm for kind in self.kinds for algorithm in kind.needs_file_digests}))

    @property
    def variant(self) -> str:
        """What in the options changes a layer's record: part of the key that it is cached by."""
        return " ".join(f"{kind.need.value}/{kind.version}/{kind.variant(self._options)}" for kind in self.kinds)

    @property
    def result_variant(self) -> str:
        """What changes the result beside the records: files that accept secrets, bounds, the key of the fingerprints."""
        if not self.kinds:
            return ""
        named = (*self._options.secret_rules, *self._options.secret_baselines)
        plain = msgspec.structs.replace(self._options, fingerprint_key=ContentOptions().fingerprint_key)
        return hashlib.sha256(
            msgspec.msgpack.encode((plain, [_state(path) for path in named]), enc_hook=str)
        ).hexdigest()[:16]

    def readers(self) -> tuple[Reader, ...]:
        """The readers that look into files. Raises UsageError where a file that the options name cannot be used."""
        made = (kind.reader(self._options) for kind in self.kinds)
        return tuple(reader for reader in made if reader is not None)

    def assembled(self, records: Sequence[LayerRecord], contents: ImageContents, inventory: Inventory) -> Content:
        """What the facts of all layers come to."""
        assembly = Assembly(records=records, contents=contents, inventory=inventory, options=self._options)
        content = Content()
        for kind in self.kinds:
            content = kind.assemble(assembly, content)
        return content


def _state(path: str) -> tuple[str, int, int]:
    try:
        status = os.stat(path)
    except OSError:
        return path, -1, -1
    return path, status.st_size, status.st_mtime_ns
