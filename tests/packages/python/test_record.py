"""The files of an installed Python project are known from RECORD or installed-files.txt."""

import base64
import hashlib

import pytest

from mooring.base.errors import ReadError
from mooring.model.reader import LayerFile
from mooring.packages.python.record import READER

SITE = "usr/lib/python3/site-packages"


def read(path: str, content: bytes) -> list:
    return list(READER.read(LayerFile(path=path, content=content)))


def test_paths_are_resolved_against_the_site_folder_and_digests_are_hex():
    digest = hashlib.sha256(b"x")
    coded = base64.urlsafe_b64encode(digest.digest()).rstrip(b"=").decode()
    record = f'a/__init__.py,sha256={coded},1\n../../../bin/a,sha256={coded},1\n"a/odd,""name"".py",,\na-1.dist-info/RECORD,,\n'

    (owned,) = read(f"{SITE}/a-1.dist-info/RECORD", record.encode())

    assert owned.owner == f"python:{SITE}/a-1.dist-info"
    assert owned.paths.decode().split("\n") == [
        f"{SITE}/a/__init__.py",
        "usr/bin/a",
        f'{SITE}/a/odd,"name".py',
        f"{SITE}/a-1.dist-info/RECORD",
    ]
    assert owned.algorithm == "sha256"
    assert owned.digests.decode().split("\n") == [digest.hexdigest(), digest.hexdigest(), "", ""]


def test_installed_files_are_relative_to_the_egg_info():
    (owned,) = read(f"{SITE}/a-1.egg-info/installed-files.txt", b"../a.py\nPKG-INFO\n")

    assert owned.paths == f"{SITE}/a.py\n{SITE}/a-1.egg-info/PKG-INFO".encode()
    assert (owned.algorithm, owned.digests) == ("", b"")


def test_a_path_cannot_climb_out_of_the_image():
    (owned,) = read("a-1.dist-info/RECORD", b"../../../../etc/passwd,,\n/opt/x,,\n")

    assert owned.paths == b"etc/passwd\nopt/x"


def test_a_digest_that_is_none_is_left_out():
    (owned,) = read("a-1.dist-info/RECORD", b"a.py,sha256=!!!,1\nb.py,md5=AAAA,1\n")

    assert (owned.paths, owned.digests) == (b"a.py\nb.py", b"")


def test_a_record_without_files_is_an_error():
    with pytest.raises(ReadError, match="names no files"):
        read("a-1.dist-info/RECORD", b"\n\n")
