"""yarn.lock of both kinds."""

import pytest

from mooring.base.errors import ReadError
from mooring.model.reader import LayerFile
from mooring.packages.javascript.yarn_lock import READER
from packages.javascript.reading import by_name, edges, read
from packages.javascript.samples import YARN_1, YARN_BERRY

WANTED = {("@acme/paint@1.2.3", "brush@2.0.0"), ("@acme/paint@1.2.3", "brush@0.9.1")}


@pytest.mark.parametrize("content", [YARN_1, YARN_BERRY], ids=["1", "berry"])
def test_packages_and_what_they_need_are_read_under_their_real_names(content):
    facts = read(READER, "app/yarn.lock", content)

    assert set(by_name(facts)) == {"@acme/paint@1.2.3", "brush@2.0.0", "brush@0.9.1"}
    assert edges(facts) == WANTED
    assert not any(fact.is_installed for fact in facts)


def test_an_entry_stands_at_its_line():
    facts = read(READER, "yarn.lock", YARN_1)

    assert [fact.line for fact in facts] == [5, 15, 18]


def test_a_patched_package_is_one_package():
    package = by_name(read(READER, "yarn.lock", YARN_BERRY))["brush@2.0.0"]

    assert package.properties == {"patched": "true"}


def test_a_package_of_git_says_where_it_came_from():
    content = 'tape@acme/tape:\n  version "0.1.0"\n  resolved "git+https://example.com/tape.git#0a1b"\n'

    (package,) = read(READER, "yarn.lock", content)

    assert package.qualifiers == {"vcs_url": "git+https://example.com/tape.git#0a1b"}


def test_an_entry_without_version_does_not_hide_the_others():
    content = b"a@1:\n  resolved x\n\nb@1:\n  version 1.0.0\n"
    found = []

    with pytest.raises(ReadError, match="1 entries have no name or version"):
        found.extend(READER.read(LayerFile(path="yarn.lock", content=content)))
    assert [package.name for package in found] == ["b"]


def test_an_empty_lock_file_is_no_error_and_other_text_is():
    assert read(READER, "yarn.lock", "# yarn lockfile v1\n\n\n") == []
    with pytest.raises(ReadError, match="no entries"):
        read(READER, "yarn.lock", "\n\n")
