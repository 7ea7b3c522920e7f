"""`mooring cache`: what the layer cache holds, and making it smaller."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from mooring.base.errors import UsageError
from mooring.base.limits import GIB, KIB, MIB
from mooring.cli.command import Command, Context
from mooring.cli.exits import PASS
from mooring.cli.progress import size_text
from mooring.cli.settings import add_settings_arguments, cache_directory, load_settings
from mooring.scan.cache import entries_of, prune
from mooring.scan.readers import fingerprint

_UNITS = {"": 1, "K": KIB, "M": MIB, "G": GIB, "KIB": KIB, "MIB": MIB, "GIB": GIB}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Action and bound."""
    parser.add_argument(
        "action", nargs="?", choices=("show", "prune", "path"), default="show", help="what to do (default: show)"
    )
    parser.add_argument(
        "--max-size",
        metavar="SIZE",
        help="with prune: keep at most this much, for instance 500M or 2G; 0 empties the cache",
    )
    parser.add_argument(
        "--unused", action="store_true", help="with prune: drop what this version of Mooring cannot use"
    )
    add_settings_arguments(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Show, prune or name the folder."""
    config = load_settings(arguments, context)
    directory = cache_directory(config, context)
    match arguments.action:
        case "path":
            text = f"{directory}\n"
        case "prune":
            text = _prune(directory, arguments, config.cache.max_bytes)
        case _:
            text = _show(directory, config.cache.max_bytes)
    context.output.write(text.encode("utf-8", "surrogateescape"))
    return PASS


def _show(directory: Path, max_bytes: int) -> str:
    entries = list(entries_of(directory))
    current = [entry for entry in entries if f"/{fingerprint()}/" in entry.path]
    layers = sum(entry.path.endswith(".facts") for entry in entries)
    images = sum(entry.path.endswith(".result") for entry in entries)
    total = sum(entry.size for entry in entries)
    lines = [
        f"folder        {directory}",
        f"size          {size_text(total)} of at most {size_text(max_bytes)}",
        f"layers        {layers}",
        f"images        {images}",
        f"usable now    {size_text(sum(entry.size for entry in current))} (the rest was made by other versions of Mooring)",
    ]
    if entries:
        lines.append(f"last used     {_moment(max(entry.used for entry in entries))}")
        lines.append(f"oldest use    {_moment(min(entry.used for entry in entries))}")
    return "\n".join(lines) + "\n"


def _prune(directory: Path, arguments: argparse.Namespace, max_bytes: int) -> str:
    freed = 0
    if arguments.unused:
        for entry in entries_of(directory):
            if f"/{fingerprint()}/" not in entry.path:
                Path(entry.path).unlink(missing_ok=True)
                freed += entry.size
    bound = max_bytes if arguments.max_size is None else _size(arguments.max_size)
    if not arguments.unused or arguments.max_size is not None:
        freed += prune(directory, bound)
    left = sum(entry.size for entry in entries_of(directory))
    return f"freed {size_text(freed)}; {size_text(left)} are left\n"


def _size(text: str) -> int:
    digits = text.rstrip("KMGIBkmgib")
    unit = _UNITS.get(text[len(digits) :].upper().removesuffix("B") or "", _UNITS.get(text[len(digits) :].upper()))
    if not digits.isascii() or not digits.isdigit() or len(digits) > 20 or unit is None:
        raise UsageError(f"{text!r} is not a size", hint="write bytes, or a number with K, M or G, for instance 500M")
    return int(digits) * unit


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M UTC")


COMMAND = Command(
    name="cache",
    add_arguments=add_arguments,
    run=run,
    description="Layers that were read once are not read again: their records are kept in the layer cache.",
    examples="examples:\n  mooring cache\n  mooring cache prune --max-size 500M\n  mooring cache prune --unused",
)
