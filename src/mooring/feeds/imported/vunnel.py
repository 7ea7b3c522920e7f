"""Workspaces of the package vunnel: one folder for each provider, with what it fetched in one normal form.

    PROVIDER/metadata.json    when, from where, how it is stored
    PROVIDER/checksums        the files of the results
    PROVIDER/results/         a JSON file for each record, or `results.db`, a table of them

They are read wherever they come from. Where the extra `feeds` is installed, vunnel can be asked to fill them.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from mooring.base.errors import FeedMalformed, FeedUnreachable, ReadError, UsageError
from mooring.feeds.feed import FeedLog
from mooring.feeds.formats.dates import clamped
from mooring.feeds.formats.loose_json import inner, json_object, text, texts
from mooring.feeds.imported.envelopes.records import read_record
from mooring.feeds.imported.envelopes.stored import count_listed, stored_records
from mooring.model.advisory import FeedItem
from mooring.model.match import FeedState
from mooring.vulns.build import DatabaseBuilder

PACKAGE = "vunnel"
INSTALL_HINT = "install the extra: `pip install 'mooring[feeds]'`"
METADATA = "metadata.json"
MAX_PROVIDERS = 500
MAX_METADATA_BYTES = 16 << 20
RUN_SECONDS = 12 * 3600
"""A first run of NVD's provider takes hours."""
_NAME_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_")
_LAST_LINES = 3


class Workspace(msgspec.Struct, frozen=True, kw_only=True):
    """One provider's folder."""

    name: str
    folder: Path
    captured: str = ""
    urls: tuple[str, ...] = ()
    digest: str = ""
    """Of the list of results, as vunnel writes it."""
    listing: str = ""
    """The file that lists the results, below the folder; empty where there is none."""
    problem: str = ""
    """Why the results are older than they should be."""

    @property
    def state(self) -> FeedState:
        """As a feed of a database."""
        return FeedState(
            name=self.name,
            title=f"{self.name}, by way of {PACKAGE}",
            url=self.urls[0] if self.urls else "",
            captured=self.captured,
            digest=self.digest,
            problem=self.problem,
        )


def workspaces(root: Path) -> tuple[Workspace, ...]:
    """The finished workspaces of a folder, by name: its own, or those of the folders in it. Raises FeedMalformed where there is none."""
    folders = (
        [root]
        if (root / METADATA).is_file()
        else sorted(path for path in root.glob("*/") if (path / METADATA).is_file())
    )
    if not folders:
        raise FeedMalformed(
            f"there is no workspace of {PACKAGE}: neither the folder nor those in it hold a {METADATA}",
            hint=f"give the folder in which `{PACKAGE} run` left its results",
            path=str(root),
        )
    return tuple(_workspace(folder) for folder in folders[:MAX_PROVIDERS])


def read_workspace(workspace: Workspace, log: FeedLog) -> Iterator[FeedItem]:
    """Everything that the results say. Damaged records are rejected in the log, also those that are listed and not there.

    Raises FeedMalformed where the results as a whole cannot be read.
    """
    found = 0
    for place, content in stored_records(workspace.folder / "results"):
        found += 1
        try:
            document = json_object(content)
        except ReadError as error:
            log.seen()
            log.reject(place, error.message)
            continue
        yield from read_record(document, workspace.name, place, log)
    listed = count_listed(workspace.folder, workspace.listing)
    if listed > found:
        log.reject(workspace.listing, f"{listed - found} of {listed} results that are listed are not there")


def import_vunnel(root: Path, builder: DatabaseBuilder, providers: Sequence[str] = ()) -> dict[str, FeedLog]:
    """Give the workspaces to a builder, a feed each; all of them where none is named. What was passed over, by provider.

    Raises UsageError for a provider that has no workspace, and FeedMalformed.
    """
    found = {workspace.name: workspace for workspace in workspaces(root)}
    unknown = sorted(set(providers) - set(found))
    if unknown:
        raise UsageError(f"there is no workspace of {unknown[0]!r} in {root}", hint=f"there are {', '.join(found)}")
    logs: dict[str, FeedLog] = {}
    for name, workspace in found.items():
        if providers and name not in providers:
            continue
        log = logs[name] = FeedLog()
        builder.begin_feed(workspace.state)
        for item in read_workspace(workspace, log):
            builder.add(item)
        builder.end_feed(msgspec.structs.replace(workspace.state, rejects=log.rejects))
    return logs


def is_installed() -> bool:
    """Whether vunnel can be asked."""
    from importlib.util import find_spec

    return find_spec(PACKAGE) is not None


def fetch_with_vunnel(
    root: Path, providers: Sequence[str], *, run: Callable[[Sequence[str], float], tuple[int, str]] | None = None
) -> dict[str, str]:
    """Have vunnel bring the workspaces of providers below `root` up to date; why one could not be, by name.

    What a provider left the last time stays where it fails now. `run` runs a command for at most so many seconds and gives its exit code
    and what it said. Raises FeedUnreachable where vunnel is not installed, UsageError for a name that is none.
    """
    import json
    import sys

    for name in providers:
        if not name or not set(name) <= _NAME_CHARACTERS or name.startswith("-"):
            raise UsageError(f"{name!r} is no name of a provider", hint=f"see `{PACKAGE} list`")
    if run is None and not is_installed():
        raise FeedUnreachable(f"the package {PACKAGE} is not installed, so that it cannot be asked", hint=INSTALL_HINT)
    root.mkdir(parents=True, exist_ok=True)
    config = root / ".mooring-vunnel.yaml"
    # JSON is YAML, and a path may hold what YAML would take for something else.
    config.write_text(json.dumps({"root": str(root.resolve())}), encoding="utf-8")
    problems: dict[str, str] = {}
    for name in dict.fromkeys(providers):
        code, said = (run or _run)([sys.executable, "-m", PACKAGE, "-c", str(config), "run", name], RUN_SECONDS)
        if code != 0:
            problems[name] = _last_lines(said) or f"{PACKAGE} ended with code {code}"
        elif not (root / name / METADATA).is_file():
            problems[name] = f"{PACKAGE} left no results"
    return problems


def _workspace(folder: Path) -> Workspace:
    place = folder / METADATA
    try:
        with place.open("rb") as stream:
            content = stream.read(MAX_METADATA_BYTES)
        metadata = json_object(content)
    except (OSError, ReadError) as error:
        said = error.message if isinstance(error, ReadError) else str(error.strerror)
        raise FeedMalformed(f"{place.name} {said}", path=str(place)) from None
    listing = inner(metadata, "listing")
    algorithm, digest = text(listing, "algorithm"), text(listing, "digest")
    path = text(listing, "path")
    return Workspace(
        name=text(metadata, "provider") or folder.name,
        folder=folder,
        captured=clamped(text(metadata, "timestamp")),
        urls=tuple(texts(metadata, "urls")[:50]),
        digest=digest if ":" in digest or not algorithm else f"{algorithm}:{digest}",
        listing=path if path and Path(path).name == path else "",
        problem=f"{PACKAGE} could not bring it up to date" if metadata.get("stale") is True else "",
    )


def _run(command: Sequence[str], seconds: float) -> tuple[int, str]:
    """The exit code, and the end of what was said."""
    import subprocess

    try:
        done = subprocess.run(  # noqa: S603 - a list of our own, no shell
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return 1, f"it took longer than {seconds / 3600:.0f} hours"
    except OSError as error:
        return 1, str(error)
    return done.returncode, done.stdout[-8_000:].decode("utf-8", "replace")


def _last_lines(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return " ".join("".join(char for char in line if char.isprintable()) for line in lines[-_LAST_LINES:])[-600:]
