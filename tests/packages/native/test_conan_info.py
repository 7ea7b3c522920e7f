"""conaninfo.txt gives a package in the cache of Conan."""

import pytest

from mooring.base.errors import ReadError
from mooring.packages.native.conan_info import READER
from packages.lock_files import by_name, read

CONTENT = "[settings]\n    os=Linux\n[requires]\n    paint/2.Y.Z\n[full_requires]\n    paint/2.0:pp\n"


def test_the_folder_names_the_package_and_the_file_what_it_was_built_with():
    packages = by_name(read(READER, "root/.conan/data/brush/1.0/acme/stable/package/qq/conaninfo.txt", CONTENT))

    own, paint = packages["acme/brush@1.0"], packages["paint@2.0"]
    assert (own.is_installed, own.depends, own.properties) == (True, ("paint",), {"package_id": "qq"})
    assert (paint.is_installed, paint.line, paint.properties) == (False, 6, {"package_id": "pp"})


def test_a_package_without_user_has_no_namespace():
    packages = by_name(read(READER, "data/brush/1.0/_/_/package/qq/conaninfo.txt", CONTENT))

    assert "brush@1.0" in packages


def test_another_text_is_refused():
    with pytest.raises(ReadError, match="none of its sections"):
        read(READER, "conaninfo.txt", "hello\n")
