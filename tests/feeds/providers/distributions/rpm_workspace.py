"""Workspaces in memory for the feeds of rpm distributions: names and contents in, advisories and the log out."""

import io
import json
from typing import BinaryIO

from mooring.feeds.feed import Feed, FeedLog
from mooring.feeds.raw import RawFile
from mooring.model.advisory import Advisory, Affected

Content = bytes | str | dict[str, object] | list[object]


def raw(name: str, content: Content) -> RawFile:
    """One file."""
    encoded = (
        content
        if isinstance(content, bytes)
        else content.encode()
        if isinstance(content, str)
        else json.dumps(content).encode()
    )

    def stream() -> BinaryIO:
        return io.BytesIO(encoded)

    return RawFile(name=name, open=stream)


def parsed(feed: Feed, files: dict[str, Content]) -> tuple[list[Advisory], FeedLog]:
    """What the feed makes of the files, in their order."""
    log = FeedLog()
    items = list(feed.parse([raw(name, content) for name, content in files.items()], log))
    return [item for item in items if isinstance(item, Advisory)], log


def rows(advisories: list[Advisory]) -> list[Affected]:
    """Every row."""
    return [row for advisory in advisories for row in advisory.affected]


class FakeFetcher:
    """A web of fixed addresses; what was asked for and kept can be looked at."""

    def __init__(self, pages: dict[str, bytes]) -> None:
        self.pages = pages
        self.files: dict[str, bytes] = {}
        self.kept: list[str] = []

    def get(
        self, url: str, name: str, *, optional: bool = False, headers: dict[str, str] | None = None
    ) -> bytes | None:
        if url not in self.pages:
            assert optional, f"{url} was asked for"
            return None
        self.files[name] = self.pages[url]
        return self.pages[url]

    def read(self, url: str, *, headers: dict[str, str] | None = None) -> bytes:
        return self.pages[url]

    def keep_only(self, names: object) -> None:
        self.kept = sorted(str(name) for name in names)  # type: ignore[attr-defined]  # an iterable of names

    def secret(self, name: str) -> str:
        return ""
