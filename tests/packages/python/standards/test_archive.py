"""The metadata in an archive of a project is found at its second level, within the limits."""

import io
import zipfile

import pytest

from mooring.base.errors import ReadError
from mooring.base.limits import Limits
from mooring.model.reader import LayerFile
from mooring.packages.python.standards.archive import project_in


def archive(text: str, limits: Limits) -> LayerFile:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("EGG-INFO/PKG-INFO", text)
    return LayerFile(path="site/a-1.egg", content=out.getvalue(), limits=limits)


def test_the_file_name_stands_in_for_missing_fields():
    (package,) = project_in(archive("Summary: x\n", Limits()), member_ending="egg-info/pkg-info", is_installed=True)

    assert (package.name, package.version, package.home) == ("a", "1", "site")


def test_metadata_that_expands_beyond_the_limit_is_an_error():
    file = archive("Name: a\n" + "x" * 10_000, Limits(max_archive_bytes=1_000))

    with pytest.raises(ReadError, match="more bytes"):
        list(project_in(file, member_ending="egg-info/pkg-info", is_installed=True))
