"""Sparse files in all forms that GNU tar writes come out with their holes as zeros."""

import os
import shutil
import subprocess

import pytest

from image.walking import walk
from mooring.base.errors import DamagedImage
from mooring.base.limits import Limits
from mooring.image import sparse
from mooring.image.tar import Cursor, Extended

FORMS = {
    "old": ["--format=gnu"],
    "0.0": ["--format=posix", "--sparse-version=0.0"],
    "0.1": ["--format=posix", "--sparse-version=0.1"],
    "1.0": ["--format=posix", "--sparse-version=1.0"],
}
PIECES = {n * 200_000: bytes([65 + n]) * 600 for n in range(30)}
"""More than the 25 segments that fit into a header and its first extension block."""


@pytest.mark.parametrize("chunk", [999, 1 << 20])
@pytest.mark.parametrize("form", FORMS)
def test_the_content_is_what_the_file_had(form, chunk, tmp_path):
    if (
        shutil.which("tar") is None
        or b"GNU tar" not in subprocess.run(["tar", "--version"], capture_output=True).stdout
    ):
        pytest.skip("GNU tar is not installed")
    with (tmp_path / "holes").open("wb") as file:
        for at, piece in PIECES.items():
            file.seek(at)
            file.write(piece)
        file.truncate(6_500_000)
    (tmp_path / "after").write_bytes(b"next")
    subprocess.run(["tar", "-cSf", "a.tar", *FORMS[form], "holes", "after"], cwd=tmp_path, check=True)

    walked = walk((tmp_path / "a.tar").read_bytes(), chunk, with_digests=True)

    assert walked.delivered == {"holes": (tmp_path / "holes").read_bytes(), "after": b"next"}
    assert os.path.getsize(tmp_path / "a.tar") < 200_000


def test_a_map_that_lies_gives_no_content():
    assert sparse.expand(b"abc", Extended(real_size=10, sparse_map=((8, 3),)), 100) is None
    assert sparse.expand(b"abc", Extended(real_size=10, sparse_map=((0, 4),)), 100) is None
    assert sparse.expand(b"99999999\n", Extended(real_size=10, has_map_in_content=True), 100) is None
    assert sparse.expand(b"no number", Extended(real_size=10, has_map_in_content=True), 100) is None


def test_a_file_larger_than_the_limit_is_not_expanded():
    assert sparse.expand(b"", Extended(real_size=1 << 40), Limits().max_file_bytes) is None


def test_an_old_map_with_a_broken_number_is_damaged():
    header = bytes(386) + b"zzzzzzzzzzzz" + bytes(114)

    with pytest.raises(DamagedImage, match="map is damaged"):
        sparse.read_old_map(header, Cursor(iter(()), "layer"))
