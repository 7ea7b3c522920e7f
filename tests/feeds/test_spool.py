"""Items on their way from one process to another."""

import pytest

from feeds.reading import osv
from mooring.base.errors import FeedMalformed, OutputError
from mooring.feeds.feed import Feed
from mooring.feeds.formats.osv_feed import parsing
from mooring.feeds.raw import RawLimits
from mooring.feeds.spool import Canary, parse_to_spool, spooled
from mooring.model.advisory import Advisory, Affected, ExploitScore, Fix, FixState, KnownExploited, ReleaseLife

ITEMS = [
    Advisory(id="X-1", feed="a", affected=(Affected(namespace="npm", name="left", fix=Fix(state=FixState.FIXED)),)),
    KnownExploited(cve="CVE-2024-1111", used_by_ransomware=True),
    ExploitScore(cve="CVE-2024-1111", score=0.5),
    ReleaseLife(product="debian", release="12"),
]


def feed_of(parse):
    return Feed(name="a", title="A", license="x", homepage="https://a.example", fetch=lambda fetcher: None, parse=parse)


def test_items_of_every_kind_come_back_as_they_were(tmp_path):
    outcome = parse_to_spool(feed_of(lambda files, log: iter(ITEMS)), [], tmp_path / "s", RawLimits(), None)

    assert list(spooled(tmp_path / "s")) == ITEMS
    assert (outcome.items, outcome.problem) == (4, "")


def test_text_that_has_no_encoding_is_written_out(tmp_path):
    parse_to_spool(
        feed_of(lambda files, log: iter([Advisory(id="X-1", feed="a", title="a\ud800")])),
        [],
        tmp_path / "s",
        RawLimits(),
        None,
    )

    assert [item.title for item in spooled(tmp_path / "s")] == ["a\\ud800"]


def test_an_error_ends_the_parse_and_is_told(tmp_path):
    def parse(files, log):
        yield ITEMS[0]
        raise FeedMalformed("no such thing")

    outcome = parse_to_spool(feed_of(parse), [], tmp_path / "s", RawLimits(), None)

    assert (outcome.items, outcome.problem) == (1, "no such thing")


def test_a_place_that_is_not_there_is_told(tmp_path):
    outcome = parse_to_spool(
        feed_of(parsing("a", ("",))), [tmp_path / "missing.jsonl"], tmp_path / "s", RawLimits(), None
    )

    assert outcome.problem


def test_a_canary_is_heard(tmp_path):
    (tmp_path / "a.jsonl").write_text(osv("CVE-2021-44228", "Maven", "a:b"))
    canary = Canary(identifier="CVE-2021-44228", namespace="maven")

    outcome = parse_to_spool(feed_of(parsing("a", ("",))), [tmp_path / "a.jsonl"], tmp_path / "s", RawLimits(), canary)

    assert outcome.has_canary


def test_a_disk_without_room_is_not_the_feeds_fault(tmp_path):
    (tmp_path / "full").symlink_to("/dev/full")

    with pytest.raises(OutputError, match="could not be written: no space left on device"):
        parse_to_spool(feed_of(lambda files, log: iter(ITEMS)), [], tmp_path / "full", RawLimits(), None)
