"""Downloads from an upstream that is honest, and from one that is not."""

import base64
import hashlib
import json

import pytest

from feeds.upstream import Reply, upstream
from mooring.base.config import FeedsConfig, SecretText
from mooring.base.errors import FeedUnreachable, HostileInput, OutputError
from mooring.feeds.fetch import HostLocks, WorkspaceFetcher, feed_transport
from mooring.feeds.workspace import FeedFolder

DATA = bytes(range(256)) * 2_000


@pytest.fixture
def server():
    with upstream() as found:
        yield found


@pytest.fixture(autouse=True)
def _fixed_clock(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1740000000")


def fetcher_in(folder, *, pauses=None, **settings):
    config = FeedsConfig(directory=str(folder), timeout_seconds=10, **settings)
    return WorkspaceFetcher(
        "test",
        FeedFolder(folder, "test"),
        config,
        feed_transport(config, {}),
        locks=HostLocks(),
        pause=(pauses if pauses is not None else []).append,
    )


def test_a_file_is_kept_with_where_it_came_from(tmp_path, server):
    server.files["/a.json?key=hidden"] = DATA

    content = fetcher_in(tmp_path).get(f"{server.base}/a.json?key=hidden", "data/a.json")

    state = json.loads((tmp_path / "test" / "state.json").read_text())["files"]["data/a.json"]
    assert content == (tmp_path / "test" / "files" / "data" / "a.json").read_bytes() == DATA
    assert state["sha256"] == hashlib.sha256(DATA).hexdigest()
    assert (state["address"], state["fetched"]) == (f"{server.base}/a.json", "2025-02-19T21:20:00Z")
    assert "hidden" not in json.dumps(state)


def test_what_did_not_change_is_not_sent_again(tmp_path, server, monkeypatch):
    server.files["/a.json"] = DATA
    fetcher_in(tmp_path).get(f"{server.base}/a.json", "a.json")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1750000000")

    later = fetcher_in(tmp_path)
    content = later.get(f"{server.base}/a.json", "a.json")

    state = FeedFolder(tmp_path, "test").ledger.files["a.json"]
    assert (content, later.changed) == (DATA, 0)
    assert "if-none-match" in server.seen[-1].headers
    assert (state.fetched[:4], state.changed) == ("2025", "2025-02-19T21:20:00Z")
    assert state.fetched == "2025-06-15T15:06:40Z"


def test_what_changed_takes_the_place_of_what_was_there(tmp_path, server):
    server.files["/a.json"] = b"old"
    fetcher_in(tmp_path).get(f"{server.base}/a.json", "a.json")
    server.files["/a.json"] = b"new"

    later = fetcher_in(tmp_path)

    assert (later.get(f"{server.base}/a.json", "a.json"), later.changed) == (b"new", 1)


def test_a_file_that_somebody_took_away_is_fetched_again(tmp_path, server):
    server.files["/a.json"] = b"old"
    fetcher_in(tmp_path).get(f"{server.base}/a.json", "a.json")
    (tmp_path / "test" / "files" / "a.json").unlink()

    assert fetcher_in(tmp_path).get(f"{server.base}/a.json", "a.json") == b"old"


def test_a_ledger_that_cannot_be_read_is_as_none(tmp_path, server):
    server.files["/a.json"] = b"old"
    fetcher_in(tmp_path).get(f"{server.base}/a.json", "a.json")
    (tmp_path / "test" / "state.json").write_text("{]")

    assert fetcher_in(tmp_path).get(f"{server.base}/a.json", "a.json") == b"old"
    assert "if-none-match" not in server.seen[-1].headers


def test_large_files_are_not_given_as_bytes(tmp_path, server):
    server.files["/a.bin"] = bytes(16 * 1024 * 1024 + 1)

    assert fetcher_in(tmp_path).get(f"{server.base}/a.bin", "a.bin") is None
    assert (tmp_path / "test" / "files" / "a.bin").stat().st_size == 16 * 1024 * 1024 + 1


def test_a_download_that_breaks_off_is_taken_up_where_it_stopped(tmp_path, server):
    server.files["/a.bin"] = DATA
    etag = f'"{hashlib.sha256(DATA).hexdigest()[:12]}"'
    server.once(Reply(200, DATA, cut=200_000, etag=etag))
    pauses = []

    content = fetcher_in(tmp_path, pauses=pauses).get(f"{server.base}/a.bin", "a.bin")

    assert content == DATA
    assert server.seen[-1].headers["range"] == "bytes=200000-"
    assert server.seen[-1].headers["if-range"] == etag
    assert len(pauses) == 1


def test_another_run_takes_up_what_broke_off_and_does_not_mix_files(tmp_path, server):
    """The first five attempts break off; then upstream has another file."""
    etag = f'"{hashlib.sha256(DATA).hexdigest()[:12]}"'
    for _ in range(5):
        server.once(Reply(200, DATA, cut=100_000, etag=etag))
    with pytest.raises(FeedUnreachable, match="broke off"):
        fetcher_in(tmp_path).get(f"{server.base}/a.bin", "a.bin")
    server.files["/a.bin"] = DATA[::-1]

    content = fetcher_in(tmp_path).get(f"{server.base}/a.bin", "a.bin")

    assert content == DATA[::-1]
    assert server.seen[-1].headers["range"] == "bytes=100000-"


def test_a_file_that_cannot_be_continued_is_begun_again(tmp_path, server):
    """The upstream gives no validator, or another part than was asked for, or refuses the range."""
    server.files["/a.bin"] = DATA
    etag = f'"{hashlib.sha256(DATA).hexdigest()[:12]}"'
    server.once(Reply(200, DATA, cut=1_000))
    server.once(Reply(200, DATA, cut=1_000, etag=etag))
    server.once(Reply(206, DATA[5:], content_range=f"bytes 5-{len(DATA) - 1}/{len(DATA)}", etag=etag))
    server.once(Reply(416))

    assert fetcher_in(tmp_path).get(f"{server.base}/a.bin", "a.bin") == DATA


@pytest.mark.parametrize("body", [b"<!DOCTYPE html><html>sign in</html>", b"\n <HTML><body>"])
def test_a_web_page_instead_of_data_is_refused_and_the_old_file_stays(tmp_path, server, body):
    server.files["/a.json"] = b"old"
    fetcher_in(tmp_path).get(f"{server.base}/a.json", "a.json")
    server.files["/a.json"] = body

    with pytest.raises(FeedUnreachable, match="a web page instead of data"):
        fetcher_in(tmp_path).get(f"{server.base}/a.json", "a.json")

    assert (tmp_path / "test" / "files" / "a.json").read_bytes() == b"old"


def test_a_page_is_a_page_where_one_is_wanted(tmp_path, server):
    server.files["/a.html"] = b"<html></html>"

    assert fetcher_in(tmp_path).get(f"{server.base}/a.html", "a.html") == b"<html></html>"


@pytest.mark.parametrize(
    ("name", "algorithm", "form"),
    [
        ("content-md5", "md5", "{}"),
        ("x-goog-hash", "md5", "crc32c=AAAAAA==,md5={}"),
        ("repr-digest", "sha256", "sha-256=:{}:"),
    ],
)
def test_a_digest_that_the_server_gives_must_fit(tmp_path, server, name, algorithm, form):
    right = form.format(base64.b64encode(hashlib.new(algorithm, b"data").digest()).decode())
    wrong = form.format(base64.b64encode(hashlib.new(algorithm, b"other").digest()).decode())
    server.once(Reply(200, b"data", **{name: right}))
    server.once(Reply(200, b"data", **{name: wrong}))

    assert fetcher_in(tmp_path).get(f"{server.base}/a", "a") == b"data"
    with pytest.raises(FeedUnreachable, match=f"{algorithm} digest"):
        fetcher_in(tmp_path).get(f"{server.base}/a", "a")


@pytest.mark.parametrize("length", ["", "99999999"])
def test_a_file_past_the_limit_is_refused(tmp_path, server, length):
    more = {"content_length": length} if length else {}
    server.always(Reply(200, bytes(5_000), **more))

    with pytest.raises(HostileInput, match="larger than"):
        fetcher_in(tmp_path, max_file_bytes=1_000).get(f"{server.base}/a", "a")

    assert not (tmp_path / "test" / "files" / "a").exists()


@pytest.mark.parametrize("status", [401, 403, 404, 500])
def test_other_answers_are_errors_that_name_address_and_status(tmp_path, server, status):
    server.always(Reply(status))

    with pytest.raises(FeedUnreachable, match=rf"{server.host}/a could not be had: .*{status}"):
        fetcher_in(tmp_path).get(f"{server.base}/a?token=hidden", "a")


def test_an_optional_file_that_is_gone_goes_here_too(tmp_path, server):
    server.files["/a"] = b"old"
    fetcher_in(tmp_path).get(f"{server.base}/a", "a", optional=True)
    del server.files["/a"]

    assert fetcher_in(tmp_path).get(f"{server.base}/a", "a", optional=True) is None
    assert not (tmp_path / "test" / "files" / "a").exists()
    assert FeedFolder(tmp_path, "test").ledger.files == {}


def test_a_busy_upstream_is_asked_again_later(tmp_path, server):
    server.files["/a"] = b"data"
    server.once(Reply(503, retry_after="7"))
    server.once(Reply(429))
    pauses = []

    assert fetcher_in(tmp_path, pauses=pauses).get(f"{server.base}/a", "a") == b"data"
    assert pauses[0] == 7.0
    assert len(pauses) == 2


def test_redirects_in_a_circle_end(tmp_path, server):
    server.always(Reply(302, location="/a"))

    with pytest.raises(FeedUnreachable, match="redirects"):
        fetcher_in(tmp_path).get(f"{server.base}/a", "a")


def test_an_upstream_that_is_not_there_is_unreachable(tmp_path):
    with upstream() as gone:
        base = gone.base

    with pytest.raises(FeedUnreachable, match="could not be had"):
        fetcher_in(tmp_path).get(f"{base}/a", "a")


def test_a_mirror_takes_the_place_of_the_address(tmp_path, server):
    server.files["/mirror/x/a?b=c"] = b"data"
    fetcher = fetcher_in(tmp_path, mirrors={"test": f"{server.base}/mirror/"})

    assert fetcher.get("https://upstream.example/x/a?b=c", "a") == b"data"


def test_a_secret_is_shown_to_its_own_host_only(tmp_path, server):
    """Neither a redirect nor a mirror sees it, whatever header it is in; no message has it."""
    server.files["/a"] = b"data"
    with upstream() as other:
        other.files["/b"] = b"data"
        server.once(Reply(302, location=f"{other.base}/b"), "/r")
        fetcher = fetcher_in(tmp_path, nvd_api_key=SecretText("s3cret"))
        headers = {"apiKey": fetcher.secret("nvd_api_key"), "accept": "x"}
        fetcher.get(f"{server.base}/a", "a", headers=headers)
        fetcher.get(f"{server.base}/r", "r", headers=headers)
        mirrored = fetcher_in(tmp_path / "m", nvd_api_key=SecretText("s3cret"), mirrors={"test": other.base})
        headers = {"apiKey": mirrored.secret("nvd_api_key"), "accept": "x"}
        mirrored.get("https://upstream.example/b", "b", headers=headers)

        assert [seen.headers.get("apikey") for seen in server.seen] == ["s3cret", "s3cret"]
        assert [(seen.headers.get("apikey"), seen.headers["accept"]) for seen in other.seen] == [(None, "x")] * 2
    assert "s3cret" not in (tmp_path / "test" / "state.json").read_text()


def test_a_secret_that_is_not_set_is_empty_and_other_settings_are_none(tmp_path):
    fetcher = fetcher_in(tmp_path)

    assert fetcher.secret("github_token") == ""
    with pytest.raises(KeyError):
        fetcher.secret("directory")


def test_small_documents_are_read_and_not_kept(tmp_path, server):
    server.files["/list"] = b"data"
    server.once(Reply(200, b"data", cut=2), "/list")

    assert fetcher_in(tmp_path).read(f"{server.base}/list") == b"data"
    assert not (tmp_path / "test" / "files").exists()
    with pytest.raises(FeedUnreachable, match="404"):
        fetcher_in(tmp_path).read(f"{server.base}/other")


def test_files_of_earlier_runs_go(tmp_path, server):
    server.files |= {"/a": b"1", "/b": b"2"}
    fetcher = fetcher_in(tmp_path)
    fetcher.get(f"{server.base}/a", "x/a")
    fetcher.get(f"{server.base}/b", "x/b")

    fetcher.keep_only(["x/b"])

    assert [path.name for path in (tmp_path / "test" / "files").rglob("*") if path.is_file()] == ["b"]
    assert list(FeedFolder(tmp_path, "test").ledger.files) == ["x/b"]


@pytest.mark.parametrize("name", ["", "../a", "/a", "a//b", ".hidden", "a/./b", "a\\b"])
def test_a_name_never_leads_out_of_the_workspace(tmp_path, server, name):
    server.files["/a"] = b"1"

    with pytest.raises(ValueError, match="no name"):
        fetcher_in(tmp_path).get(f"{server.base}/a", name)


def test_a_workspace_that_cannot_be_written_is_said(tmp_path, server):
    server.files["/a"] = b"1"
    (tmp_path / "test").write_bytes(b"a file")

    with pytest.raises(OutputError, match="cannot be written"):
        fetcher_in(tmp_path).get(f"{server.base}/a", "a")
