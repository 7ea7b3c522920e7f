"""An index of SHA-1 names archives for certain; readers need not know of it."""

import sqlite3

import pytest

from mooring.base.errors import BadConfig
from mooring.model.facts import NoteFact, PackageFact
from mooring.packages.java.archive.sha1_index import apply_index, open_index

SHA1 = "da39a3ee5e6b4b0d3255bfef95601890afd80709"
ROW = ("org.acme", "core", "1.2")


def text_index(path):
    path.write_text(f"# comment\n\n{SHA1}\torg.acme:core:1.2\n")


def sqlite_index(path):
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE archives(sha1 TEXT PRIMARY KEY, group_id TEXT, artifact_id TEXT, version TEXT)")
        database.execute("INSERT INTO archives VALUES (?, ?, ?, ?)", (SHA1, *ROW))
    database.close()


def trivy_index(path):
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE artifacts(id INTEGER PRIMARY KEY, group_id TEXT, artifact_id TEXT)")
        database.execute("CREATE TABLE indices(artifact_id INTEGER, version TEXT, sha1 BLOB, archive_type TEXT)")
        database.execute("INSERT INTO artifacts VALUES (7, ?, ?)", ROW[:2])
        database.execute("INSERT INTO indices VALUES (7, ?, ?, 'jar')", (ROW[2], bytes.fromhex(SHA1)))
    database.close()


@pytest.mark.parametrize("write", [text_index, sqlite_index, trivy_index])
def test_each_format_finds_an_archive_by_its_sha1(tmp_path, write):
    write(tmp_path / "index")
    index = open_index(tmp_path / "index")

    assert index(SHA1) == ROW
    assert index("0" * 40) is None


def test_archives_that_the_index_knows_take_its_coordinates_and_others_stay():
    known = PackageFact(
        type="maven", name="x", namespace="x", key="java:x.jar", properties={"sha1": SHA1, "group_guessed": "true"}
    )
    others = [PackageFact(type="maven", name="y"), PackageFact(type="npm", name="z", properties={"sha1": SHA1})]
    others.append(NoteFact(owner="a", name="b", value="c"))

    first, *rest = apply_index([known, *others], lambda sha1: ROW if sha1 == SHA1 else None)

    assert (first.namespace, first.name, first.version, first.key) == (*ROW, "java:x.jar")
    assert first.properties == {"sha1": SHA1, "identified_by": "sha1"}
    assert rest == others


@pytest.mark.parametrize(
    "content", [b"not an index", SHA1.encode() + b"\tno-version", b"SQLite format 3\0" + bytes(99)]
)
def test_a_file_of_another_format_is_refused(tmp_path, content):
    (tmp_path / "index").write_bytes(content)

    with pytest.raises(BadConfig, match="is no index of Java archives"):
        open_index(tmp_path / "index")


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(BadConfig, match="no index"):
        open_index(tmp_path / "index")
