"""Feeds read from small files that a test writes."""

import io
import json
import tarfile
import zipfile

from mooring.feeds.feed import FeedLog
from mooring.feeds.raw import raw_files


def parsed(feed, folder, files):
    """The items and the log of a feed whose workspace holds these files (name to text)."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    log = FeedLog()
    return list(feed.parse(raw_files(folder), log)), log


def tar_gz(members):
    """A packed tar of names to texts, below one folder, as archives of branches are."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, text in members.items():
            member = tarfile.TarInfo(f"repository-main/{name}")
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))
    return buffer.getvalue()


def zipped(members):
    """A zip of names to texts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def osv(identifier, ecosystem, name, *events, **more):
    """A small OSV document as text."""
    events = events or ({"introduced": "0"}, {"fixed": "1.2.0"})
    entry = {
        "package": {"ecosystem": ecosystem, "name": name},
        "ranges": [{"type": "ECOSYSTEM", "events": list(events)}],
        **more,
    }
    return json.dumps({"id": identifier, "modified": "2024-01-02T03:04:05Z", "affected": [entry]})


class Downloads:
    """A fetcher that notes what it is asked for."""

    def __init__(self):
        self.got = {}
        self.kept = ()

    def get(self, url, name, *, optional=False, headers=None):
        """Nothing is ever small enough to be given."""
        self.got[name] = url
        return

    def keep_only(self, names):
        """The last word on what stays."""
        self.kept = tuple(names)


def downloads(feed):
    """Name to address of everything that the feed fetches, which is also all that it keeps."""
    fetcher = Downloads()
    feed.fetch(fetcher)
    assert sorted(fetcher.kept) == sorted(fetcher.got)
    assert all(url.startswith("https://") for url in fetcher.got.values())
    return fetcher.got
