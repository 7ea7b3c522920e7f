"""A file is there whole or not at all."""

import os

import pytest

from mooring.base.replacing import replacing, write_whole


def fail_halfway(path, error):
    with replacing(path, ".new-") as file:
        file.write(b"half")
        raise error


def test_the_file_takes_the_place_of_the_old_one_once_it_is_written(tmp_path):
    path = tmp_path / "report"
    path.write_bytes(b"old")

    with replacing(path, ".new-") as file:
        file.write(b"new")
        assert path.read_bytes() == b"old"

    assert path.read_bytes() == b"new"


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_a_failure_leaves_the_old_file_and_nothing_else(error, tmp_path):
    path = tmp_path / "report"
    path.write_bytes(b"old")

    with pytest.raises(error):
        fail_halfway(path, error)

    assert ([entry.name for entry in tmp_path.iterdir()], path.read_bytes()) == (["report"], b"old")


def test_a_file_that_could_not_be_written_leaves_the_old_one_and_nothing_else(tmp_path, monkeypatch):
    write_whole(tmp_path / "file", b"old")

    def refuse(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="No space"):
        write_whole(tmp_path / "file", b"new")

    assert b"old" == (tmp_path / "file").read_bytes()
    assert ["file"] == [path.name for path in tmp_path.iterdir()]
