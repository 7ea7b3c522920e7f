"""What is kept of a feed's files."""

import pytest

from mooring.base.errors import FeedError
from mooring.feeds.workspace import FeedFolder, FileState, locked


def put(folder, name, text):
    waiting = folder.root / "waiting"
    folder.root.mkdir(parents=True, exist_ok=True)
    waiting.write_text(text)
    folder.put(
        name,
        waiting,
        FileState(address="https://a.example", sha256=text * 8, size=len(text), fetched=f"2025-01-0{len(text)}"),
    )


def test_the_files_in_use_are_kept_until_newer_ones_are(tmp_path):
    folder = FeedFolder(tmp_path, "a")
    put(folder, "x/1", "a")
    put(folder, "2", "bb")
    folder.mark_good(7)

    put(folder, "x/1", "ccc")
    folder.remove("2")

    assert (folder.previous / "x" / "1").read_text() == "a"
    assert (folder.previous / "2").read_text() == "bb"
    put(folder, "x/1", "dddd")
    assert (folder.previous / "x" / "1").read_text() == "a"
    folder.mark_good(8)
    assert not folder.previous.exists()
    assert FeedFolder(tmp_path, "a").ledger.good_items == 8


def test_files_that_were_never_good_are_not_kept(tmp_path):
    folder = FeedFolder(tmp_path, "a")
    put(folder, "1", "a")
    put(folder, "1", "b")

    assert not folder.previous.exists()


def test_the_digest_is_that_of_names_and_contents(tmp_path):
    one, other = FeedFolder(tmp_path, "a"), FeedFolder(tmp_path, "b")
    for name in ("1", "2"):
        put(one, name, "a")
    for name in ("2", "1"):
        put(other, name, "a")

    assert one.digest() == other.digest() != ""
    put(other, "1", "b")
    assert one.digest() != other.digest()
    assert FeedFolder(tmp_path, "c").digest() == ""


def test_the_age_is_that_of_the_oldest_file(tmp_path):
    folder = FeedFolder(tmp_path, "a")
    put(folder, "1", "aaa")
    put(folder, "2", "aa")

    assert folder.captured() == "2025-01-02"


def test_a_file_of_another_size_than_noted_is_not_known(tmp_path):
    folder = FeedFolder(tmp_path, "a")
    put(folder, "1", "aaa")
    (folder.files / "1").write_text("a")

    assert folder.state_of("1") is None


def test_a_lock_ends_with_its_block(tmp_path):
    with locked(tmp_path), pytest.raises(FeedError), locked(tmp_path):
        pass
    with locked(tmp_path):
        pass
