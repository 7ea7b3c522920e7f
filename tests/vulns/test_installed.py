"""The folder of databases."""

import os
import random
import shutil
import signal
import subprocess
import sys

import pytest

from mooring.base.errors import DatabaseDamaged, DatabaseMissing, OutputError
from mooring.model.advisory import Advisory
from mooring.vulns.database import open_database, verify_database
from mooring.vulns.installed import POINTER, current, install, installed, open_current
from mooring.vulns.sidecar import sidecar_path
from vulns.databases import TWO_FEEDS, below, built


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "databases"


def _new(tmp_path, number):
    """A database file that no other number gives, outside the folder."""
    items = [Advisory(id=f"CVE-2024-{1000 + number}", feed="debian", affected=(below("a", f"1-{number}"),))]
    return built(tmp_path / f"built-{number}.db", {"debian": items})


def test_a_folder_that_is_not_there_has_none(folder):
    assert current(folder) is None
    with pytest.raises(DatabaseMissing, match="there is no vulnerability database"):
        open_current(folder)


def test_what_was_installed_is_in_use_under_the_name_of_its_digest(folder, tmp_path):
    digest = verify_database(_new(tmp_path, 1)).digest

    path = install(folder, tmp_path / "built-1.db")

    assert folder / f"mooring-{digest[7:19]}.db" == path == current(folder)
    with open_current(folder) as found:
        assert digest == found.state.digest
    assert [] == list(tmp_path.glob("built-1*"))


def test_one_older_database_is_kept(folder, tmp_path):
    paths = [install(folder, _new(tmp_path, number)) for number in range(4)]

    assert paths[3] == current(folder)
    assert {paths[2], paths[3]} == set(folder.glob("mooring-*.db"))
    assert [str(paths[3]), str(paths[2])] == [state.path for state in installed(folder)]


def test_installing_the_same_again_changes_nothing(folder, tmp_path):
    first = install(folder, _new(tmp_path, 0))
    second = install(folder, _new(tmp_path, 1))

    assert second == install(folder, _new(tmp_path, 1))

    assert {first, second} == set(folder.glob("mooring-*.db"))


def test_an_older_database_can_come_back(folder, tmp_path):
    first = install(folder, _new(tmp_path, 0))
    install(folder, _new(tmp_path, 1))

    install(folder, _new(tmp_path, 0))

    assert first == current(folder)


def test_who_has_the_old_file_open_reads_on(folder, tmp_path):
    install(folder, _new(tmp_path, 0))
    with open_current(folder) as found:
        for number in range(1, 4):
            install(folder, _new(tmp_path, number))

        assert 1 == len(found.rows("debian:12", "a"))
        assert 1 == len(found.find("CVE-2024-1000"))


@pytest.mark.parametrize("damage", ["cut", "page", "digest", "missing"])
def test_what_is_no_good_is_not_installed(folder, tmp_path, damage):
    good = install(folder, built(tmp_path / "good.db", TWO_FEEDS))
    bad = _new(tmp_path, 1)
    if damage == "cut":
        os.truncate(bad, 8192)
    elif damage == "page":
        content = bytearray(bad.read_bytes())
        content[4096:] = bytes(len(content) - 4096)
        bad.write_bytes(content)
    elif damage == "digest":
        sidecar_path(bad).write_bytes(sidecar_path(bad).read_bytes().replace(b"sha256:", b"sha256:0"))
    else:
        bad.unlink()

    with pytest.raises((DatabaseDamaged, DatabaseMissing)):
        install(folder, bad)

    assert good == current(folder)
    assert verify_database(good)


def test_a_file_of_another_file_system_is_copied(folder, tmp_path, monkeypatch):
    real = os.replace

    def refuse(source, target):
        if "built-1.db" in str(source):
            raise OSError(18, "Invalid cross-device link")
        real(source, target)

    monkeypatch.setattr(os, "replace", refuse)
    file = tmp_path / "built-1.db"
    monkeypatch.undo()
    _new(tmp_path, 1)
    monkeypatch.setattr(os, "replace", refuse)

    path = install(folder, file)

    assert verify_database(path) and not file.exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{", b'{"file": "../../etc/passwd", "digest": ""}', b'{"file": "mooring-1.db", "digest": ""}'],
)
def test_a_pointer_that_is_none_is_said_and_mended_by_the_next_installation(folder, tmp_path, content):
    install(folder, _new(tmp_path, 0))
    (folder / POINTER).write_bytes(content)

    with pytest.raises(DatabaseDamaged):
        current(folder)
    assert install(folder, _new(tmp_path, 1)) == current(folder)


def test_where_the_file_in_use_is_gone_the_one_before_is_used(folder, tmp_path):
    first, second = install(folder, _new(tmp_path, 0)), install(folder, _new(tmp_path, 1))
    second.unlink()

    assert first == current(folder)
    first.unlink()
    with pytest.raises(DatabaseDamaged, match="is gone"):
        current(folder)


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "databases").write_text("a file")

    with pytest.raises(OutputError, match="could not be installed"):
        install(tmp_path / "databases", _new(tmp_path, 0))


def test_a_writer_that_is_killed_at_any_point_leaves_a_whole_database(folder, tmp_path):
    """Killed at each system call that changes the folder in turn; what is in use is the old one or the new one, and the next one tidies."""
    old = install(folder, _new(tmp_path, 0))
    at_work, survived = True, 0
    while at_work:
        survived += 1
        _new(tmp_path, 1)
        killed = subprocess.run([sys.executable, "-c", KILLED, str(folder), str(tmp_path / "built-1.db"), str(survived)],
                                env={"PYTHONPATH": ":".join(sys.path)}, check=False)  # fmt: skip
        at_work = killed.returncode == -signal.SIGKILL
        assert at_work or 0 == killed.returncode
        assert verify_database(current(folder)).built
    assert survived > 5

    paths = {install(folder, _new(tmp_path, 2)), install(folder, _new(tmp_path, 3))}

    assert old not in paths
    assert {path.name + end for path in paths for end in ("", ".json")} | {POINTER, "lock"} == {
        path.name for path in folder.iterdir()
    }


KILLED = """
import os, pathlib, signal, sys
from mooring.vulns import installed, sidecar
left = int(sys.argv[3])
def counted(real):
    def call(*arguments, **more):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments, **more)
    return call
for name in ("replace", "fsync", "unlink", "chmod"):
    setattr(os, name, counted(getattr(os, name)))
installed.install(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
"""


def test_two_writers_wait_for_each_other(folder, tmp_path):
    """Ten at once: all are installed, the last one is in use, and two are left."""
    files = [_new(tmp_path, number) for number in range(6)]
    program = (
        "import pathlib, sys\nfrom mooring.vulns.installed import install\ninstall(*map(pathlib.Path, sys.argv[1:]))"
    )
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(folder), str(file)], env={"PYTHONPATH": ":".join(sys.path)}
        )
        for file in files
    ]

    assert [0] * 6 == [writer.wait() for writer in writers]

    assert verify_database(current(folder)).digest
    assert 2 == len(list(folder.glob("mooring-*.db")))


def test_a_reader_never_sees_half_of_anything(folder, tmp_path):
    files = [_new(tmp_path, number) for number in range(20)]
    install(folder, files[0])
    program = """
import pathlib, sys
from mooring.vulns.installed import install
for file in sys.argv[2:]:
    install(pathlib.Path(sys.argv[1]), pathlib.Path(file))
"""
    writer = subprocess.Popen(
        [sys.executable, "-c", program, str(folder), *map(str, files[1:])], env={"PYTHONPATH": ":".join(sys.path)}
    )

    seen = set()
    while writer.poll() is None:
        with open_current(folder) as found:
            assert 1 == len(found.rows("debian:12", "a"))
            seen.add(found.state.digest)

    assert seen and "" not in seen
    assert 0 == writer.returncode


def test_the_copy_of_an_open_database_is_a_database(folder, tmp_path):
    path = install(folder, _new(tmp_path, random.Random(1).randrange(9)))
    shutil.copyfile(path, tmp_path / "copy.db")

    assert open_database(tmp_path / "copy.db").rows("debian:12", "a")
