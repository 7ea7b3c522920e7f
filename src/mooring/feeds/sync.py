"""Feeds as a whole: which there are, bringing their raw files up to date, and building a database of what they say.

A feed that cannot be had, or whose new data look wrong, keeps its last good ones; a database is there whole or not at all.
"""

import contextlib
import importlib.util
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path

import msgspec

from mooring.base.clock import now
from mooring.base.config import FeedsConfig, SecretText
from mooring.base.errors import FeedError, FeedMalformed, FeedUnreachable, HostileInput, OutputError, UsageError
from mooring.base.families import collect
from mooring.base.http import Transport
from mooring.feeds.candidates import Candidate, Verdict, candidate_of, state_of, verdict_on
from mooring.feeds.feed import Feed
from mooring.feeds.fetch import HostLocks, WorkspaceFetcher, feed_transport
from mooring.feeds.progress import SILENT, FeedObserver
from mooring.feeds.raw import RawLimits
from mooring.feeds.spool import ParseOutcome, parse_to_spool, spooled
from mooring.feeds.workers import outcomes
from mooring.feeds.workspace import FeedFolder, locked
from mooring.model.match import DatabaseState, FeedState
from mooring.vulns.build import DatabaseBuilder
from mooring.vulns.leftovers import temporary_folder

FAMILIES = ("distributions", "hardened", "languages", "enrichment")
_HOSTS_AT_ONCE = 6


class FetchOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What asking one feed's upstream came to."""

    feed: str
    changed: int = 0
    """Files that are new."""
    problem: str = ""
    """Why it could not be had; what was fetched before is still there."""


class BuildResult(msgspec.Struct, frozen=True, kw_only=True):
    """A database and what it was made of."""

    database: DatabaseState
    outcomes: dict[str, ParseOutcome]
    """By feed: of the data that went in."""
    warnings: tuple[str, ...] = ()


def all_feeds() -> tuple[Feed, ...]:
    """Every feed there is, by name."""
    found = [feed for family in FAMILIES for feed in collect(f"mooring.feeds.providers.{family}", Feed)]
    return tuple(sorted(found, key=lambda feed: feed.name))


def chosen_feeds(config: FeedsConfig, names: Collection[str] = ()) -> tuple[Feed, ...]:
    """Those that are named, else those of the settings, else the default ones. Raises UsageError at a name that no feed has."""
    feeds = all_feeds()
    wanted = tuple(names) or config.enabled
    known = {feed.name: feed for feed in feeds}
    for name in wanted:
        if name not in known:
            close = get_close_matches(name, known, 1)
            hint = f"did you mean {close[0]!r}?" if close else f"there are: {', '.join(known)}"
            raise UsageError(f"there is no feed {name!r}", hint=hint)
    return tuple(feed for feed in feeds if (feed.name in wanted if wanted else feed.is_default))


def sync(
    feeds: Sequence[Feed],
    config: FeedsConfig,
    *,
    environment: Mapping[str, str],
    observer: FeedObserver = SILENT,
    transport: Transport | None = None,
    pause: Callable[[float], None] | None = None,
) -> tuple[FetchOutcome, ...]:
    """Bring the workspace up to date, hosts side by side and one request at a time to each; outcomes in the order of the feeds.

    No feed's failure is another's. Raises FeedError where another run uses the workspace, OutputError where it cannot be written.
    """
    workspace = workspace_of(config)
    carrier = transport or feed_transport(config, environment)
    locks, lock, stopped = HostLocks(), threading.Lock(), threading.Event()

    def one(feed: Feed) -> FetchOutcome:
        folder = FeedFolder(workspace, feed.name)

        def tell(name: str, count: int) -> None:
            if stopped.is_set():
                raise FeedUnreachable("the run was stopped")
            with lock:
                observer.fetching(feed.name, name, count)

        fetcher = WorkspaceFetcher(feed.name, folder, config, carrier, locks=locks, tell=tell, pause=pause)
        problem = _fetch(feed, fetcher, config)
        folder.tried(now().strftime("%Y-%m-%dT%H:%M:%SZ"), problem)
        with lock:
            observer.fetched(feed.name, changed=fetcher.changed, problem=problem)
        return FetchOutcome(feed=feed.name, changed=fetcher.changed, problem=problem)

    with locked(workspace), ThreadPoolExecutor(_HOSTS_AT_ONCE) as pool:
        try:
            return tuple(pool.map(one, feeds))
        except BaseException:
            # Ctrl-C: downloads end at their next piece, and can be taken up later.
            stopped.set()
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def build_database(
    feeds: Sequence[Feed],
    config: FeedsConfig,
    target: Path,
    *,
    inputs: Mapping[str, Sequence[Path]] | None = None,
    accepted: Collection[str] = (),
    kind: str = "full",
    built: datetime | None = None,
    processes: int = 1,
    observer: FeedObserver = SILENT,
) -> BuildResult:
    """Parse every feed's raw files and write the database; nothing is to be seen at the target until all of it is there.

    `inputs` are files or folders that are read instead of a feed's workspace; what is wrong with them raises FeedMalformed, since somebody
    chose them. Of the workspace a feed is refused whose reject share is above the setting or whose count fell sharply since the last build,
    unless its name is in `accepted`: its last good files are read then. `processes` parse ahead of the one that builds.
    Raises FeedError where not one feed has data, OutputError where the target cannot be written.
    """
    given = inputs or {}
    ordered = sorted(feeds, key=lambda feed: feed.name)
    build = _Build(config, RawLimits(max_file_bytes=config.max_file_bytes), frozenset(accepted), observer)
    if all(given.get(feed.name) for feed in ordered):
        candidates = [candidate_of(feed, None, given[feed.name]) for feed in ordered]
        return build.run(candidates, target, kind=kind, built=built or now(), processes=processes)
    workspace = workspace_of(config)
    with locked(workspace):
        candidates = [candidate_of(feed, workspace, given.get(feed.name)) for feed in ordered]
        result = build.run(candidates, target, kind=kind, built=built or now(), processes=processes)
        build.mark_good()
    return result


def workspace_of(config: FeedsConfig) -> Path:
    """The folder of the workspace. Raises UsageError where there is none."""
    if not config.directory:
        raise UsageError("there is no folder for raw files of feeds", hint="set HOME, or feeds.directory")
    return Path(config.directory).expanduser()


def _fetch(feed: Feed, fetcher: WorkspaceFetcher, config: FeedsConfig) -> str:
    """Why it failed; empty where it did not."""
    missing = [need for need in feed.needs if not _is_there(need, config)]
    if missing:
        return f"it needs {' and '.join(missing)}"
    try:
        feed.fetch(fetcher)
    except (FeedError, HostileInput, OutputError) as error:
        return error.message
    return ""


def _is_there(need: str, config: FeedsConfig) -> bool:
    """A secret that is set, or a package that is installed."""
    value = getattr(config, need.removeprefix("feeds."), None)
    if isinstance(value, SecretText):
        return bool(value)
    return need.isidentifier() and importlib.util.find_spec(need) is not None


class _Build:
    """One run of `build_database`."""

    def __init__(
        self, config: FeedsConfig, limits: RawLimits, accepted: frozenset[str], observer: FeedObserver
    ) -> None:
        self._config, self._limits, self._accepted, self._observer = config, limits, accepted, observer
        self._warnings: list[str] = []
        self._good: list[tuple[Candidate, int]] = []
        self._outcomes: dict[str, ParseOutcome] = {}

    def run(
        self, candidates: Sequence[Candidate], target: Path, *, kind: str, built: datetime, processes: int
    ) -> BuildResult:
        """Parse, judge, add, write."""
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"the folder of {str(target)!r} cannot be made: {error.strerror}") from None
        with (
            temporary_folder(target.parent) as folder,
            DatabaseBuilder(target, built=built, kind=kind) as builder,
        ):
            jobs = [self._job(candidate) for candidate in candidates]
            with contextlib.closing(outcomes(jobs, folder, processes)) as parsed:
                for candidate, (outcome, spool) in zip(candidates, parsed, strict=True):
                    self._take(candidate, outcome, spool, builder)
            if not self._outcomes:
                raise FeedError(
                    "not one of the feeds has data to build a database of",
                    hint="run `mooring db build` without --offline, or name files with --input FEED=PATH",
                )
            if not any(outcome.items for outcome in self._outcomes.values()):
                raise FeedMalformed(
                    f"nothing in the files of {', '.join(self._outcomes)} is one of their statements",
                    hint="are they files of other feeds? `mooring db feeds` lists the feeds",
                )
            self._observer.writing()
            state = builder.finish()
            for reason in builder.reasons:
                self._warn(f"a statement could not be stored: {reason}")
        return BuildResult(database=state, outcomes=self._outcomes, warnings=tuple(self._warnings))

    def mark_good(self) -> None:
        """What went in is the last good data from here on."""
        for candidate, items in self._good:
            candidate.mark_good(items)

    def _job(self, candidate: Candidate) -> Callable[[Path], ParseOutcome]:
        return lambda spool: parse_to_spool(candidate.feed, candidate.places, spool, self._limits, candidate.canary)

    def _take(self, candidate: Candidate, outcome: ParseOutcome, spool: Path, builder: DatabaseBuilder) -> None:
        """Add a feed's newest data, or its last good, or only say that it has none."""
        verdict = verdict_on(
            candidate, outcome, self._config.max_reject_share, is_drop_accepted=candidate.feed.name in self._accepted
        )
        if verdict.is_good:
            self._add(candidate, outcome, spool, builder, problem="")
            if candidate.is_from_workspace:
                self._good.append((candidate, outcome.items))
        elif not candidate.is_from_workspace:
            raise FeedMalformed(f"the files given for the feed {candidate.feed.name!r} are refused: {verdict.reason}")
        else:
            self._take_previous(candidate, verdict, spool, builder)

    def _take_previous(self, candidate: Candidate, verdict: Verdict, spool: Path, builder: DatabaseBuilder) -> None:
        previous = candidate.previous()
        if previous is not None:
            outcome = self._job(previous)(spool)
            if verdict_on(previous, outcome, self._config.max_reject_share, is_drop_accepted=True).is_good:
                problem = f"its newest data are refused: {verdict.reason}; older ones are used"
                self._add(previous, outcome, spool, builder, problem=problem)
                return
        self._observer.parsed(candidate.feed.name, items=0, rejects=0, problem=verdict.reason)
        state = state_of(candidate, problem=f"it has no data: {verdict.reason}")
        builder.begin_feed(state)
        builder.end_feed(state)

    def _add(
        self, candidate: Candidate, outcome: ParseOutcome, spool: Path, builder: DatabaseBuilder, *, problem: str
    ) -> None:
        name = candidate.feed.name
        state: FeedState = state_of(candidate, problem=problem, rejects=outcome.rejects)
        builder.begin_feed(state)
        for item in spooled(spool):
            builder.add(item)
        builder.end_feed(state)
        self._outcomes[name] = outcome
        if not outcome.items:
            self._warn(f"nothing in the files of the feed {name!r} is a statement of it")
        self._observer.parsed(name, items=outcome.items, rejects=outcome.rejects, problem=problem)
        if candidate.canary is not None and candidate.is_from_workspace and not outcome.has_canary:
            self._warn(f"the feed {name!r} does not name {candidate.canary.identifier}; it may be incomplete")

    def _warn(self, text: str) -> None:
        self._warnings.append(text)
        self._observer.warned(text)
