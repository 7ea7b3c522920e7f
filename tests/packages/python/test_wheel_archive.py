"""A wheel in a folder is named, not installed."""

import io
import zipfile

import pytest

from mooring.base.errors import ReadError
from mooring.model.reader import LayerFile
from mooring.packages.python.wheel_archive import READER


def wheel(files: dict[str, str]) -> LayerFile:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return LayerFile(path="dist/a-1.0-py3-none-any.whl", content=out.getvalue())


def test_a_wheel_is_the_project_of_its_metadata():
    file = wheel(
        {
            "a/vendor-2.dist-info/METADATA": "Name: no\nVersion: 2\n",
            "a-1.0.dist-info/METADATA": "Name: a\nVersion: 1.0\n",
        }
    )

    (package,) = READER.read(file)

    assert (package.name, package.version, package.is_installed) == ("a", "1.0", False)
    assert package.key == "python:dist/a-1.0-py3-none-any.whl"


def test_an_archive_without_metadata_is_an_error():
    with pytest.raises(ReadError, match="dist-info/metadata"):
        list(READER.read(wheel({"a.py": ""})))


def test_wheels_are_not_read_in_images():
    assert not READER.claim.in_images
