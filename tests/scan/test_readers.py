"""Which readers there are, for whom, and how a change of them is noticed."""

import os
import shutil
from pathlib import Path

import mooring.packages
from mooring.scan import readers
from mooring.scan.readers import FAMILIES, all_readers, chosen_readers, fingerprint

PACKAGES = Path(str(mooring.packages.__file__)).parent
NO_FAMILIES = {"formats", "resolving"}


def test_every_folder_of_readers_is_a_family():
    folders = {path.parent.name for path in PACKAGES.glob("*/__init__.py")} - NO_FAMILIES

    assert set(FAMILIES) == folders
    assert list(FAMILIES) == sorted(FAMILIES)


def test_an_image_is_read_with_fewer_readers_than_a_folder():
    image, asked, folder = (
        {reader.name for reader in chosen_readers(in_directory=in_directory, with_manifests=with_manifests)}
        for in_directory, with_manifests in ((False, False), (False, True), (True, False))
    )

    assert image < asked == {reader.name for reader in all_readers()}
    assert {"dpkg", "npm-package"} <= image
    assert {"npm-lock", "cargo-lock"} <= folder - image


def test_the_fingerprint_changes_with_the_code(tmp_path, monkeypatch):
    copy = tmp_path / "mooring"
    shutil.copytree(PACKAGES.parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(readers, "__file__", str(copy / "scan" / "readers.py"))
    first = fingerprint()
    (copy / "packages" / "__pycache__").mkdir()
    (copy / "packages" / "__pycache__" / "x.pyc").write_text("")
    same = fingerprint()
    os.utime(copy / "packages" / "os" / "dpkg.py", (1, 1))

    assert first == same != fingerprint()
    assert len(first) == 16
