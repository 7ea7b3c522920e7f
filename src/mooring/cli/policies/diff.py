"""`mooring policy diff`: what another bundle would change, before anybody activates it."""

import argparse
from collections.abc import Iterator

import msgspec

from mooring.base.clock import now
from mooring.base.config import Config
from mooring.base.errors import UsageError
from mooring.cli.command import Context
from mooring.cli.exits import INCOMPLETE, PASS, STOP
from mooring.cli.judging import compiled_bundle
from mooring.cli.outputs import write_pieces
from mooring.cli.policies.stored import read_report, report_files
from mooring.policy.evidence import Evidence
from mooring.policy.verdicts.diff import BundleDiff, FindingChange, ImageDiff, diff
from mooring.reports.text.style import clean

MOST_CHANGES = 20


def run(arguments: argparse.Namespace, config: Config, context: Context) -> int:
    """Judge every stored report by both bundles. A file that is no report is said, and is no reason to stop."""
    old, new = compiled_bundle(arguments.old, config.policy), compiled_bundle(arguments.new, config.policy)
    unread: list[str] = []
    compared = diff(old, new, _evidences(arguments.reports, config, unread))
    for reason in unread:
        print(clean(f"problem: {reason}"), file=context.messages)
    if arguments.output == "json":
        pieces = iter((msgspec.json.format(msgspec.json.encode(_document(compared, unread)), indent=2) + b"\n",))
    else:
        pieces = (f"{clean(line) if line.strip() else line}\n".encode("utf-8", "replace") for line in _lines(compared))
    write_pieces(pieces, "", context)
    if arguments.fail_on_flip and compared.flips:
        return STOP
    return INCOMPLETE if unread else PASS


def _evidences(places: list[str], config: Config, unread: list[str]) -> Iterator[Evidence]:
    from mooring.scan.judging import evidence

    moment = now()
    for name in report_files(places, unread):
        try:
            report = read_report(name, config)
        except UsageError as error:
            unread.append(str(error))
            continue
        yield evidence(report, now=moment)


def _lines(compared: BundleDiff) -> Iterator[str]:
    for image in sorted(compared.differing, key=lambda image: not image.flips):
        yield from _image_lines(image)
    counts = ", ".join(f"{pair}: {count}" for pair, count in compared.counts.items())
    yield f"{compared.images} images; {len(compared.flips)} flip, {len(compared.differing)} differ ({counts or 'none'})"


def _image_lines(image: ImageDiff) -> Iterator[str]:
    mark = "FLIP" if image.flips else "    "
    yield f"{mark}  {image.image}: {image.old.action.value} -> {image.new.action.value}"
    for change in image.changes[:MOST_CHANGES]:
        yield f"      {_words(change)}"
    if len(image.changes) > MOST_CHANGES:
        yield f"      and {len(image.changes) - MOST_CHANGES} more findings"


def _words(change: FindingChange) -> str:
    one = change.finding
    if change.old is None:
        mark = "+"
    elif change.new is None:
        mark = "-"
    else:
        mark = f"{change.old.action.value} ->"
    return f"{mark} {one.action.value} {one.gate}.{one.trigger}: {one.message}"


def _document(compared: BundleDiff, unread: list[str]) -> dict[str, object]:
    return {
        "images": compared.images,
        "flips": len(compared.flips),
        "counts": compared.counts,
        "unread": unread,
        "differing": [
            {
                "image": image.image,
                "old": image.old.action.value,
                "new": image.new.action.value,
                "flips": image.flips,
                "changes": msgspec.to_builtins(image.changes),
            }
            for image in compared.differing
        ],
    }
