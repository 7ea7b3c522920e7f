"""Workspaces of vunnel, read and filled."""

import json
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mooring.base.errors import FeedMalformed, FeedUnreachable, UsageError
from mooring.feeds.feed import FeedLog
from mooring.feeds.imported import vunnel
from mooring.feeds.imported.vunnel import fetch_with_vunnel, import_vunnel, read_workspace, workspaces
from mooring.vulns.build import DatabaseBuilder
from mooring.vulns.database import open_database


def record(cve: str) -> bytes:
    """One record in its envelope."""
    package = {"Name": "tool", "NamespaceName": "debian:12", "Version": "1.2-3"}
    item = {"Vulnerability": {"Name": cve, "NamespaceName": "debian:12", "FixedIn": [package]}}
    return json.dumps({"schema": "https://schema.example/os", "identifier": f"debian:12/{cve}", "item": item}).encode()


def workspace(
    root: Path, records: dict[str, bytes], *, store: str = "flat-file", name: str = "debian", **metadata: object
) -> Path:
    """A workspace with these results."""
    folder = root / name
    (folder / "results" / "debian:12").mkdir(parents=True)
    listing = {"digest": "abcd", "path": "checksums", "algorithm": "xxh64"}
    head = {
        "provider": name,
        "timestamp": "2025-02-18T06:00:00+00:00",
        "urls": ["https://a.example/"],
        "store": store,
        "listing": listing,
    }
    (folder / "metadata.json").write_text(json.dumps({**head, **metadata}))
    if store == "sqlite":
        with sqlite3.connect(folder / "results" / "results.db") as database:
            database.execute("CREATE TABLE results(id VARCHAR PRIMARY KEY, record BLOB)")
            database.executemany("INSERT INTO results VALUES(?, ?)", records.items())
        database.close()
        (folder / "checksums").write_text("1234  results/results.db\n")
    else:
        for key, content in records.items():
            (folder / "results" / "debian:12" / f"{key}.json").write_bytes(content)
        (folder / "checksums").write_text("".join(f"1234  results/debian:12/{key}.json\n" for key in records))
    return folder


@pytest.mark.parametrize("store", ["flat-file", "sqlite"])
def test_the_results_of_either_store_are_read(tmp_path: Path, store: str):
    workspace(
        tmp_path, {"cve-2024-1111": record("CVE-2024-1111"), "cve-2024-2222": record("CVE-2024-2222")}, store=store
    )
    log = FeedLog()

    (found,) = workspaces(tmp_path)
    items = list(read_workspace(found, log))

    assert ["CVE-2024-1111", "CVE-2024-2222"] == [getattr(item, "id", "") for item in items]
    assert (2, 0) == (log.records, log.rejects)
    assert ("debian", "2025-02-18T06:00:00+00:00", "xxh64:abcd", "https://a.example/") == (
        found.name,
        found.captured,
        found.digest,
        found.state.url,
    )


def test_a_folder_of_workspaces_and_a_workspace_alone_are_found(tmp_path: Path):
    alone = workspace(tmp_path, {}, name="alpine")
    workspace(tmp_path, {}, name="debian")
    (tmp_path / "unfinished" / "results").mkdir(parents=True)

    assert ["alpine", "debian"] == [found.name for found in workspaces(tmp_path)]
    assert ["alpine"] == [found.name for found in workspaces(alone)]


def test_results_that_vunnel_calls_stale_say_so(tmp_path: Path):
    workspace(tmp_path, {}, stale=True)

    assert "vunnel could not bring it up to date" == workspaces(tmp_path)[0].state.problem


def test_workspaces_become_feeds_of_a_database(tmp_path: Path):
    workspace(tmp_path, {"a": record("CVE-2024-1111")})
    workspace(tmp_path, {"b": record("CVE-2024-2222")}, name="ubuntu")

    with DatabaseBuilder(tmp_path / "ours.db", built=datetime(2026, 1, 1, tzinfo=UTC)) as builder:
        logs = import_vunnel(tmp_path, builder, ["debian"])
        builder.finish()

    with open_database(tmp_path / "ours.db") as database:
        assert ["< 1.2-3"] == [row.constraint for row in database.rows("debian:12", "tool")]
        assert [("debian", 1, 1)] == [(feed.name, feed.advisories, feed.affected) for feed in database.state.feeds]
    assert ["debian"] == list(logs)


def test_a_provider_without_a_workspace_is_named(tmp_path: Path):
    workspace(tmp_path, {})

    with (
        DatabaseBuilder(tmp_path / "ours.db", built=datetime(2026, 1, 1, tzinfo=UTC)) as builder,
        pytest.raises(UsageError, match="'alpine'"),
    ):
        import_vunnel(tmp_path, builder, ["alpine"])


@pytest.mark.parametrize("content", [b"{", b"[]", b"", b"\xff", b"[" * 9_999])
@pytest.mark.parametrize("store", ["flat-file", "sqlite"])
def test_a_damaged_record_is_rejected_and_hides_no_other(tmp_path: Path, store: str, content: bytes):
    workspace(tmp_path, {"a": content, "b": record("CVE-2024-2222")}, store=store)
    log = FeedLog()

    items = list(read_workspace(workspaces(tmp_path)[0], log))

    assert (1, 2, 1) == (len(items), log.records, log.rejects)


def test_results_that_are_listed_and_not_there_are_told(tmp_path: Path):
    folder = workspace(tmp_path, {"a": record("CVE-2024-1111"), "b": record("CVE-2024-2222")})
    (folder / "results" / "debian:12" / "a.json").unlink()
    log = FeedLog()

    list(read_workspace(workspaces(tmp_path)[0], log))

    assert ["checksums: 1 of 2 results that are listed are not there"] == log.reasons


def test_a_list_of_results_outside_of_the_workspace_is_not_read(tmp_path: Path):
    workspace(tmp_path, {}, listing={"path": "../../secret"})

    assert "" == workspaces(tmp_path)[0].listing


@pytest.mark.parametrize("content", ["", "{", "[]"])
def test_metadata_that_cannot_be_read_are_refused(tmp_path: Path, content: str):
    (workspace(tmp_path, {}) / "metadata.json").write_text(content)

    with pytest.raises(FeedMalformed, match=r"metadata\.json"):
        workspaces(tmp_path)


def test_a_folder_without_workspaces_is_none(tmp_path: Path):
    with pytest.raises(FeedMalformed, match="no workspace of vunnel"):
        workspaces(tmp_path)


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\x00" + b"x" * 500])
def test_a_damaged_store_is_refused(tmp_path: Path, content: bytes):
    folder = workspace(tmp_path, {"a": record("CVE-2024-1111")}, store="sqlite")
    (folder / "results" / "results.db").write_bytes(content)

    with pytest.raises(FeedMalformed):
        list(read_workspace(workspaces(tmp_path)[0], FeedLog()))


class Vunnel:
    """A vunnel that leaves a workspace for all providers but `broken` and `empty`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.commands: list[list[str]] = []

    def __call__(self, command: Sequence[str], seconds: float) -> tuple[int, str]:
        self.commands.append(list(command))
        name = command[-1]
        if name == "broken":
            return 1, "first\n\nTraceback\nKeyError:\x1b[0m 'broken'\n"
        if name != "empty":
            workspace(self.root, {}, name=name)
        return 0, ""


def test_vunnel_is_asked_for_each_provider_with_our_folder(tmp_path: Path):
    run = Vunnel(tmp_path)

    problems = fetch_with_vunnel(tmp_path, ["debian", "broken", "empty", "debian"], run=run)

    assert {"broken": "first Traceback KeyError:[0m 'broken'", "empty": "vunnel left no results"} == problems
    assert [["run", "debian"], ["run", "broken"], ["run", "empty"]] == [command[-2:] for command in run.commands]
    config = Path(run.commands[0][4])
    assert {"root": str(tmp_path.resolve())} == json.loads(config.read_text())
    assert ["-m", "vunnel", "-c"] == run.commands[0][1:4]


@pytest.mark.parametrize("name", ["", "-c", "a b", "../x", "a;b"])
def test_a_name_that_is_none_is_not_handed_on(tmp_path: Path, name: str):
    run = Vunnel(tmp_path)

    with pytest.raises(UsageError):
        fetch_with_vunnel(tmp_path, [name], run=run)

    assert [] == run.commands


def test_without_vunnel_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(vunnel, "is_installed", lambda: False)

    with pytest.raises(FeedUnreachable, match="vunnel is not installed") as caught:
        fetch_with_vunnel(tmp_path, ["debian"])

    assert caught.value.hint is not None
    assert "mooring[feeds]" in caught.value.hint
