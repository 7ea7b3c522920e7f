"""Gemspecs that people write."""

import pytest
from hypothesis import given, settings

from mooring.packages.language.gemspec_source import READER
from packages.javascript.reading import check_hostile, damaged, read

SAMPLE = b"""VERSION = "3.0.0"

Gem::Specification.new do |spec|
  spec.name = "paint"
  spec.version = VERSION
  spec.license = "MIT"
  spec.add_dependency "brush", "~> 2.0"
  spec.add_development_dependency 'rake'
end
"""


def test_the_gem_of_the_directory_is_its_root():
    (gem,) = read(READER, "src/paint.gemspec", SAMPLE)

    assert (gem.name, gem.version, gem.depends, gem.licenses) == ("paint", "3.0.0", ("brush",), ("MIT",))
    assert gem.is_root
    assert not gem.is_installed


@pytest.mark.parametrize(
    ("path", "is_wanted"),
    [
        ("paint.gemspec", True),
        ("app/paint.gemspec", True),
        ("usr/lib/ruby/gems/3.1.0/specifications/paint-1.0.gemspec", False),
        ("usr/lib/ruby/gems/3.1.0/gems/paint-1.0/paint.gemspec", False),
    ],
)
def test_installed_gems_are_left_to_the_other_reader(path, is_wanted):
    assert READER.wants(path) is is_wanted


@settings(max_examples=60)
@given(damaged(SAMPLE))
def test_damage_raises_read_error_and_nothing_else(content):
    check_hostile(READER, "paint.gemspec", content)
