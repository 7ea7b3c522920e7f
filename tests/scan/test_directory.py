"""A folder of the host as one layer."""

import hashlib
import os
import socket
import subprocess

import pytest

from mooring.base.errors import ImageUnavailable
from mooring.base.limits import DEFAULT_LIMITS, Limits
from mooring.image.file_index import file_index
from mooring.scan.directory import DirectoryPass
from mooring.scan.dispatch import Dispatch
from scan.worlds import NAMES


def walk(root, *, only="", exclude=(), limits=DEFAULT_LIMITS, is_system=False, with_digests=False, more_digests=()):
    dispatch = Dispatch([NAMES], limits.max_file_bytes)
    return DirectoryPass(
        str(root),
        dispatch,
        limits,
        exclude=exclude,
        is_system=is_system,
        with_digests=with_digests,
        with_archive_digests=False,
        more_digests=more_digests,
    ).run(only)


def paths(record) -> list[str]:
    return [os.fsdecode(path) for path in record.entries.path_list()]


def test_files_come_folder_by_folder_in_the_order_of_their_names(tmp_path):
    for name in ("b/2", "b/1", "a/x/y", "c"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1")

    assert paths(walk(tmp_path)) == ["a", "b", "c", "a/x", "a/x/y", "b/1", "b/2"]


def test_rows_say_what_the_host_says(tmp_path):
    (tmp_path / "x").write_bytes(b"#!/bin/sh\n")
    (tmp_path / "x").chmod(0o4755)
    os.utime(tmp_path / "x", (1_700_000_000, 1_700_000_000))

    ((file,), _) = file_index([walk(tmp_path, with_digests=True)], {})

    assert (file.path, file.kind, oct(file.mode), file.size, file.modified) == (
        "/x",
        "file",
        "0o4755",
        10,
        1_700_000_000,
    )
    assert (file.uid, file.is_executable_format) == (os.getuid(), True)
    assert file.sha256 == hashlib.sha256(b"#!/bin/sh\n").hexdigest()


def test_every_digest_that_is_asked_for_is_computed_of_empty_files_too(tmp_path):
    (tmp_path / "a").write_bytes(b"content")
    (tmp_path / "b").write_bytes(b"")
    (tmp_path / "c").mkdir()

    entries = walk(tmp_path, with_digests=True, more_digests=("md5",)).entries

    assert entries.digests == hashlib.sha256(b"content").digest() + hashlib.sha256(b"").digest() + bytes(32)
    assert entries.more_digests == {"md5": hashlib.md5(b"content").digest() + hashlib.md5(b"").digest() + bytes(16)}


def test_the_capabilities_of_a_program_are_those_of_its_attribute(tmp_path, monkeypatch):
    """Setting them takes privileges that tests do not have."""
    (tmp_path / "ping").write_bytes(b"#!")
    (tmp_path / "ping").chmod(0o755)
    (tmp_path / "plain").write_bytes(b"")
    attribute = bytes.fromhex("0100000200200000000000000000000000000000")
    monkeypatch.setattr(os, "getxattr", lambda path, name, *, follow_symlinks: attribute)

    (files, _) = file_index([walk(tmp_path)], {})

    assert [(file.path, file.capabilities) for file in files] == [("/ping", "cap_net_raw=ep"), ("/plain", "")]


def test_odd_files_are_listed_and_never_opened(tmp_path):
    os.mkfifo(tmp_path / "fifo")
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(tmp_path / "socket"))
        (tmp_path / "loop").symlink_to("loop")
        (tmp_path / "packages").symlink_to("/etc/passwd")

        record = walk(tmp_path)

    (files, _) = file_index([record], {})
    assert [(file.path, file.kind) for file in files] == [
        ("/fifo", "fifo"), ("/loop", "symlink"), ("/packages", "symlink"), ("/socket", "socket"),
    ]  # fmt: skip
    assert (record.facts, record.problems) == ((), ())


def test_the_kernels_folders_of_a_system_are_left_out(tmp_path):
    for name in ("proc", "sys", "dev", "run", "etc", "opt/proc"):
        (tmp_path / name).mkdir(parents=True)

    assert paths(walk(tmp_path, is_system=True)) == ["etc", "opt", "opt/proc"]


def test_excluded_paths_are_left_out_with_all_below(tmp_path):
    for name in ("a/b/c", "a/x", "d.log"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1")

    assert paths(walk(tmp_path, exclude=("/a/b", "*.log"))) == ["a", "a/x"]


def test_one_file_alone_may_be_read(tmp_path):
    (tmp_path / "packages").write_text("one 1\n")
    (tmp_path / "other").write_text("x")

    record = walk(tmp_path, only="packages")

    assert (paths(record), len(record.facts)) == (["packages"], 1)


def test_a_folder_of_too_many_files_is_a_problem(tmp_path):
    for number in range(10):
        (tmp_path / str(number)).write_text("")

    record = walk(tmp_path, limits=Limits(max_layer_entries=5))

    assert "the rest was left out" in record.problems[0].reason


def test_a_deep_tree_is_walked_without_recursion(tmp_path):
    folder = os.open(tmp_path, os.O_RDONLY)
    for _ in range(1_500):
        os.mkdir("d", dir_fd=folder)
        inner = os.open("d", os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = inner
    os.close(folder)

    try:
        assert len(paths(walk(tmp_path))) == 1_500
    finally:
        # Neither shutil nor pytest can delete what is so deep.
        subprocess.run(["rm", "-rf", str(tmp_path / "d")], check=True)


def test_a_folder_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(ImageUnavailable, match="could not be read"):
        walk(tmp_path / "none")


def test_names_that_are_no_utf8_are_kept(tmp_path):
    folder = os.fsencode(tmp_path) + b"/a\xff"
    os.mkdir(folder)
    with open(folder + b"/packages", "wb") as file:
        file.write(b"one 1\n")

    record = walk(tmp_path)

    assert record.entries.path_list() == [b"a\xff", b"a\xff/packages"]
    assert record.odd_paths == {"a\\xff/packages": b"a\xff/packages"}
