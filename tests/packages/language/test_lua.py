"""Rockspecs give Lua rocks."""

import pytest

from mooring.base.errors import ReadError
from mooring.model.reader import LayerFile
from mooring.packages.language.lua import READER

TEXT = b"""local version, revision = "1.2", "1"
package = "Kong"
version = version .. "-" .. revision
source = { url = "git+https://user:secret@git.example/kong.git", tag = "v1.2" }
description = { license = "MIT", homepage = "https://kong.example" }
dependencies = {
  "lua >= 5.1", "lpeg", -- "luasec",
  "someone/penlight == 1.13.1"
}
"""


def read(path: str, content: bytes = TEXT) -> list:
    return list(READER.read(LayerFile(path=path, content=content)))


def test_an_installed_rock_lies_in_a_tree_of_rocks():
    (package,) = read("usr/local/lib/luarocks/rocks-5.1/kong/1.2-1/kong-1.2-1.rockspec")

    assert (package.type, package.name, package.version) == ("luarocks", "Kong", "1.2-1")
    assert (package.is_installed, package.home) == (True, "usr/local/lib/luarocks/rocks-5.1")
    assert package.depends == ("lpeg", "penlight")
    assert package.licenses == ("MIT",)
    assert package.properties == {
        "homepage": "https://kong.example",
        "source_url": "git+https://git.example/kong.git",
        "vcs_revision": "v1.2",
    }


def test_a_rockspec_in_a_source_tree_is_a_root():
    (package,) = read("src/kong-1.2-1.rockspec")

    assert (package.is_installed, package.is_root) == (False, True)


def test_the_file_name_says_what_the_script_works_out():
    (package,) = read("src/lua-cjson-2.1-1.rockspec", b"package = name()\nversion = v:gsub('a', 'b')\n")

    assert (package.name, package.version) == ("lua-cjson", "2.1-1")


def test_a_rockspec_without_name_and_version_is_an_error():
    with pytest.raises(ReadError, match="no package and version"):
        read("src/x.rockspec", b"build = {}")
