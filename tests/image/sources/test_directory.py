"""Folders of this machine."""

import pytest

from mooring.base.errors import ImageUnavailable
from mooring.image.open import open_image
from mooring.image.sources.source import DirectoryTree, SourceOptions


def test_a_folder_is_a_tree(tmp_path):
    result = open_image(str(tmp_path), SourceOptions())

    assert isinstance(result.opened, DirectoryTree)
    assert (result.opened.root, result.opened.only) == (str(tmp_path.resolve()), "")
    assert result.opened.description.kind == "directory"
    assert not result.opened.is_root_file_system


def test_a_folder_that_is_not_there_is_named():
    with pytest.raises(ImageUnavailable, match="'/nowhere/at/all' does not exist"):
        open_image("dir:/nowhere/at/all", SourceOptions())


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "f").touch()

    with pytest.raises(ImageUnavailable, match="is no folder"):
        open_image(f"dir:{tmp_path / 'f'}", SourceOptions())
