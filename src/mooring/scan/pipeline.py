"""THE MAIN JOB: an image reference in, a report out. Everything else is a step of this.

open_image     reference  -> image             (image/open.py)
read_layer     layer      -> LayerRecord       (scan/read.py, in parallel, cached)
squash         records    -> ImageContents     (image/squash.py, pure)
resolve        contents   -> Inventory         (packages/resolve.py, pure)
assemble       facts      -> Content           (content/kinds/*.py, pure)
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from mooring import __version__
from mooring.base.clock import monotonic_seconds
from mooring.image.open import open_image
from mooring.image.sources.source import DirectoryTree, OpenedImage, SbomDocument, SourceOptions, StreamedImage
from mooring.model.contents import ImageContents
from mooring.model.files import LayerRecord, Problem
from mooring.model.image import ImageDescription
from mooring.model.inventory import Inventory
from mooring.model.reader import Reader
from mooring.model.report import ScanReport, Timing, Tool
from mooring.scan.cache import LayerCache
from mooring.scan.content import ContentPlan
from mooring.scan.describing import described
from mooring.scan.observer import SILENT, Observer
from mooring.scan.options import ScanOptions
from mooring.scan.records import Result, decode_result, encode_result

if TYPE_CHECKING:
    from mooring.scan.dispatch import Dispatch
    from mooring.scan.layers import LayerReader


def scan(
    reference: str,
    options: ScanOptions,
    source_options: SourceOptions,
    *,
    cache: LayerCache | None = None,
    observer: Observer = SILENT,
) -> tuple[ScanReport, Timing]:
    """Take the image apart. What cannot be read becomes a problem of the report; what cannot be had at all raises.

    Raises UsageError for a reference that means nothing, SourceError for an image that cannot be had or is damaged, HostileInput where a
    limit is passed. The report depends on the image, the readers and the options alone; how the scan went is in the Timing.
    """
    begin = monotonic_seconds()
    result = open_image(reference, source_options)
    image = result.opened
    try:
        if isinstance(image, SbomDocument):
            report, timing = _from_sbom(image, options), Timing()
        elif isinstance(image, DirectoryTree):
            report, timing = _from_directory(image, options), Timing()
        else:
            report, timing = _from_layers(image, options, cache, observer)
            if options.with_supply:
                from mooring.image.supply import supply_of

                report = msgspec.structs.replace(report, supply=supply_of(image, report.image))
    finally:
        observer.finished()
        if isinstance(image, OpenedImage | StreamedImage):
            image.close()
    report = described(report, options)
    report = msgspec.structs.replace(report, notes=(*result.notes, *report.notes), tool=Tool(version=__version__))
    return report, msgspec.structs.replace(timing, wall_seconds=monotonic_seconds() - begin)


def _from_layers(
    image: OpenedImage | StreamedImage, options: ScanOptions, cache: LayerCache | None, observer: Observer
) -> tuple[ScanReport, Timing]:
    from mooring.scan.layers import LayerReader  # A stored inventory needs none of it.

    plan = ContentPlan(options.content)
    reader = LayerReader(options, plan, cache, observer, lambda: _dispatch(options, plan, in_directory=False))
    notes: tuple[str, ...] = ()
    if isinstance(image, StreamedImage):
        described, records = reader.read_streamed(image)
        description, notes = described.description, described.notes
    else:
        description = image.description
        remembered = _remembered(cache, reader.known_diff_ids(image), _variant(reader, plan), options)
        if remembered is not None:
            return _report(description, remembered), Timing(layers_cached=len(description.layers))
        records = reader.read_opened(image)
    result = _result(records, options, plan, is_image=True)
    if cache is not None and all(record.is_lasting for record in records):
        notes += _keep(cache, records, result, reader, _variant(reader, plan), options)
    timing = Timing(layers_read=reader.layers_read, layers_cached=reader.layers_cached)
    return msgspec.structs.replace(_report(description, result), notes=notes), timing


def _variant(reader: "LayerReader", plan: ContentPlan) -> str:
    return f"{reader.variant}{plan.result_variant}"


def _remembered(
    cache: LayerCache | None, diff_ids: tuple[str, ...], variant: str, options: ScanOptions
) -> Result | None:
    """What an earlier scan of the same layers, with the same readers and options, came to."""
    if cache is None or not diff_ids or options.with_files or options.java_index:
        return None
    content = cache.get_document(_result_key(diff_ids, variant))
    return None if content is None else decode_result(content)


def _keep(
    cache: LayerCache,
    records: Sequence[LayerRecord],
    result: Result,
    reader: "LayerReader",
    variant: str,
    options: ScanOptions,
) -> tuple[str, ...]:
    """Remember the result, keep the cache within its bound; gives a note where it could not be written."""
    if not options.with_files and not options.java_index:
        cache.put_document(_result_key(tuple(record.diff_id for record in records), variant), encode_result(result))
    if reader.layers_read:
        cache.prune_if_large()
    return (f"the layer cache could not be written: {cache.write_error}",) if cache.write_error else ()


def _result_key(diff_ids: tuple[str, ...], variant: str) -> str:
    return " ".join(("result", __version__, variant, *diff_ids))


def _from_directory(tree: DirectoryTree, options: ScanOptions) -> ScanReport:
    from mooring.scan.directory import DirectoryPass

    plan = ContentPlan(options.content)
    walk = DirectoryPass(
        tree.root,
        _dispatch(options, plan, in_directory=True),
        options.limits,
        exclude=options.exclude,
        is_system=tree.is_root_file_system or tree.root == "/",
        with_digests=options.with_file_digests,
        with_archive_digests=options.with_archive_digests,
        more_digests=plan.digests,
    )
    return _report(tree.description, _result([walk.run(tree.only)], options, plan, is_image=False))


def _from_sbom(document: SbomDocument, options: ScanOptions) -> ScanReport:
    from mooring.scan.sbom_input import report_of_sbom

    return report_of_sbom(document, options.limits)


def _result(records: list[LayerRecord], options: ScanOptions, plan: ContentPlan, *, is_image: bool) -> Result:
    """What the records come to. They lose their facts on the way: with a file list, both together would double the memory."""
    from mooring.image.squash import squash
    from mooring.packages.resolve import RELATIONS_LEFT_OUT, resolve

    contents = squash(records)
    if not is_image:
        contents = msgspec.structs.replace(contents, diff_ids=())
    if options.java_index:
        contents = _named_by_index(contents, options.java_index)
    with_owned = options.with_files or plan.needs_rows
    inventory = resolve(contents, with_files=with_owned)
    problems = contents.problems
    if plan.kinds:
        inventory = msgspec.structs.replace(inventory, content=plan.assembled(records, contents, inventory))
        if not options.with_files:
            inventory = msgspec.structs.replace(inventory, owned_files=())
    del contents
    if options.with_files:
        records[:] = [msgspec.structs.replace(record, facts=()) for record in records]
        inventory = _with_files(inventory, records)
    if RELATIONS_LEFT_OUT in inventory.properties:
        problems += (
            Problem(path="", reason="the packages need each other in too many ways; some relations were left out"),
        )
    return Result(inventory=inventory, problems=tuple(sorted(problems)))


def _named_by_index(contents: ImageContents, path: str) -> ImageContents:
    """The contents with Java archives named by their SHA-1, where the index knows them. Raises BadConfig."""
    from mooring.packages.java.archive.sha1_index import apply_index, open_index

    index = open_index(Path(path).expanduser())
    replace = msgspec.structs.replace
    return replace(
        contents,
        facts=tuple(
            replace(
                visible,
                groups=tuple(replace(group, facts=tuple(apply_index(group.facts, index))) for group in visible.groups),
            )
            for visible in contents.facts
        ),
    )


def _report(description: ImageDescription, result: Result) -> ScanReport:
    return ScanReport(image=description, inventory=result.inventory, problems=result.problems)


def _with_files(inventory: Inventory, records: Sequence[LayerRecord]) -> Inventory:
    from mooring.image.file_index import file_index

    owners = {path: owned.package for owned in inventory.owned_files for path in owned.paths}
    files, removed = file_index(records, owners)
    return msgspec.structs.replace(inventory, files=files, removed_files=removed)


def _dispatch(options: ScanOptions, plan: ContentPlan, *, in_directory: bool) -> "Dispatch":
    from mooring.scan.dispatch import Dispatch
    from mooring.scan.readers import chosen_readers

    readers: tuple[Reader, ...] = ()
    if options.with_packages:
        readers = chosen_readers(in_directory=in_directory, with_manifests=options.with_manifests)
    return Dispatch((*readers, *plan.readers()), options.limits.max_file_bytes)
