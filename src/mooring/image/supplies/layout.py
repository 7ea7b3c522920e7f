"""Signatures in OCI layouts: rows of `index.json` beside the image, as `cosign save`, oras, regctl and skopeo write them."""

from collections.abc import Iterator

from mooring.base.errors import MooringError
from mooring.image.sources.archives.layouts import read_blob
from mooring.image.sources.archives.stores import Store
from mooring.image.supplies.place import MAX_MANIFESTS, Attached
from mooring.image.supplies.rows import Row, rows_of
from mooring.model.image import Descriptor

_REF_NAME = "org.opencontainers.image.ref.name"
_INDEX = "index"


class LayoutPlace:
    """A layout, which is small: every row is looked at, and the content of what is found tells what it is for."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def attached(self, subjects: tuple[str, ...]) -> Iterator[Attached]:
        """See `SupplyPlace`. An index under the fallback tag of referrers is looked into; those of other images are not."""
        try:
            rows = list(rows_of(self._store.read("index.json"), f"{self._store.name}: index.json"))
        except MooringError as error:
            yield Attached(source="index.json", problem=error.message)
            return
        seen = set(subjects)
        for row in (*rows, *self._referrers(rows)):
            if isinstance(row, Attached):
                yield row
                continue
            if row.digest in seen or _INDEX in row.media_type:
                continue
            if len(seen) - len(subjects) >= MAX_MANIFESTS:
                problem = f"the layout has more than {MAX_MANIFESTS} manifests; the rest was left out"
                yield Attached(source="index.json", problem=problem)
                return
            seen.add(row.digest)
            yield self._manifest(row)

    def blob(self, descriptor: Descriptor) -> bytes:
        """A small blob, compared with its digest and size."""
        return read_blob(self._store, descriptor)

    def _referrers(self, rows: list[Row]) -> Iterator[Row | Attached]:
        for row in rows:
            tag = row.annotations.get(_REF_NAME, "").rpartition(":")[2]
            if _INDEX not in row.media_type or not tag.startswith("sha256-"):
                continue
            try:
                yield from rows_of(read_blob(self._store, row.descriptor), row.digest)
            except MooringError as error:
                yield Attached(source=tag, problem=error.message)

    def _manifest(self, row: Row) -> Attached:
        source = row.annotations.get(_REF_NAME, "") or f"manifest {row.digest}"
        try:
            content = read_blob(self._store, row.descriptor)
        except MooringError as error:
            return Attached(source=source, problem=error.message)
        return Attached(source=source, content=content)
