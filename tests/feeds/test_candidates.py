"""Whether a feed's data may go into a database."""

import msgspec
import pytest

from mooring.feeds.candidates import candidate_of, state_of, verdict_on
from mooring.feeds.feed import Feed
from mooring.feeds.spool import ParseOutcome
from mooring.feeds.workspace import FeedFolder

FEED = Feed(
    name="a",
    title="A",
    license="x",
    homepage="https://a.example",
    fetch=lambda fetcher: None,
    parse=lambda files, log: iter(()),
)


def candidate(workspace, good_items=0):
    """One with an empty folder of files and a last build of so many items."""
    folder = FeedFolder(workspace, "a")
    folder.files.mkdir(parents=True)
    folder.mark_good(good_items)
    return candidate_of(FEED, workspace, None)


@pytest.mark.parametrize(
    ("outcome", "before", "reason"),
    [
        (ParseOutcome(items=100, records=100), 0, ""),
        (ParseOutcome(items=100, records=100, rejects=5), 0, ""),
        (ParseOutcome(items=100, records=100, rejects=6), 0, "6 of 100 records cannot be read"),
        (ParseOutcome(items=70, records=70), 100, ""),
        (ParseOutcome(items=69, records=69), 100, "it has 69 items where the last build had 100"),
        (ParseOutcome(items=1, records=1), 40, ""),
        (
            ParseOutcome(items=0, records=3, rejects=3, reasons=("a: b",)),
            0,
            "nothing was found in its files (first: a: b)",
        ),
        (ParseOutcome(), 0, "nothing was found in its files"),
        (ParseOutcome(items=0, records=3, skipped={"says commits": 3}), 0, ""),
        (ParseOutcome(items=9, problem="it is damaged"), 0, "it is damaged"),
    ],
)
def test_data_are_believed_or_not(tmp_path, outcome, before, reason):
    verdict = verdict_on(candidate(tmp_path, before), outcome, 0.05, is_drop_accepted=False)

    assert verdict.reason.startswith(reason)
    assert verdict.is_good == (not reason)


def test_a_drop_that_is_accepted_is_none(tmp_path):
    verdict = verdict_on(candidate(tmp_path, 100), ParseOutcome(items=1, records=1), 0.05, is_drop_accepted=True)

    assert verdict.is_good


def test_a_feed_that_was_never_fetched_says_why(tmp_path):
    FeedFolder(tmp_path, "a").tried("2025-01-01", "HTTP 500")
    missing = candidate_of(FEED, tmp_path, None)

    assert verdict_on(missing, ParseOutcome(), 0.05, is_drop_accepted=False).reason == "HTTP 500"
    assert missing.previous() is None


def test_files_that_somebody_named_have_a_digest_of_names_and_contents(tmp_path):
    (tmp_path / "1").write_text("a")
    (tmp_path / "2").write_text("b")

    one = state_of(candidate_of(FEED, None, [tmp_path / "1"]), problem="")
    both = state_of(candidate_of(FEED, None, [tmp_path]), problem="")

    assert len({one.digest, both.digest, ""}) == 3
    assert msgspec.structs.replace(one, digest="") == msgspec.structs.replace(both, digest="")
