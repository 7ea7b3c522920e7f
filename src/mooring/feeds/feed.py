"""The contract of a feed: fetch raw upstream files into a workspace, and, apart from that, parse what a workspace holds.

Parsing knows no network: the files of an export, of a mirror or of a test are parsed by the same code.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

import msgspec

from mooring.feeds.raw import RawFile
from mooring.model.advisory import FeedItem


class FeedLog:
    """Counts what a parse gave and what it had to pass over; keeps the first reasons."""

    KEPT = 20

    def __init__(self) -> None:
        self.records = 0
        """Upstream records seen, good or not."""
        self.rejects = 0
        self.reasons: list[str] = []
        """`FILE: RECORD: why`, the first few."""
        self.skipped: dict[str, int] = {}
        """Records left out on purpose, by reason (`withdrawn file format`, `not a package`)."""

    def seen(self, count: int = 1) -> None:
        """An upstream record (a file, a line, a definition: what upstream counts) was read or rejected."""
        self.records += count

    def reject(self, place: str, reason: str) -> None:
        """A record could not be read; `place` names file and record."""
        self.rejects += 1
        if len(self.reasons) < self.KEPT:
            self.reasons.append(f"{place}: {reason}")

    def skip(self, reason: str) -> None:
        """A record was left out on purpose."""
        self.skipped[reason] = self.skipped.get(reason, 0) + 1


class Fetcher(Protocol):
    """What `fetch` gets: downloads into the feed's folder of the workspace (feeds/fetch.py)."""

    def get(
        self, url: str, name: str, *, optional: bool = False, headers: dict[str, str] | None = None
    ) -> bytes | None:
        """Download to `name` unless upstream says that it did not change (ETag, Last-Modified); gives the whole content when it is at most
        16 MiB, else None. With `optional` a 404 removes the file and gives None. Raises FeedUnreachable."""
        ...

    def read(self, url: str, *, headers: dict[str, str] | None = None) -> bytes:
        """A small document that only leads to others (a listing, a page); not kept. Raises FeedUnreachable."""
        ...

    def keep_only(self, names: Iterable[str]) -> None:
        """Remove files of earlier runs that are not among these."""
        ...

    def secret(self, name: str) -> str:
        """The setting `feeds.NAME` that is a credential; empty where it is not set."""
        ...


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """One member of the family."""

    name: str
    title: str
    license: str
    """SPDX expression, or in words where the publisher gives none."""
    homepage: str
    fetch: Callable[[Fetcher], None]
    """Bring the workspace up to date. Raises FeedError; what was fetched before stays."""
    parse: Callable[[Iterable[RawFile], FeedLog], Iterator[FeedItem]]
    """Everything that the files say. A damaged record is rejected in the log, a file that is no such thing at all raises FeedMalformed."""
    is_default: bool = True
    """Whether `mooring db build` takes it without being asked."""
    needs: tuple[str, ...] = ()
    """Secrets or packages without which it cannot be fetched."""
    attribution: str = ""
    """The sentence that its publisher asks for."""
    covers: str = ""
    """What it speaks about, for docs/feeds.md: `npm, PyPI, …`."""
    note: str = ""
    """One sentence for docs/feeds.md, above all why it is not taken by default."""
