"""NVD's data, downloaded: a file for each year and what changed since; by the interface where there are no files.

The files of the years are made anew once a day, and one more holds the changes of eight days. A mirror of them may be older: what changed
since is then asked of the interface, which gives windows of at most 120 days, 2,000 CVEs a page, five requests in 30 seconds without a key
and fifty with one. Names sort so that what is newer comes first.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from mooring.base.clock import now
from mooring.base.errors import FeedMalformed, FeedUnreachable, HostileInput, ReadError
from mooring.feeds.feed import Fetcher
from mooring.feeds.formats.loose_json import json_object, number, text
from mooring.feeds.providers.enrichment.records.overrides import ARCHIVE
from mooring.feeds.unpacking import unpacked

FEEDS = "https://nvd.nist.gov/feeds/json/cve/2.0"
API = "https://services.nvd.nist.gov/rest/json/cves/2.0"
KEY = "nvd_api_key"
FIRST_YEAR = 2002
"""Its file holds the years before, too."""
PAGE_SIZE = 2_000
WINDOW = timedelta(days=120)
MAX_CHANGES_AGE = timedelta(days=7)
MAX_RESULTS = 5_000_000
_MAX_HEAD_BYTES = 4_096

Pause = Callable[[float], None]


def fetch_nvd(fetcher: Fetcher, pause: Pause) -> None:
    """Everything, and the overrides. `pause` waits so many seconds before a request to the interface."""
    interface = _Interface(fetcher, pause)
    try:
        names = _by_year(fetcher, interface)
    except FeedUnreachable:
        names = list(interface.pages("2-all", {}))
    fetcher.get(ARCHIVE, "0-overrides.tar.gz")
    fetcher.keep_only(["0-overrides.tar.gz", *names])


def windows(since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
    """The time between two moments in pieces that the interface takes, the newest first."""
    found = []
    while since < until:
        end = min(since + WINDOW, until)
        found.append((since, end))
        since = end
    return found[::-1]


def _by_year(fetcher: Fetcher, interface: "_Interface") -> list[str]:
    """The files of the years and the changes after them. Raises FeedUnreachable."""
    today = now()
    names = []
    made = None
    for year in range(FIRST_YEAR, today.year + 1):
        names.append(f"2-years/nvdcve-2.0-{year}.json.gz")
        # On the first days of January there may be no file of the year.
        content = fetcher.get(f"{FEEDS}/nvdcve-2.0-{year}.json.gz", names[-1], optional=year == today.year)
        made = made or _made(content)
    if made is None or today - made < MAX_CHANGES_AGE:
        names.append("1-modified.json.gz")
        fetcher.get(f"{FEEDS}/nvdcve-2.0-modified.json.gz", names[-1])
        return names
    for number_, (start, end) in enumerate(windows(made - timedelta(days=1), today)):
        bounds = {"lastModStartDate": _moment(start), "lastModEndDate": _moment(end)}
        names += interface.pages(f"1-changes/{number_:03}", bounds)
    return names


class _Interface:
    """The interface, asked no faster than it allows."""

    def __init__(self, fetcher: Fetcher, pause: Pause) -> None:
        key = fetcher.secret(KEY)
        self._fetcher, self._pause = fetcher, pause
        self._seconds = 0.6 if key else 6.0
        self._headers = {"apiKey": key} if key else {}

    def pages(self, prefix: str, bounds: dict[str, str]) -> Iterator[str]:
        """Download all pages of a question; gives their names."""
        for start in range(0, self._total(bounds), PAGE_SIZE):
            name = f"{prefix}-{start // PAGE_SIZE:05}.json"
            self._pause(self._seconds)
            self._fetcher.get(_address(bounds, start, PAGE_SIZE), name, headers=self._headers)
            yield name

    def _total(self, bounds: dict[str, str]) -> int:
        self._pause(self._seconds)
        try:
            total = number(
                json_object(self._fetcher.read(_address(bounds, 0, 1), headers=self._headers)), "totalResults"
            )
        except ReadError as error:
            raise FeedMalformed(f"the answer of NVD's interface {error.message}") from None
        if total is None or total < 0:
            raise FeedMalformed("the answer of NVD's interface does not say how many results there are")
        if total > MAX_RESULTS:
            raise HostileInput(
                f"NVD's interface speaks of {total:.0f} results; more than {MAX_RESULTS} are not asked for"
            )
        return int(total)


def _address(bounds: dict[str, str], start: int, size: int) -> str:
    return f"{API}?{urlencode({'resultsPerPage': size, 'startIndex': start, **bounds})}"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _made(content: bytes | None) -> datetime | None:
    """When the file of a year was made, from its first bytes; None where that cannot be told."""
    import io
    import zlib

    if not content:
        return None
    try:
        head = unpacked(io.BytesIO(content)).read(_MAX_HEAD_BYTES)
        before_records = head.partition(b'"vulnerabilities"')[0].rstrip().rstrip(b",")
        made = datetime.fromisoformat(text(json_object(before_records + b"}"), "timestamp"))
    except (OSError, EOFError, ValueError, zlib.error, ReadError):
        return None
    return made.replace(tzinfo=made.tzinfo or UTC)
