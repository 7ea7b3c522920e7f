"""Databases from a server: once, resumed, and never from one that talks nonsense."""

import json

import pytest

from feeds.upstream import Reply
from journeys.databases import left, run, state


@pytest.fixture
def mirror(home, server, tmp_path):
    """A server with the database of home."""
    (tmp_path / "mirror").mkdir()
    assert run(home, "export", str(tmp_path / "mirror")).code == 0
    server.files = {f"/db/{path.name}": path.read_bytes() for path in (tmp_path / "mirror").iterdir()}
    return server


def test_an_update_brings_what_the_server_offers_once(home, mirror, tmp_path):
    words = ("update", "--url", f"{mirror.base}/db/")

    first, second = run(tmp_path, *words), run(tmp_path, *words)

    assert (first.code, first.out[:9], second.code, second.out[:10]) == (0, "installed", 0, "up to date")
    assert state(tmp_path)["digest"] == state(home)["digest"]
    assert [seen.path for seen in mirror.seen].count("/db/latest.json") == 2
    assert len(mirror.seen) == 3
    assert not [name for name in left(tmp_path) if name.startswith(".")]


def test_an_update_goes_on_where_the_connection_broke(home, mirror, tmp_path):
    name, content = next((name, content) for name, content in mirror.files.items() if name.endswith(".zst"))
    mirror.once(Reply(200, content, cut=len(content) // 2), name)
    mirror.once(
        Reply(
            206,
            content[len(content) // 2 :],
            content_range=f"bytes {len(content) // 2}-{len(content) - 1}/{len(content)}",
        ),
        name,
    )

    ended = run(tmp_path, "update", "--url", f"{mirror.base}/db/latest.json")

    assert ended.code == 0
    assert mirror.seen[-1].headers["range"] == f"bytes={len(content) // 2}-"
    assert state(tmp_path)["digest"] == state(home)["digest"]


@pytest.mark.parametrize(
    ("listing", "message"),
    [
        (Reply(404, b"no"), "answered with HTTP 404"),
        (Reply(200, b"<!doctype html><title>Log in</title>"), "is an HTML page"),
        (Reply(200, b'{"schema": "1", "built": "2025-'), "no listing of databases"),
        (Reply(200, b'{"schema": "99", "built": "2025-01-01T00:00:00Z", "path": "x", "checksum": "y"}'), "schema 99"),
        (Reply(200, b"[" * 100_000), "no listing of databases"),
        (Reply(200, b"{}" + b" " * 1_000_000), "larger than"),
        (Reply(302, b"", location="/db/latest.json"), "redirect"),
    ],
    ids=["gone", "a page", "half", "later", "deep", "huge", "in a circle"],
)
def test_a_server_that_talks_nonsense_changes_nothing(listing, message, carried, mirror, tmp_path):
    run(tmp_path, "import", str(carried))
    before = state(tmp_path)
    mirror.rules.append(lambda seen: listing)

    ended = run(tmp_path, "update", "--url", f"{mirror.base}/db/latest.json")

    assert (ended.code, ended.out) == (3, "")
    assert message in ended.messages
    assert state(tmp_path) == before


def newer(mirror, **fields):
    """The listing says that there is something newer."""
    listing = json.loads(mirror.files["/db/latest.json"]) | {"built": "2025-02-19T22:00:00Z"} | fields
    mirror.files["/db/latest.json"] = json.dumps(listing).encode()
    return f"/db/{listing['path']}"


@pytest.mark.parametrize("body", [b"<html>please log in</html>", b"", b"\x28\xb5\x2f\xfd" + b"x" * 3000])
def test_a_file_that_is_not_what_the_listing_says_is_not_installed(body, carried, mirror, tmp_path):
    run(tmp_path, "import", str(carried))
    before = state(tmp_path)
    place = newer(mirror, size=len(body))
    mirror.files[place] = body

    ended = run(tmp_path, "update", "--url", f"{mirror.base}/db/latest.json")

    assert ended.code == 3
    assert "expected" in ended.messages
    assert "the installed database stays in use" in ended.messages
    assert state(tmp_path) == before
    assert not [name for name in left(tmp_path) if name.startswith(".")]


def test_a_file_longer_than_the_listing_says_is_cut_off(carried, mirror, tmp_path):
    run(tmp_path, "import", str(carried))
    before = state(tmp_path)
    mirror.files[newer(mirror, size=100)] = b"x" * 1_000_000

    ended = run(tmp_path, "update", "--url", f"{mirror.base}/db/latest.json")

    assert (ended.code, "sends more than" in ended.messages) == (3, True)
    assert state(tmp_path) == before


def test_a_file_on_another_server_is_not_fetched(mirror, tmp_path):
    newer(mirror, path="http://169.254.169.254/latest/meta-data")

    ended = run(tmp_path, "update", "--url", f"{mirror.base}/db/latest.json")

    assert (ended.code, "names a file on another server" in ended.messages) == (3, True)
