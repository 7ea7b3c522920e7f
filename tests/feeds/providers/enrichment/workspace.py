"""Workspaces in memory for the enrichment feeds: names and contents in, items and the log out."""

import io
import json

from mooring.feeds.feed import Feed, FeedLog
from mooring.feeds.raw import RawFile
from mooring.model.advisory import FeedItem


def raw(name: str, content: object) -> RawFile:
    """One file; what is neither bytes nor text is written as JSON."""
    encoded = (
        content
        if isinstance(content, bytes)
        else content.encode()
        if isinstance(content, str)
        else json.dumps(content).encode()
    )
    return RawFile(name=name, open=lambda: io.BytesIO(encoded))


def parsed(feed: Feed, files: dict[str, object]) -> tuple[list[FeedItem], FeedLog]:
    """What the feed makes of the files, in their order."""
    log = FeedLog()
    return list(feed.parse([raw(name, content) for name, content in files.items()], log)), log


class Web:
    """A Fetcher before a web of fixed addresses; what was asked for, kept and sent can be looked at."""

    def __init__(self, pages: dict[str, bytes], secrets: dict[str, str] | None = None) -> None:
        self.pages, self.secrets = pages, secrets or {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.files: dict[str, bytes] = {}
        self.kept: list[str] = []

    def get(
        self, url: str, name: str, *, optional: bool = False, headers: dict[str, str] | None = None
    ) -> bytes | None:
        self.asked.append(url)
        self.headers.append(headers or {})
        if url not in self.pages:
            if optional:
                return None
            from mooring.base.errors import FeedUnreachable

            raise FeedUnreachable(f"{url} was asked for")
        self.files[name] = self.pages[url]
        return self.pages[url]

    def read(self, url: str, *, headers: dict[str, str] | None = None) -> bytes:
        return self.get(url, "", headers=headers) or b""

    def keep_only(self, names: object) -> None:
        self.kept = sorted(names)

    def secret(self, name: str) -> str:
        return self.secrets.get(name, "")
