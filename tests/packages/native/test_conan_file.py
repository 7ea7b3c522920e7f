"""conanfile.txt gives what a project asks Conan for."""

import pytest

from mooring.base.errors import ReadError
from mooring.packages.native.conan_file import READER
from packages.lock_files import by_name, read

CONTENT = (
    "[requires]\nbrush/1.0 # colours\npaint/[>=2.0]\n\n[tool_requires]\nmaker/3.0\n[options]\nbrush/*:shared=True\n"
)


def test_sections_give_the_scope():
    packages = by_name(read(READER, "conanfile.txt", CONTENT))

    assert set(packages) == {"brush@1.0", "paint@", "maker@3.0"}
    assert packages["paint@"].properties == {"constraint": ">=2.0"}
    assert (packages["maker@3.0"].scope, packages["maker@3.0"].line) == ("build", 6)


def test_a_text_without_sections_is_refused():
    with pytest.raises(ReadError, match="no sections"):
        read(READER, "conanfile.txt", "hello\n")
