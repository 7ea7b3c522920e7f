"""package.conf.d gives the libraries of a Haskell compiler."""

import pytest

from mooring.base.errors import ReadError
from mooring.packages.functional.ghc_package import READER
from packages.lock_files import read

CONTENT = """\
name:            brush
version:         1.0.0
id:              brush-1.0.0-abc
license:         BSD-3-Clause
depends:
    base-4.18 paint-2.0-def
"""


def test_a_library_has_licence_and_edges_by_units():
    (fact,) = read(READER, "opt/ghc/lib/package.conf.d/brush-1.0.0.conf", CONTENT)

    assert (fact.type, fact.name, fact.version, fact.is_installed) == ("hackage", "brush", "1.0.0", True)
    assert (fact.provides, fact.depends) == (("brush-1.0.0-abc",), ("base-4.18", "paint-2.0-def"))
    assert fact.licenses == ("BSD-3-Clause",)


def test_other_configuration_is_not_claimed():
    assert READER.wants("opt/ghc/lib/package.conf.d/brush-1.0.0.conf")
    assert not READER.wants("etc/brush.conf")


def test_a_nameless_file_is_refused():
    with pytest.raises(ReadError, match="names no library"):
        read(READER, "package.conf.d/a.conf", "version: 1\n")
