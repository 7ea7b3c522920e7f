"""A file is there whole or not at all."""

import pytest

from mooring.scan.replacing import replacing


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
