"""Feeds that are nothing but OSV records in an archive."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from mooring.feeds.feed import FeedLog, Fetcher
from mooring.feeds.formats.osv import read_osv_files
from mooring.feeds.raw import RawFile
from mooring.model.advisory import FeedItem


def archive_of(repository: str, branch: str) -> str:
    """Address of the archive that GitHub makes of a branch."""
    return f"https://github.com/{repository}/archive/refs/heads/{branch}.tar.gz"


def fetching(files: Mapping[str, str]) -> Callable[[Fetcher], None]:
    """A `fetch` that downloads each address to the file of its name and keeps nothing else."""

    def fetch(fetcher: Fetcher) -> None:
        for name, url in files.items():
            fetcher.get(url, name)
        fetcher.keep_only(files)

    return fetch


def parsing(feed: str, prefixes: tuple[str, ...]) -> Callable[[Iterable[RawFile], FeedLog], Iterator[FeedItem]]:
    """A `parse` that reads `.jsonl` files, and of the others those whose names begin with a prefix: repositories hold indexes, templates
    and settings beside their records."""

    def parse(files: Iterable[RawFile], log: FeedLog) -> Iterator[FeedItem]:
        wanted = (file for file in files if is_record(file.name, prefixes))
        return read_osv_files(wanted, feed, log)

    return parse


def is_record(name: str, prefixes: tuple[str, ...]) -> bool:
    """Whether a file holds records, by its name."""
    return name.endswith(".jsonl") or name.rpartition("/")[2].startswith(prefixes)
