"""Roots of systems in folders."""

import pytest

from mooring.base.errors import ImageUnavailable
from mooring.image.open import open_image
from mooring.image.sources.source import DirectoryTree, SourceOptions


def test_absolute_links_lead_into_the_folder(tmp_path):
    opened = open_image(f"rootfs:{tmp_path}", SourceOptions()).opened

    assert isinstance(opened, DirectoryTree)
    assert opened.is_root_file_system


def test_a_file_is_no_root(tmp_path):
    (tmp_path / "f").touch()

    with pytest.raises(ImageUnavailable, match="is no folder"):
        open_image(f"rootfs:{tmp_path / 'f'}", SourceOptions())
