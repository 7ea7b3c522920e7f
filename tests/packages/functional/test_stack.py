"""stack.yaml.lock and stack.yaml give the packages beside the snapshot."""

import pytest

from mooring.base.errors import ReadError
from mooring.packages.functional.stack import READER
from packages.lock_files import by_name, read

LOCK = """\
packages:
- completed:
    hackage: brush-1.0.0.1@sha256:aa,123
    pantry-tree:
      sha256: bb
  original:
    hackage: brush-1.0.0.1
- completed:
    commit: abc
    git: https://git.example/paint.git
    name: paint
    subdir: lib
    version: 2.0.0
snapshots: []
"""


def test_releases_and_repositories_are_named():
    packages = by_name(read(READER, "stack.yaml.lock", LOCK))

    brush, paint = packages["brush@1.0.0.1"], packages["paint@2.0.0"]
    assert (brush.line, brush.properties) == (3, {"cabal_sha256": "aa", "tree_sha256": "bb"})
    assert paint.qualifiers == {"vcs_url": "git+https://git.example/paint.git@abc"}
    assert (paint.subpath, paint.line) == ("lib", 9)


def test_extra_dependencies_of_a_project_are_named():
    content = (
        "resolver: lts-20\nextra-deps:\n- brush-1.0@rev:2\n- ../own\n- git: https://git.example/x\n  commit: abc\n"
    )

    (fact,) = read(READER, "stack.yaml", content)

    assert (fact.name, fact.version, fact.properties) == ("brush", "1.0", {"revision": "2"})


def test_a_lock_file_without_packages_is_refused():
    with pytest.raises(ReadError, match="no packages"):
        read(READER, "stack.yaml.lock", "a: 1\n")
