"""EPSS: how likely each CVE is to be exploited within 30 days, by a model of FIRST that runs every day.

    #model_version:v2025.03.14,score_date:2025-03-20T00:00:00+0000
    cve,epss,percentile
    CVE-1999-0001,0.01296,0.78411

The first model's files have neither remark nor percentile; their date is in their name.
"""

import re
from collections.abc import Iterable, Iterator

from mooring.base.errors import FeedMalformed
from mooring.feeds.feed import Feed, FeedLog, Fetcher
from mooring.feeds.formats.dates import clamped
from mooring.feeds.providers.enrichment.records.catalogue import cve_id
from mooring.feeds.providers.enrichment.records.tables import Table
from mooring.feeds.raw import RawFile
from mooring.model.advisory import ExploitScore

CURRENT = "https://epss.empiricalsecurity.com/epss_scores-current.csv.gz"
_MODEL = re.compile(r"model_version:([\w.-]{1,40})")
_DATE = re.compile(r"score_date:([0-9]{4}-[0-9]{2}-[0-9]{2})")
_NAMED_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def fetch(fetcher: Fetcher) -> None:
    """The scores of the day, one file."""
    fetcher.get(CURRENT, "epss_scores-current.csv.gz")
    fetcher.keep_only(["epss_scores-current.csv.gz"])


def parse(files: Iterable[RawFile], log: FeedLog) -> Iterator[ExploitScore]:
    """A score for each row whose numbers are shares."""
    for file in files:
        if not file.name.endswith(".csv"):
            log.skip("a file that is no table of scores")
            continue
        yield from _scores(file, log)


def _scores(file: RawFile, log: FeedLog) -> Iterator[ExploitScore]:
    table = Table(file)
    if not {"cve", "epss"} <= set(table.columns):
        raise FeedMalformed(
            f"{file.name} is no table of scores: its columns are {list(table.columns)[:8]}, not cve and epss"
        )
    remark = " ".join(table.remarks)
    model, date = _MODEL.search(remark), _DATE.search(remark)
    named = None if date else _NAMED_DATE.search(file.name.rpartition("/")[2])
    day = clamped(date[1] if date else named[0] if named else "")
    has_percentile = "percentile" in table.columns
    for number, row in enumerate(table.rows(), start=1):
        log.seen()
        cve, score = cve_id(row["cve"]), share(row.get("epss", ""))
        percentile = share(row.get("percentile", "")) if has_percentile else 0.0
        if not cve or score is None or percentile is None:
            log.reject(f"{file.name}:{number}", f"{','.join(row.values())[:80]!r} is no CVE with numbers from 0 to 1")
            continue
        yield ExploitScore(cve=cve, score=score, percentile=percentile, date=day, model=model[1] if model else "")


def share(text: str) -> float | None:
    """The number from 0 to 1 that the text is; None where it is none."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if 0.0 <= number <= 1.0 else None


FEED = Feed(
    name="epss",
    title="Exploit Prediction Scoring System",
    license="free with attribution to FIRST",
    homepage="https://www.first.org/epss/",
    fetch=fetch,
    parse=parse,
    attribution="EPSS scores are by FIRST, https://www.first.org/epss/.",
)
