"""Data of one feed that may go into a database: where they are, and whether they look right."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from mooring.feeds.feed import Feed
from mooring.feeds.spool import Canary, ParseOutcome
from mooring.feeds.workspace import FeedFolder
from mooring.model.match import FeedState

MAX_DROP = 0.3
"""A feed that lost a larger share of its items since the last build is not believed."""
_MIN_COUNT = 50
"""Below so many items a share says nothing."""
_CANARIES = {
    "osv": Canary(identifier="CVE-2021-44228", namespace="maven"),
    "github": Canary(identifier="CVE-2021-44228", namespace="maven"),
    "debian": Canary(identifier="CVE-2014-0160", namespace="debian:"),
}


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A feed and the files that are to be read for it."""

    feed: Feed
    places: tuple[Path, ...]
    """Files and folders, in order."""
    folder: FeedFolder | None
    """None where somebody named the files."""
    is_newest: bool = True
    """Else those of the last good parse."""

    @property
    def is_from_workspace(self) -> bool:
        """Whether Mooring fetched them."""
        return self.folder is not None

    @property
    def canary(self) -> Canary | None:
        """What it should name where it is complete."""
        return _CANARIES.get(self.feed.name)

    def previous(self) -> "Candidate | None":
        """The files of the last good parse, where they are not these."""
        if self.folder is None or not self.is_newest or not self.folder.previous.is_dir():
            return None
        return msgspec.structs.replace(self, places=(self.folder.previous,), is_newest=False)

    def mark_good(self, items: int) -> None:
        """They are in use now."""
        assert self.folder is not None
        self.folder.mark_good(items)


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """Whether data may go in, and else why not."""

    reason: str = ""

    @property
    def is_good(self) -> bool:
        """Nothing speaks against them."""
        return not self.reason


def candidate_of(feed: Feed, workspace: Path | None, given: Sequence[Path] | None) -> Candidate:
    """The files that somebody named, else those of the workspace."""
    if given or workspace is None:
        assert given
        return Candidate(feed=feed, places=tuple(given), folder=None)
    folder = FeedFolder(workspace, feed.name)
    return Candidate(feed=feed, places=(folder.files,) if folder.files.is_dir() else (), folder=folder)


def verdict_on(
    candidate: Candidate, outcome: ParseOutcome, max_reject_share: float, *, is_drop_accepted: bool
) -> Verdict:
    """Whether what was parsed may be believed."""
    if not candidate.places:
        folder = candidate.folder
        return Verdict(reason=(folder.ledger.problem if folder is not None else "") or "it was never fetched")
    if outcome.problem:
        return Verdict(reason=outcome.problem)
    # Records that say nothing about packages are no damage; no record at all, or none that can be read, is.
    if not outcome.items and not (outcome.records and not outcome.rejects):
        return Verdict(reason=f"nothing was found in its files{_first(outcome)}")
    if outcome.rejects > max_reject_share * max(outcome.records, 1):
        return Verdict(reason=f"{outcome.rejects} of {outcome.records} records cannot be read{_first(outcome)}")
    before = candidate.folder.ledger.good_items if candidate.folder is not None else 0
    if not is_drop_accepted and before >= _MIN_COUNT and outcome.items < (1 - MAX_DROP) * before:
        return Verdict(
            reason=f"it has {outcome.items} items where the last build had {before}; `--accept {candidate.feed.name}` takes it as it is"
        )
    return Verdict()


def state_of(candidate: Candidate, *, problem: str, rejects: int = 0) -> FeedState:
    """What the database says of the feed."""
    folder = candidate.folder
    if folder is None:
        captured, digest = "", _digest_of(candidate.places)
    elif candidate.is_newest:
        captured, digest = folder.captured(), folder.digest()
    else:
        captured, digest = folder.ledger.good_captured, folder.ledger.good_digest
    # An upstream that could not be asked is said, though its last data are as good as ever.
    if not problem and folder is not None and folder.ledger.problem:
        problem = f"upstream could not be asked last time: {folder.ledger.problem}"
    return FeedState(
        name=candidate.feed.name,
        title=candidate.feed.title,
        license=candidate.feed.license,
        url=candidate.feed.homepage,
        captured=captured,
        digest=digest,
        rejects=rejects,
        problem=problem,
    )


def _first(outcome: ParseOutcome) -> str:
    return f" (first: {outcome.reasons[0]})" if outcome.reasons else ""


def _digest_of(places: Sequence[Path]) -> str:
    """sha256 over names and digests of the files of all places."""
    whole = hashlib.sha256()
    for place in places:
        files = sorted(path for path in place.rglob("*") if path.is_file()) if place.is_dir() else [place]
        for path in files:
            name = path.relative_to(place).as_posix() if place.is_dir() else path.name
            with path.open("rb") as file:
                whole.update(f"{name} {hashlib.file_digest(file, 'sha256').hexdigest()}\n".encode())
    return whole.hexdigest()
