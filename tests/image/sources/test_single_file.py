"""One file of this machine."""

import pytest

from mooring.base.errors import ImageUnavailable
from mooring.image.open import open_image
from mooring.image.sources.source import DirectoryTree, SourceOptions


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("requirements.txt", b"flask==3.0\n"),
        ("package.json", b'{"name": "a"}'),
        ("empty", b""),
    ],
)
def test_a_file_that_is_no_image_is_read_as_a_file(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)

    result = open_image(str(path), SourceOptions())

    assert isinstance(result.opened, DirectoryTree)
    assert (result.source, result.opened.only) == ("file", name)
    assert result.opened.root == str(tmp_path.resolve())


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(ImageUnavailable, match="is no file"):
        open_image(f"file:{tmp_path}", SourceOptions())
