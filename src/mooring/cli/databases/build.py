"""`mooring db build | feeds`."""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

import msgspec

from mooring.base.config import Config
from mooring.base.errors import OutputError, UsageError
from mooring.cli.command import Context
from mooring.cli.databases.place import database_folder
from mooring.cli.databases.show import table
from mooring.cli.exits import INCOMPLETE, PASS
from mooring.cli.progress import size_text
from mooring.feeds.feed import Feed
from mooring.feeds.progress import FeedObserver
from mooring.feeds.sync import BuildResult, FetchOutcome, all_feeds, build_database, chosen_feeds, sync, workspace_of
from mooring.feeds.workspace import FeedFolder
from mooring.vulns.installed import install
from mooring.vulns.leftovers import temporary_folder

MOST_WARNINGS = 10


def run_build(arguments: argparse.Namespace, config: Config, context: Context) -> int:
    """Fetch, parse, build, install. 3 where a feed has no data at all; one that keeps its last good data is only said."""
    inputs = _inputs(arguments.input)
    chosen_feeds(config.feeds, arguments.accept)  # Refuses a misspelt name, which would accept nothing.
    feeds = _feeds(arguments.feeds, inputs, config)
    observer = Steps(context.messages) if not arguments.quiet else FeedObserver()
    outcomes: Sequence[FetchOutcome] = ()
    if not arguments.offline:
        to_fetch = [feed for feed in feeds if feed.name not in inputs]
        outcomes = sync(to_fetch, config.feeds, environment=context.environment, observer=observer) if to_fetch else ()
    result, path = _built(feeds, inputs, arguments, config, observer)
    if not arguments.quiet:
        lines = [*_report(result, outcomes), f"wrote {path} ({size_text(path.stat().st_size)})"]
        context.output.write("".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))
    for warning in result.warnings[:MOST_WARNINGS]:
        print(f"problem: {warning}", file=context.messages)
    if len(result.warnings) > MOST_WARNINGS:
        print(f"problem: and {len(result.warnings) - MOST_WARNINGS} more of this kind", file=context.messages)
    known = {feed.name for feed in result.database.feeds}
    return PASS if all(feed.name in known for feed in feeds) else INCOMPLETE


def run_feeds(arguments: argparse.Namespace, config: Config, context: Context) -> int:
    """Every feed there is."""
    enabled = {feed.name for feed in chosen_feeds(config.feeds)}
    workspace = workspace_of(config.feeds) if config.feeds.directory else None
    rows = [_feed_row(feed, feed.name in enabled, workspace) for feed in all_feeds()]
    if arguments.output == "json":
        names = ("name", "taken", "fetched", "license", "title", "homepage")
        document = [dict(zip(names, row, strict=True)) for row in rows]
        context.output.write(msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n")
    else:
        shown = [(name, taken, fetched, title, licence) for name, taken, fetched, licence, title, _ in rows]
        lines = table(("feed", "taken", "fetched", "publisher", "licence"), shown)
        context.output.write("".join(f"{line}\n" for line in lines).encode())
    return PASS


class Steps(FeedObserver):
    """A line for each feed as it is done: builds take minutes, and a log should tell what happened."""

    def __init__(self, messages: TextIO) -> None:
        self._messages = messages

    def fetched(self, feed: str, *, changed: int, problem: str) -> None:
        what = f"not fetched: {problem}; the last good data stay in use" if problem else f"{changed} new files"
        print(f"{feed}: {what}", file=self._messages, flush=True)

    def parsed(self, feed: str, *, items: int, rejects: int, problem: str) -> None:
        rejected = f", {rejects:,} could not be read" if rejects else ""
        print(
            f"{feed}: {items:,} records{rejected}{f'; {problem}' if problem else ''}", file=self._messages, flush=True
        )

    def writing(self) -> None:
        print("writing the database", file=self._messages, flush=True)


def _feeds(names: Sequence[str], inputs: dict[str, list[Path]], config: Config) -> tuple[Feed, ...]:
    """The feeds that are named or given as input; without either those of the settings."""
    if inputs and not names:
        return chosen_feeds(config.feeds, tuple(inputs))
    return chosen_feeds(config.feeds, (*names, *inputs) if names else ())


def _inputs(texts: Sequence[str]) -> dict[str, list[Path]]:
    inputs: dict[str, list[Path]] = {}
    for text in texts:
        name, equals, place = text.partition("=")
        if not equals or not name or not place:
            raise UsageError(
                f"--input is {text!r}; expected FEED=PATH", hint="for instance --input debian=tracker.json"
            )
        path = Path(place).expanduser()
        if not os.path.isfile(path) and not os.path.isdir(path):  # Unlike Path's, these never raise.
            raise UsageError(
                f"the input of {name} is neither a file nor a folder: {place!r}"
                if os.path.exists(path)
                else f"the input of {name} does not exist: {place!r}",
                hint="download it first; --input reads what is already here" if "://" in place else None,
            )
        inputs.setdefault(name, []).append(path)
    return inputs


def _built(
    feeds: Sequence[Feed],
    inputs: dict[str, list[Path]],
    arguments: argparse.Namespace,
    config: Config,
    observer: FeedObserver,
) -> tuple[BuildResult, Path]:
    """The database, built beside where it will be."""
    target = Path(arguments.output) if arguments.output else None
    if target is not None and target.is_dir():
        raise UsageError(f"--output is a folder: {arguments.output!r}", hint="name the file that is to be written")
    folder = target.parent if target is not None else database_folder(arguments, config)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with temporary_folder(folder) as place:
            built = target or place / "mooring.db"
            result = build_database(
                feeds,
                config.feeds,
                built,
                inputs=inputs,
                accepted=arguments.accept,
                processes=os.cpu_count() or 1,
                observer=observer,
            )
            return result, built if target is not None else install(folder, built)
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {(error.strerror or str(error)).lower()}") from None


def _report(result: BuildResult, outcomes: Sequence[FetchOutcome]) -> list[str]:
    problems = {outcome.feed: outcome.problem for outcome in outcomes}
    rows = [
        (
            feed.name,
            f"{feed.advisories:,}",
            f"{feed.affected:,}",
            f"{feed.rejects:,}",
            feed.captured[:16].replace("T", " "),
            feed.problem or problems.get(feed.name, ""),
        )
        for feed in result.database.feeds
    ]
    return list(table(("feed", "advisories", "statements", "rejected", "of", "problem"), rows, right=(1, 2, 3)))


def _feed_row(feed: Feed, is_taken: bool, workspace: Path | None) -> tuple[str, ...]:
    fetched = FeedFolder(workspace, feed.name).ledger.good_captured[:10] if workspace is not None else ""
    return feed.name, "yes" if is_taken else "", fetched, feed.license, feed.title, feed.homepage
