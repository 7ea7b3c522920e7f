"""Runs one kind of content over layers, as a scan does, for tests."""

from collections.abc import Sequence

import msgspec

from images.build import BuiltLayer
from mooring.base.limits import DEFAULT_LIMITS, Limits
from mooring.content.kind import Assembly, ContentKind
from mooring.content.options import ContentOptions
from mooring.image.squash import squash
from mooring.model.evidence.content import Content, ContentSearch
from mooring.model.files import LayerRecord
from mooring.packages.resolve import resolve
from mooring.scan.dispatch import Dispatch
from mooring.scan.read import read_layer
from mooring.scan.readers import chosen_readers
from mooring.scan.records import decode_record, encode_record


class Gathered(msgspec.Struct):
    """What a kind came to."""

    content: Content
    search: ContentSearch
    problems: list[str]
    records: list[LayerRecord]


def gather(
    kind: ContentKind,
    options: ContentOptions,
    *layers: BuiltLayer,
    limits: Limits = DEFAULT_LIMITS,
    with_packages: bool = False,
) -> Gathered:
    """Read the layers with the kind's reader (and those of packages where asked for), through the cache's form, and assemble."""
    content_reader = kind.reader(options)
    readers = [content_reader] if content_reader is not None else []
    if with_packages:
        readers += chosen_readers(in_directory=False, with_manifests=False)
    dispatch = Dispatch(readers, limits.max_file_bytes)
    records = [_record(layer, dispatch, limits, kind.needs_file_digests) for layer in layers]
    return assembled(kind, options, records)


def assembled(kind: ContentKind, options: ContentOptions, records: Sequence[LayerRecord]) -> Gathered:
    """What the kind makes of records."""
    contents = squash(records)
    inventory = resolve(contents, with_files=kind.needs_rows)
    content = kind.assemble(
        Assembly(records=records, contents=contents, inventory=inventory, options=options), Content()
    )
    (search,) = content.searches
    problems = [str(problem) for record in records for problem in record.problems]
    return Gathered(content, search, problems, list(records))


def _record(layer: BuiltLayer, dispatch: Dispatch, limits: Limits, digests: tuple[str, ...]) -> LayerRecord:
    more = {"more_digests": digests} if digests else {}
    record = read_layer(iter([layer.stored]), "layer", dispatch, limits, with_digests=False, **more)
    facts, rows = encode_record(record)
    return decode_record(facts, rows)
