"""Upstreams that lie, loop, break off or bring bombs: said with the feed's name, bounded, and the last good database stays in use."""

import bz2
import gzip
import io
import json
import signal
import tarfile
import time
import zipfile
from pathlib import Path

import pytest

from feeds.upstream import Reply, upstream
from hostile.test_databases import killed, started
from journeys.advisories import AT_THE_TIME, GITHUB, KEV, build, debian
from journeys.running import inside

CATALOGUE = "/sites/default/files/feeds/known_exploited_vulnerabilities.json"
PAGE = b"<!doctype html><title>Log in</title>"


@pytest.fixture
def home(tmp_path) -> Path:
    """A home with a database, and an image in which it finds something exploited."""
    assert build(tmp_path).code == 0
    (tmp_path / "app.tar").write_bytes(debian().docker_archive())
    return tmp_path


def run(folder, *arguments, extra=None):
    return inside(*arguments, folder=folder, extra=AT_THE_TIME | (extra or {}))


def still_works(folder) -> bool:
    """The last good database is in use, and nothing lies about beside it."""
    databases = folder / ".cache" / "mooring" / "db"
    left = [path.name for path in databases.iterdir() if path.name.startswith(".")]
    return not left and run(folder, "scan", "app.tar", "-q", "--fail-on", "kev").code == 1


def zipped(names: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in names.items():
            archive.writestr(name, content)
    return out.getvalue()


def tarred(names: dict[str, bytes], kind: bytes = tarfile.REGTYPE) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, content in names.items():
            member = tarfile.TarInfo(name)
            member.size, member.type, member.linkname = (
                len(content) if kind == tarfile.REGTYPE else 0,
                kind,
                "/etc/passwd",
            )
            archive.addfile(member, io.BytesIO(content) if kind == tarfile.REGTYPE else None)
    return out.getvalue()


def laughs() -> bytes:
    more = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    text = f'<!DOCTYPE x [<!ENTITY a "ha">{more}]><oval_definitions><definition>&j;</definition></oval_definitions>'
    return f'<?xml version="1.0"?>{text}'.encode()


WRONG = [
    ("kev", "kev.json", b""),
    ("kev", "kev.json", PAGE),
    ("kev", "kev.json", json.dumps(KEV).encode()[:-40]),
    ("kev", "kev.json", b"[" * 200_000),
    ("kev", "kev.json", b'{"vulnerabilities": ' + b'{"a":' * 50_000),
    ("kev", "kev.json", b"\xff\xfe" * 100),
    ("kev", "kev.json", b'{"vulnerabilities": {"cveID": "CVE-2024-1"}}'),
    ("debian", "tracker.json", b'{"a": 3, "b": null, "c": []}'),
    ("debian", "tracker.json", PAGE),
    ("debian", "tracker.json", b'{"a": ' * 100_000),
    ("github", "all.jsonl", b"{" * 1_000_000),
    ("github", "all.zip", b"PK\x03\x04" + b"x" * 100),
    ("github", "all.tar.gz", tarred({"a/b.json": b"{}"})[:-20]),
    ("github", "all.tar.gz", gzip.compress(b"x" * 100_000)),
    ("github", "all.tar.gz", b""),
    ("epss", "scores.csv.gz", gzip.compress(b"cve,epss\n")[:-4]),
    ("epss", "scores.csv.gz", gzip.compress(PAGE)),
    ("epss", "scores.csv", b"cve,epss\n" + b"CVE-2024-1,\x00\n" * 50),
    ("oracle", "oval.xml", laughs()),
    ("oracle", "oval.xml.bz2", bz2.compress(b"<oval_definitions>" + b"<a>" * 200_000)),
    ("oracle", "oval.xml.bz2", bz2.compress(b"<oval_definitions>")[:-4]),
    ("eol", "products.json", b'{"result": "soon"}'),
    ("nvd", "nvd.json", b'{"vulnerabilities": [null, 3, {"cve": []}]}'),
    ("alpine", "main.json", b'{"packages": {"a": 1}}'),
]


@pytest.mark.parametrize(
    ("feed", "name", "content"), WRONG, ids=[f"{number} {row[1]}" for number, row in enumerate(WRONG)]
)
def test_input_that_is_not_what_the_feed_gives_is_refused(feed, name, content, home):
    (home / name).write_bytes(content)
    before = time.monotonic()

    ended = run(home, "db", "build", "--input", f"{feed}={home / name}", "-q")

    assert (ended.code, ended.out) == (3, "")
    assert ended.messages.startswith("error: ")
    assert feed in ended.messages
    assert still_works(home)
    assert time.monotonic() - before < 20


def test_a_bomb_is_stopped_before_it_has_unpacked(home):
    """A hundred megabytes of blanks, packed a hundredfold and more."""
    packed = gzip.compress(b"{" + b" " * (100 * 1024 * 1024), compresslevel=1)
    (home / "kev.json.gz").write_bytes(packed)
    (home / "all.zip").write_bytes(zipped({"a.json": b" " * (100 * 1024 * 1024)}))
    small = {"MOORING_FEEDS_MAX_FILE_BYTES": str(16 * 1024 * 1024)}

    for words in (["kev=kev.json.gz"], ["github=all.zip"]):
        ended = run(home, "db", "build", "--input", *words, "-q", extra=small)

        assert (ended.code, ended.out) == (3, "")
    assert still_works(home)


@pytest.mark.parametrize("name", ["/etc/cron.d/evil", "../../../evil", "a/../../evil", "C:\\evil", "evil\x00.json"])
def test_an_archive_unpacks_to_no_path_of_its_own(name, home):
    record = json.dumps(GITHUB[0]).encode()
    (home / "all.tar.gz").write_bytes(tarred({name: record, "good.json": record}))
    before = set(home.parent.rglob("*evil*"))

    ended = run(home, "db", "build", "--input", "github=all.tar.gz", "-q", "--output", "new.db")

    assert ended.code in (0, 3)
    assert not Path("/etc/cron.d/evil").exists()
    assert set(home.parent.rglob("*evil*")) == before


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_links_and_devices_in_an_archive_are_not_followed(kind, home):
    (home / "all.tar.gz").write_bytes(tarred({"evil.json": b""}, kind))

    ended = run(home, "db", "build", "--input", "github=all.tar.gz", "-q")

    assert (ended.code, "nothing was found in its files" in ended.messages) == (3, True)
    assert still_works(home)


@pytest.fixture
def server():
    with upstream() as found:
        yield found


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply(200, PAGE), "web page"),
        (Reply(302, b"", location=CATALOGUE), "redirect"),
        (Reply(302, b"", location="file:///etc/passwd"), ""),
        (Reply(404, b"gone"), "HTTP 404"),
        (Reply(200, b"{}", content_digest="sha-256=:AAAA:"), ""),
        (Reply(200, json.dumps(KEV).encode()[:-40]), ""),
        (Reply(200, b""), ""),
    ],
    ids=["page", "circle", "file", "gone", "digest", "half", "empty"],
)
def test_an_upstream_that_lies_leaves_the_last_good_data_in_use(reply, reason, server, home):
    server.files[CATALOGUE] = json.dumps(KEV).encode()
    settings = {"MOORING_FEEDS_MIRRORS": f"kev={server.base}"}
    words = ("db", "build", "kev", "--database-dir", "other")
    assert run(home, *words, "-q", extra=settings).code == 0
    server.always(reply)

    ended = run(home, *words, extra=settings)

    assert ended.code == 0
    assert "kev" in ended.messages
    assert reason in ended.messages
    found = json.loads(run(home, "db", "status", "-o", "json", "--database-dir", "other").out)
    assert [feed["advisories"] for feed in found["feeds"]] == [1]
    assert still_works(home)


def test_a_feed_that_never_gave_anything_is_no_success(server, home):
    ended = run(home, "db", "build", "kev", extra={"MOORING_FEEDS_MIRRORS": f"kev={server.base}"})

    assert (ended.code, ended.out) == (3, "")
    assert "kev: not fetched: " in ended.messages
    assert "HTTP 404" in ended.messages
    assert still_works(home)


def test_an_update_that_was_killed_goes_on_next_time(server, home):
    """The server stops in the middle and keeps the line open; the program is killed there."""
    (home / "mirror").mkdir()
    assert run(home, "db", "export", "mirror").code == 0
    files = {f"/{path.name}": path.read_bytes() for path in (home / "mirror").iterdir()}
    name = next(name for name in files if name.endswith(".zst"))
    listing = json.loads(files["/latest.json"]) | {"built": "2025-02-19T23:00:00Z"}
    files["/latest.json"] = json.dumps(listing).encode()
    server.files = files
    server.once(Reply(200, files[name], cut=len(files[name]) // 2), name)
    process = started(home, "db", "update", "--url", f"{server.base}/latest.json", "-q")
    end = time.monotonic() + 30
    while name not in [seen.path for seen in server.seen] and time.monotonic() < end:
        time.sleep(0.005)

    killed(process)

    assert process.returncode in (-signal.SIGKILL, 0)
    assert run(home, "db", "verify").code == 0
    assert run(home, "scan", "app.tar", "-q", "--fail-on", "kev").code == 1
    assert run(home, "db", "update", "--url", f"{server.base}/latest.json", "-q").code == 0
    assert still_works(home)
