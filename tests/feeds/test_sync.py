"""Feeds brought up to date and built into a database: what fails keeps its last good data."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feeds.upstream import Reply, upstream
from mooring.base.config import FeedsConfig, SecretText
from mooring.base.errors import FeedError, FeedMalformed, HostileInput, UsageError
from mooring.base.families import collect
from mooring.feeds.feed import Feed
from mooring.feeds.formats.osv_feed import parsing
from mooring.feeds.progress import FeedObserver
from mooring.feeds.sync import all_feeds, build_database, chosen_feeds, sync
from mooring.feeds.workspace import FeedFolder, locked
from mooring.vulns.database import open_database

BUILT = datetime(2025, 2, 19, tzinfo=UTC)


@pytest.fixture
def server():
    with upstream() as found:
        yield found


@pytest.fixture(autouse=True)
def _fixed_clock(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1740000000")


def records(count, name="left", damaged=0):
    """OSV records line by line."""
    lines = [
        json.dumps(
            {"id": f"X-{number}", "affected": [{"package": {"ecosystem": "npm", "name": name}, "versions": ["1.0.0"]}]}
        )
        for number in range(count)
    ]
    return "\n".join(lines + [f"{{{number}" for number in range(damaged)]).encode()


def feed_at(server, name, **more):
    return Feed(
        name=name,
        title=name.title(),
        license="CC0-1.0",
        homepage=f"https://{name}.example",
        fetch=lambda fetcher: fetcher.get(f"{server.base}/{name}", "records.jsonl") and None,
        parse=parsing(name, ("X-",)),
        **more,
    )


def config_in(folder, **more):
    return FeedsConfig(directory=str(folder / "feeds"), timeout_seconds=10, **more)


def updated(feeds, folder, **more):
    """The outcomes of fetching, without a pause between attempts."""
    return sync(feeds, config_in(folder, **more), environment={}, pause=lambda seconds: None)


def built(feeds, folder, **more):
    return build_database(feeds, config_in(folder), folder / "db" / "x.sqlite", built=BUILT, processes=0, **more)


def ids(result, name="left"):
    """Identifiers that the database knows of a package."""
    with open_database(Path(result.database.path)) as database:
        return [database.record(row.record).id for row in database.rows("npm", name)]


def test_every_feed_has_a_name_of_its_own_and_says_what_it_is():
    feeds = all_feeds()

    assert len({feed.name for feed in feeds}) == len(feeds)
    assert [feed.name for feed in feeds] == sorted(feed.name for feed in feeds)
    assert all(feed.title and feed.license and feed.homepage.startswith("https://") for feed in feeds)


def test_feeds_of_languages_that_are_off_say_why():
    feeds = collect("mooring.feeds.providers.languages", Feed)

    assert [feed.name for feed in feeds if not feed.is_default and not feed.note] == []


def test_feeds_are_chosen_by_name_by_setting_or_by_default():
    assert [feed.name for feed in chosen_feeds(FeedsConfig(), ["osv", "golang"])] == ["golang", "osv"]
    assert [feed.name for feed in chosen_feeds(FeedsConfig(enabled=("golang",)))] == ["golang"]
    assert all(feed.is_default for feed in chosen_feeds(FeedsConfig()))


def test_a_name_that_no_feed_has_is_refused_with_the_nearest():
    with pytest.raises(UsageError, match="'golagn'") as caught:
        chosen_feeds(FeedsConfig(), ["golagn"])

    assert caught.value.hint == "did you mean 'golang'?"


def test_one_feed_s_failure_is_not_another_s(tmp_path, server):
    server.files["/good"] = records(1)

    first, second = updated([feed_at(server, "bad"), feed_at(server, "good")], tmp_path)

    assert (first.feed, second.feed, second.problem, second.changed) == ("bad", "good", "", 1)
    assert "HTTP 404" in first.problem
    assert FeedFolder(tmp_path / "feeds", "bad").ledger.problem == first.problem


def test_a_host_is_asked_for_one_thing_at_a_time(tmp_path, server):
    feeds = [feed_at(server, f"f{number}") for number in range(8)]
    server.files |= {f"/f{number}": records(200) for number in range(8)}

    updated(feeds, tmp_path)

    assert (len(server.seen), server.most_running) == (8, 1)


def test_a_feed_without_its_secret_is_not_fetched(tmp_path, server):
    feed = feed_at(server, "nvd", needs=("nvd_api_key",))
    server.files["/nvd"] = records(1)

    (without,) = updated([feed], tmp_path)
    (with_it,) = updated([feed], tmp_path, nvd_api_key=SecretText("x"))

    assert (without.problem, with_it.problem) == ("it needs nvd_api_key", "")


def test_two_runs_never_share_a_workspace(tmp_path, server):
    with locked(tmp_path / "feeds"), pytest.raises(FeedError, match="in use by another run"):
        updated([feed_at(server, "a")], tmp_path)


def test_a_database_holds_what_every_feed_says(tmp_path, server):
    server.files |= {"/a": records(1), "/b": records(1, "right")}
    feeds = [feed_at(server, "b"), feed_at(server, "a")]
    updated(feeds, tmp_path)

    result = built(feeds, tmp_path)

    assert (ids(result), ids(result, "right")) == (["X-0"], ["X-0"])
    assert [(feed.name, feed.captured, feed.problem) for feed in result.database.feeds] == [
        ("a", "2025-02-19T21:20:00Z", ""),
        ("b", "2025-02-19T21:20:00Z", ""),
    ]


def test_processes_and_the_order_of_feeds_do_not_change_a_byte(tmp_path, server):
    server.files |= {"/a": records(70), "/b": records(60, "right"), "/c": records(9, "up")}
    feeds = [feed_at(server, name) for name in ("a", "b", "c")]
    updated(feeds, tmp_path)

    contents = []
    for order, processes in ((feeds, 0), (feeds[::-1], 2)):
        target = tmp_path / f"{processes}.sqlite"
        build_database(order, config_in(tmp_path), target, built=BUILT, processes=processes)
        contents.append(target.read_bytes())

    assert contents[0] == contents[1]


@pytest.mark.parametrize(
    ("later", "why"),
    [
        (records(95, damaged=10), "10 of 105 records cannot be read"),
        (records(69), "it has 69 items where the last build had 100"),
        (b"", "nothing was found"),
        (b"\x1f\x8b\x08broken", "damaged"),
    ],
)
def test_new_data_that_look_wrong_leave_the_last_good_ones_in_use(tmp_path, server, later, why):
    feed = feed_at(server, "a")
    server.files["/a"] = records(100)
    updated([feed], tmp_path)
    built([feed], tmp_path)
    server.files["/a"] = later
    updated([feed], tmp_path)

    result = built([feed], tmp_path)
    again = built([feed], tmp_path)

    assert len(ids(result)) == len(ids(again)) == 100
    (state,) = result.database.feeds
    assert why in state.problem
    assert "older ones are used" in state.problem


def test_older_data_go_once_newer_ones_are_good(tmp_path, server):
    feed = feed_at(server, "a")
    for content in (records(100), records(10), records(99)):
        server.files["/a"] = content
        updated([feed], tmp_path)
        result = built([feed], tmp_path)

    assert (len(ids(result)), result.database.feeds[0].problem) == (99, "")
    assert not (tmp_path / "feeds" / "a" / "previous").exists()


def test_a_drop_may_be_accepted_by_name(tmp_path, server):
    feed = feed_at(server, "a")
    for content in (records(100), records(10)):
        server.files["/a"] = content
        updated([feed], tmp_path)
        result = built([feed], tmp_path, accepted=["a"])

    assert len(ids(result)) == 10


def test_an_upstream_that_is_gone_is_said_and_its_data_stay(tmp_path, server):
    feed = feed_at(server, "a")
    server.files["/a"] = records(3)
    updated([feed], tmp_path)
    server.always(Reply(404))
    updated([feed], tmp_path)

    result = built([feed], tmp_path)

    assert len(ids(result)) == 3
    assert "HTTP 404" in result.database.feeds[0].problem


def test_a_feed_without_data_is_said_in_the_database(tmp_path, server):
    server.files["/a"] = records(1)
    feeds = [feed_at(server, "a"), feed_at(server, "b")]
    updated(feeds[:1], tmp_path)

    result = built(feeds, tmp_path)

    assert [(feed.name, feed.problem) for feed in result.database.feeds] == [
        ("a", ""),
        ("b", "it has no data: it was never fetched"),
    ]


def test_without_any_data_there_is_no_database(tmp_path, server):
    with pytest.raises(FeedError, match="not one of the feeds has data"):
        built([feed_at(server, "a")], tmp_path)

    assert list((tmp_path / "db").iterdir()) == []


def test_files_that_are_named_are_read_instead_of_the_workspace(tmp_path, server):
    (tmp_path / "given.jsonl").write_bytes(records(2))

    result = built([feed_at(server, "a")], tmp_path, inputs={"a": [tmp_path / "given.jsonl"]})

    assert len(ids(result)) == 2
    assert not (tmp_path / "feeds").exists()
    assert len(result.database.feeds[0].digest) == 64


def test_files_that_are_named_and_wrong_are_an_error(tmp_path, server):
    (tmp_path / "given.jsonl").write_bytes(records(1, damaged=3))

    with pytest.raises(FeedMalformed, match=r"'a' are refused: 3 of 4 records"):
        built([feed_at(server, "a")], tmp_path, inputs={"a": [tmp_path / "given.jsonl"]})

    assert list((tmp_path / "db").iterdir()) == []


def test_files_of_another_feed_are_no_database(tmp_path, server):
    """Each record is passed over for good reason; all of them are none."""

    def pass_over(files, log):
        for file in files:
            for _ in file.lines():
                log.seen()
        yield from ()

    (tmp_path / "given.jsonl").write_bytes(records(4))
    other = Feed(name="a", title="A", license="x", homepage="https://a.example", fetch=lambda _: None, parse=pass_over)
    inputs = {name: [tmp_path / "given.jsonl"] for name in "ab"}

    with pytest.raises(FeedMalformed, match="nothing in the files of a is one of their statements"):
        built([other], tmp_path, inputs=inputs)

    assert list((tmp_path / "db").iterdir()) == []
    result = built([other, feed_at(server, "b")], tmp_path, inputs=inputs)
    assert ["nothing in the files of the feed 'a' is a statement of it"] == list(result.warnings)


def test_a_database_that_is_there_stays_where_a_build_fails(tmp_path, server):
    (tmp_path / "db").mkdir()
    (tmp_path / "db" / "x.sqlite").write_bytes(b"old")

    with pytest.raises(FeedError):
        built([feed_at(server, "a")], tmp_path)

    assert (tmp_path / "db" / "x.sqlite").read_bytes() == b"old"


def test_a_complete_feed_that_misses_a_famous_one_is_warned_of(tmp_path, server):
    feed = feed_at(server, "osv")
    server.files["/osv"] = records(1)
    updated([feed], tmp_path)

    result = built([feed], tmp_path)

    assert ["the feed 'osv' does not name CVE-2021-44228; it may be incomplete"] == list(result.warnings)


def test_a_feed_that_raises_in_the_middle_is_refused(tmp_path, server):
    def parse(files, log):
        yield from parsing("a", ("X-",))(files, log)
        raise HostileInput("too much of it")

    feed = Feed(name="a", title="A", license="x", homepage="https://a.example", fetch=lambda fetcher: None, parse=parse)
    (tmp_path / "given.jsonl").write_bytes(records(2))

    with pytest.raises(FeedMalformed, match="too much of it"):
        built([feed], tmp_path, inputs={"a": [tmp_path / "given.jsonl"]})


class Noting(FeedObserver):
    """Keeps what it hears."""

    def __init__(self):
        self.heard = []

    def fetching(self, feed, file, more_bytes):
        self.heard.append(("fetching", feed, file))

    def fetched(self, feed, *, changed, problem):
        self.heard.append(("fetched", feed, changed))

    def parsed(self, feed, *, items, rejects, problem):
        self.heard.append(("parsed", feed, items))

    def writing(self):
        self.heard.append(("writing",))


def test_an_observer_hears_of_every_step(tmp_path, server):
    server.files["/a"] = records(2)
    feed, observer = feed_at(server, "a"), Noting()

    sync([feed], config_in(tmp_path), environment={}, observer=observer)
    built([feed], tmp_path, observer=observer)

    assert observer.heard == [
        ("fetching", "a", "records.jsonl"),
        ("fetched", "a", 1),
        ("parsed", "a", 2),
        ("writing",),
    ]


def test_without_a_folder_there_is_no_workspace():
    with pytest.raises(UsageError, match="no folder"):
        sync([], FeedsConfig(), environment={})


def test_a_run_that_is_stopped_ends_and_can_be_taken_up(tmp_path, server):
    class Stopping(FeedObserver):
        def fetching(self, feed, file, more_bytes):
            raise KeyboardInterrupt

    server.files |= {"/a": records(50), "/b": records(50)}
    feeds = [feed_at(server, "a"), feed_at(server, "b")]

    with pytest.raises(KeyboardInterrupt):
        sync(feeds, config_in(tmp_path), environment={}, observer=Stopping(), pause=lambda seconds: None)

    assert [outcome.problem for outcome in updated(feeds, tmp_path)] == ["", ""]
