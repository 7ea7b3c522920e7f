"""Scores of exploitation, of the first model and of today's."""

import pytest

from feeds.providers.enrichment.workspace import Web, parsed
from mooring.base.errors import FeedMalformed
from mooring.feeds.providers.enrichment.epss import CURRENT, FEED
from mooring.model.advisory import ExploitScore

REMARK = "#model_version:v2025.03.14,score_date:2025-03-20T00:00:00+0000\n"


def test_a_row_keeps_the_model_and_the_day_of_the_remark():
    items, log = parsed(FEED, {"scores.csv": REMARK + "cve,epss,percentile\nCVE-1999-0001,0.01296,0.78411\n"})

    expected = ExploitScore(
        cve="CVE-1999-0001", score=0.01296, percentile=0.78411, date="2025-03-20", model="v2025.03.14"
    )
    assert [expected] == items
    assert (1, 0) == (log.records, log.rejects)


def test_files_of_the_first_model_have_neither_remark_nor_percentile():
    items, _ = parsed(FEED, {"epss_scores-2021-08-31.csv": "cve,epss\nCVE-2017-0001,0.04847\n"})

    assert [ExploitScore(cve="CVE-2017-0001", score=0.04847, date="2021-08-31")] == items


def test_columns_are_found_by_their_names():
    items, _ = parsed(FEED, {"scores.csv": "percentile,cve,epss\n0.5,CVE-2017-0001,1\n"})

    assert [ExploitScore(cve="CVE-2017-0001", score=1.0, percentile=0.5)] == items


@pytest.mark.parametrize(
    "row",
    [
        "CVE-2017-0001",
        "CVE-2017-0001,,0.1",
        "CVE-2017-0001,nan,0.1",
        "CVE-2017-0001,inf,0",
        "CVE-2017-0001,-0.1,0",
        "CVE-2017-0001,1.01,0",
        "CVE-2017-0001,0.1,2",
        "CVE-2017-0001,0.1",
        "CVE-17,0.1,0.1",
        "CVE-2017-0001,1e999,0",
        "CVE-2017-0001,0x1,0",
    ],
)
def test_what_is_no_share_is_rejected_and_hides_no_other_row(row: str):
    items, log = parsed(FEED, {"scores.csv": f"cve,epss,percentile\n{row}\nCVE-2017-0002,0.1,0.2\n"})

    assert (["CVE-2017-0002"], 2, 1) == ([item.cve for item in items], log.records, log.rejects)


@pytest.mark.parametrize("content", ["", "invalid,header\nCVE-2024-6775,0.00043\n", "<html>\n", REMARK])
def test_a_table_without_the_columns_is_refused(content: str):
    with pytest.raises(FeedMalformed, match="scores"):
        parsed(FEED, {"scores.csv": content})


def test_one_file_is_fetched():
    web = Web({CURRENT: b""})

    FEED.fetch(web)

    assert ["epss_scores-current.csv.gz"] == web.kept
