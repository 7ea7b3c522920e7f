"""pubspec.lock gives the packages that pub resolved."""

import pytest

from mooring.base.errors import ReadError
from mooring.packages.mobile.pub_lock import READER
from packages.lock_files import by_name, read

LOCK = """\
packages:
  brush:
    dependency: "direct dev"
    description:
      name: brush
      sha256: aa
      url: "https://registry.example"
    source: hosted
    version: "1.0.0"
  paint:
    dependency: transitive
    description:
      path: "packages/paint"
      ref: HEAD
      resolved-ref: abc
      url: "https://git.example/paint.git"
    source: git
    version: "2.0.0"
  flutter:
    dependency: "direct main"
    description: flutter
    source: sdk
    version: "0.0.0"
  own:
    dependency: "direct main"
    description:
      path: "../own"
      relative: true
    source: path
    version: "0.1.0"
sdks:
  flutter: ">=3.24.5 <4.0.0"
"""


def test_origins_scopes_and_lines_are_told():
    packages = by_name(read(READER, "pubspec.lock", LOCK))

    brush, paint = packages["brush@1.0.0"], packages["paint@2.0.0"]
    assert (brush.type, brush.scope, brush.line, brush.properties["sha256"]) == ("pub", "dev", 2, "aa")
    assert paint.qualifiers == {"vcs_url": "git+https://git.example/paint.git@abc"}
    assert (paint.subpath, paint.properties["indirect"]) == ("packages/paint", "true")
    assert packages["own@0.1.0"].properties["path"] == "../own"


def test_a_package_of_an_sdk_has_the_least_version_of_the_sdk():
    flutter = by_name(read(READER, "pubspec.lock", LOCK))["flutter@3.24.5"]

    assert (flutter.properties["sdk"], flutter.properties["version_from"]) == ("flutter", "lower-bound")


def test_another_document_is_refused():
    with pytest.raises(ReadError, match="no packages"):
        read(READER, "pubspec.lock", "a: 1\n")
