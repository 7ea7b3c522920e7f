"""Gemfile.lock."""

import pytest
from hypothesis import given, settings

from mooring.base.errors import ReadError
from mooring.model.reader import LayerFile
from mooring.packages.language.gemfile_lock import READER
from packages.javascript.reading import check_hostile, damaged, read

SAMPLE = b"""GIT
  remote: https://example.com/paint.git
  revision: 0a1b2c
  branch: main
  specs:
    paint (2.0.0.alpha1)
      brush (~> 2.0, >= 2.0.1)

PATH
  remote: .
  specs:
    app (0.1.0)
      paint

GEM
  remote: https://rubygems.example/
  specs:
    brush (2.0.1)
    nokogiri (1.13.6-x86_64-linux)
      racc (~> 1.4)
    nokogiri (1.13.6)
      mini_portile2
      racc (~> 1.4)
    racc (1.6.0)

PLATFORMS
  x86_64-linux

DEPENDENCIES
  app!
  nokogiri (~> 1.13)

CHECKSUMS
  brush (2.0.1) sha256=aa

BUNDLED WITH
   2.3.7
"""
FACTS = read(READER, "app/Gemfile.lock", SAMPLE)


def test_gems_of_all_sources_are_read_with_what_they_need():
    assert [(gem.name, gem.version, gem.depends) for gem in FACTS] == [
        ("paint", "2.0.0.alpha1", ("brush",)),
        ("app", "0.1.0", ("paint",)),
        ("brush", "2.0.1", ()),
        ("nokogiri", "1.13.6", ("racc",)),
        ("nokogiri", "1.13.6", ("mini_portile2", "racc")),
        ("racc", "1.6.0", ()),
    ]


def test_a_gem_of_git_says_where_it_came_from():
    assert FACTS[0].qualifiers == {"vcs_url": "git+https://example.com/paint.git@0a1b2c"}


def test_the_platform_is_no_part_of_the_version():
    assert [gem.qualifiers for gem in FACTS[3:5]] == [{"platform": "x86_64-linux"}, {}]


def test_the_project_is_the_root():
    assert [gem.name for gem in FACTS if gem.is_root] == ["app"]


def test_lines_are_those_of_the_entries():
    assert [gem.line for gem in FACTS] == [6, 12, 18, 19, 21, 24]


def test_other_text_is_an_error():
    with pytest.raises(ReadError, match="not a lock file of Bundler"):
        read(READER, "Gemfile.lock", "nothing\n")


def test_a_merge_conflict_is_told_after_the_gems():
    content = SAMPLE.replace(
        b"    racc (1.6.0)", b"<<<<<<< HEAD\n    racc (1.6.0)\n=======\n    racc (1.6.1)\n>>>>>>> x"
    )
    found = []

    with pytest.raises(ReadError, match="conflict marks"):
        found.extend(READER.read(LayerFile(path="Gemfile.lock", content=content)))
    assert len(found) >= 5


def test_lock_files_of_installed_gems_are_left_alone():
    assert READER.wants("app/Gemfile.lock")
    assert READER.wants("gems.locked")
    assert not READER.wants("usr/lib/ruby/gems/3.1.0/gems/paint-1.0/Gemfile.lock")


@settings(max_examples=60)
@given(damaged(SAMPLE))
def test_damage_raises_read_error_and_nothing_else(content):
    check_hostile(READER, "app/Gemfile.lock", content)
