"""Databases move whole or not at all; what is installed stays in use whatever happens."""

import io
import json
import tarfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from backports import zstd

from mooring.base.config import DatabaseConfig
from mooring.base.errors import (
    DatabaseDamaged,
    DatabaseMissing,
    DatabaseTooOld,
    FeedMalformed,
    FeedUnreachable,
    HostileInput,
    UsageError,
)
from mooring.base.http import ExchangeFailedError, HttpClient, HttpRequest, HttpResponse, Patience
from mooring.feeds.distribution.archive import digest_of_file
from mooring.feeds.distribution.exchange import export, import_file, update
from mooring.vulns.database import open_database
from mooring.vulns.installed import current, install
from vulns.world import NOW, advisory, below, database_of

URL = "https://feeds.example/databases/latest.json"
LEFT = advisory("CVE-2024-0001", below("npm", "left", "2.0.0"), feed="github")
RIGHT = advisory("CVE-2024-0002", below("npm", "right", "2.0.0"), feed="github")


class FakeServer:
    """Files by URL, with ranges; may break off, or say anything in place of a file."""

    def __init__(self, folder: Path) -> None:
        self.files = {f"https://feeds.example/databases/{path.name}": path.read_bytes() for path in folder.iterdir()}
        self.asked: list[tuple[str, str]] = []
        self.break_after: list[int] = []
        """Bytes after which each of the next answers to the large file breaks off."""
        self.knows_ranges = True

    def send(self, request: HttpRequest) -> HttpResponse:
        self.asked.append((request.url.rpartition("/")[2], request.headers.get("range", "")))
        content = self.files.get(request.url)
        if content is None:
            return answer(404, b"nothing", request.url)
        start = int(request.headers.get("range", "bytes=0-")[6:-1]) if self.knows_ranges else 0
        if start > len(content):
            return answer(416, b"", request.url)
        is_part = "range" in request.headers and self.knows_ranges
        headers = {"content-range": f"bytes {start}-{len(content) - 1}/{len(content)}"} if is_part else {}
        end = self.break_after.pop(0) if self.break_after and not request.url.endswith(".json") else None
        return answer(206 if is_part else 200, content[start:], request.url, headers, end)


def answer(status: int, content: bytes, url: str, headers: dict[str, str] | None = None, end: int | None = None):
    def body():
        yield content[:end]
        if end is not None:
            raise ExchangeFailedError("the connection was lost")

    length = {"content-length": str(len(content))}
    return HttpResponse(status=status, headers={**length, **(headers or {})}, url=url, body=body(), close=lambda: None)


def client(server: FakeServer) -> HttpClient:
    return HttpClient(server, Patience(max_attempts=3, first_pause_seconds=0), pause=lambda seconds: None)


def refuse(source: Path, target: Path) -> None:
    raise AssertionError(f"nothing is to be converted: {source} {target}")


def place(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def installed(folder: Path, *items) -> Path:
    """A folder in which a database of these items is in use."""
    database_of(place(folder / "building"), *items).close()
    install(place(folder / "db"), folder / "building" / "mooring.db")
    return folder / "db"


def mirror(folder: Path, *items) -> Path:
    target = place(folder / "mirror")
    export(installed(folder / "there", *items), target)
    return target


def knows(folder: Path, name: str) -> bool:
    with open_database(current(folder)) as database:
        return bool(database.find(name))


def config(**more) -> DatabaseConfig:
    return DatabaseConfig(url=URL, **more)


def updated(folder: Path, server: FakeServer, **more):
    return update(config(**more), folder, client(server), refuse, now=NOW + timedelta(days=1))


def test_an_exported_database_is_imported_on_another_machine(tmp_path):
    archive, _ = export(installed(tmp_path / "there", LEFT), tmp_path / "carried.db.zst")

    result = import_file(archive, tmp_path / "here", config(), refuse)

    assert result.is_new
    assert knows(tmp_path / "here", "CVE-2024-0001")
    assert archive.exists()


def test_a_bare_database_file_is_copied_not_moved(tmp_path):
    database_of(place(tmp_path / "built"), LEFT).close()

    import_file(tmp_path / "built" / "mooring.db", tmp_path / "here", config(), refuse)

    assert (tmp_path / "built" / "mooring.db").exists()
    assert knows(tmp_path / "here", "CVE-2024-0001")


def test_an_update_installs_what_the_server_offers(tmp_path):
    server = FakeServer(mirror(tmp_path, LEFT))

    result = updated(tmp_path / "here", server)

    assert result.is_new
    assert knows(tmp_path / "here", "CVE-2024-0001")
    assert list((tmp_path / "here").glob(".download-*")) == []


def test_what_is_as_new_is_not_downloaded_again(tmp_path):
    server = FakeServer(mirror(tmp_path, LEFT))
    updated(tmp_path / "here", server)
    server.asked.clear()

    result = updated(tmp_path / "here", server)

    assert not result.is_new
    assert [name for name, _ in server.asked] == ["latest.json"]


def test_a_download_that_breaks_off_goes_on_where_it_was(tmp_path):
    server = FakeServer(mirror(tmp_path, LEFT))
    server.break_after = [200, 100]

    updated(tmp_path / "here", server)

    assert [span for _, span in server.asked if span] == ["bytes=200-", "bytes=300-"]
    assert knows(tmp_path / "here", "CVE-2024-0001")


def test_the_next_run_goes_on_where_the_last_one_gave_up(tmp_path):
    server = FakeServer(mirror(tmp_path, LEFT))
    server.break_after = [100, 100, 100]
    with pytest.raises(FeedUnreachable, match="broke off"):
        updated(tmp_path / "here", server)

    updated(tmp_path / "here", server)

    assert server.asked[-1][1] == "bytes=300-"


def test_a_server_without_ranges_is_read_from_the_start(tmp_path):
    server = FakeServer(mirror(tmp_path, LEFT))
    server.break_after, server.knows_ranges = [200], False

    updated(tmp_path / "here", server)

    assert knows(tmp_path / "here", "CVE-2024-0001")


def lie(server: FakeServer, **changes: object) -> None:
    listing = json.loads(server.files[URL])
    server.files[URL] = json.dumps({**listing, **changes}).encode()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<html>sign in</html>", "is an HTML page"),
        (b'{"schema": "1", "built": "2025-', "is no listing of databases"),
        (b"[]", "is no listing of databases"),
        (b"\xff\xfe", "is no listing of databases"),
        (
            b'{"schemaVersion":"v5.0.0","built":"2025-01-01T00:00:00Z","path":"x","checksum":"y"}',
            "Grype's schema v5.0.0",
        ),
    ],
)
def test_what_is_no_listing_changes_nothing(tmp_path, content, message):
    folder = installed(tmp_path / "here", RIGHT)
    server = FakeServer(mirror(tmp_path, LEFT))
    server.files[URL] = content

    with pytest.raises(FeedMalformed, match=message):
        updated(folder, server)

    assert knows(folder, "CVE-2024-0002")


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"checksum": "sha256:" + "0" * 64}, DatabaseDamaged, "with the digest sha256:"),
        ({"checksum": "md5:1"}, FeedMalformed, "expected sha256: and 64 hex digits"),
        ({"path": "https://elsewhere.example/x.db.zst"}, FeedMalformed, "on another server"),
        ({"path": "missing.db.zst"}, FeedUnreachable, "HTTP 404"),
        ({"size": 10}, HostileInput, "sends more than"),
        ({"size": 10**15}, HostileInput, "is said to be"),
        ({"schema": "99"}, FeedMalformed, "this version reads schema"),
        ({"built": "2025-02-21T00:00:00"}, FeedMalformed, "without a time zone"),
    ],
)
def test_a_listing_that_lies_changes_nothing(tmp_path, changes, error, message):
    folder = installed(tmp_path / "here", RIGHT)
    server = FakeServer(mirror(tmp_path, LEFT))
    lie(server, **{"built": "2026-01-01T00:00:00Z", **changes})

    with pytest.raises(error, match=message):
        updated(folder, server)

    assert knows(folder, "CVE-2024-0002")
    assert list(folder.glob(".unpacking-*")) == []


def test_html_in_place_of_the_file_is_said(tmp_path):
    server = FakeServer(mirror(tmp_path, LEFT))
    lie(server, size=0)
    for url in server.files:
        if not url.endswith(".json"):
            server.files[url] = b"<html>sign in</html>"

    with pytest.raises(DatabaseDamaged, match="gave an HTML page; expected sha256:"):
        updated(tmp_path / "here", server)


def test_an_old_offer_is_refused_where_age_is_enforced(tmp_path):
    server = FakeServer(mirror(tmp_path, LEFT))

    with pytest.raises(DatabaseTooOld, match="was built 30 days ago; the limit is 5 days"):
        update(config(enforce_age=True), tmp_path / "here", client(server), refuse, now=NOW + timedelta(days=30))


def test_a_database_of_grype_is_converted(tmp_path):
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        tar.addfile(tarfile.TarInfo("vulnerability.db"), io.BytesIO(b""))
    server = FakeServer(place(tmp_path / "empty"))
    name = "vulnerability-db_v6.1.7_2026-07-01T00:54:38Z_1782911969.tar.zst"
    content = zstd.compress(archive.getvalue())
    (tmp_path / name).write_bytes(content)
    server.files[f"https://feeds.example/databases/{name}"] = content
    server.files[URL] = json.dumps(
        {
            "status": "active",
            "schemaVersion": "v6.1.7",
            "built": "2025-02-20T00:54:38Z",
            "path": name,
            "checksum": digest_of_file(tmp_path / name),
        }
    ).encode()
    converted = []

    def convert(source: Path, target: Path) -> None:
        converted.append(source.read_bytes())
        database_of(place(tmp_path / "made"), LEFT, kind="imported").close()
        (tmp_path / "made" / "mooring.db").rename(target)

    result = update(config(), tmp_path / "here", client(server), convert, now=NOW)

    assert converted == [content]
    assert result.state.kind == "imported"


def damaged(content: bytes, how: str) -> bytes:
    match how:
        case "cut":
            return content[: len(content) // 2]
        case "flipped":
            middle = len(content) // 2
            return content[:middle] + bytes([content[middle] ^ 0xFF]) + content[middle + 1 :]
        case "empty":
            return b""
        case _:
            return b"not a database at all"


@pytest.mark.parametrize("how", ["cut", "flipped", "empty", "other"])
def test_a_damaged_file_is_refused_and_nothing_changes(tmp_path, how):
    folder = installed(tmp_path / "here", RIGHT)
    archive, _ = export(installed(tmp_path / "there", LEFT), tmp_path / "carried.db.zst")
    archive.write_bytes(damaged(archive.read_bytes(), how))
    archive.with_name("carried.db.zst.json").unlink()

    with pytest.raises(DatabaseDamaged):
        import_file(archive, folder, config(), refuse)

    assert knows(folder, "CVE-2024-0002")


def test_the_listing_beside_a_file_is_held_against_it(tmp_path):
    archive, _ = export(installed(tmp_path / "there", LEFT), tmp_path / "carried.db.zst")
    archive.write_bytes(archive.read_bytes() + b"\0")

    with pytest.raises(DatabaseDamaged, match="expected sha256:"):
        import_file(archive, tmp_path / "here", config(), refuse)


def test_a_file_that_unpacks_without_end_is_stopped(tmp_path):
    bomb = tmp_path / "bomb.db.zst"
    bomb.write_bytes(zstd.compress(b"SQLite format 3\0" + b"\0" * 600_000_000, 19))

    with pytest.raises(HostileInput, match="unpacks to more than 400 MiB"):
        import_file(bomb, tmp_path / "here", config(), refuse)

    assert list((tmp_path / "here").iterdir()) == []


def keys(folder: Path) -> tuple[Path, str]:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    private, public = folder / "key.pem", folder / "key.pub"
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    public.write_bytes(
        key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    return private, str(public)


def test_a_signed_database_is_accepted_by_its_key_only(tmp_path):
    private, public = keys(place(tmp_path / "one"))
    _, other = keys(place(tmp_path / "two"))
    archive, _ = export(installed(tmp_path / "there", LEFT), tmp_path / "carried.db.zst", key=private)

    with pytest.raises(DatabaseDamaged, match="was not made by the key"):
        import_file(archive, tmp_path / "here", config(public_key=other), refuse)
    assert import_file(archive, tmp_path / "here", config(public_key=public), refuse).is_new


def test_an_unsigned_database_is_refused_where_a_signature_is_asked_for(tmp_path):
    _, public = keys(place(tmp_path / "one"))
    server = FakeServer(mirror(tmp_path, LEFT))

    with pytest.raises(DatabaseDamaged, match="is not signed"):
        updated(tmp_path / "here", server, public_key=public)


def test_a_key_that_is_none_is_said_without_its_content(tmp_path):
    key = tmp_path / "key.pub"
    key.write_text("hunter2")
    server = FakeServer(mirror(tmp_path, LEFT))
    lie(server, signature="AAAA")

    with pytest.raises(UsageError, match="it is no PEM file") as caught:
        updated(tmp_path / "here", server, public_key=str(key))

    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(("url", "message"), [("", "no address"), ("ftp://x", "expected an https address")])
def test_an_address_that_cannot_be_used_is_said(tmp_path, url, message):
    with pytest.raises(UsageError, match=message):
        update(
            DatabaseConfig(url=url), tmp_path, client(FakeServer(place(tmp_path / "e"))), refuse, now=datetime.now(UTC)
        )


def test_nothing_to_export_is_said(tmp_path):
    with pytest.raises(DatabaseMissing, match="no vulnerability database is installed"):
        export(tmp_path, tmp_path / "x.db.zst")


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(DatabaseMissing, match="there is no such file"):
        import_file(tmp_path / "x", tmp_path / "here", config(), refuse)
