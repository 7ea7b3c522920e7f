"""Installed gems."""

import pytest
from hypothesis import given, settings

from mooring.packages.language.gemspec import READER
from packages.javascript.reading import check_hostile, damaged, read

PATH = "usr/lib/ruby/gems/3.1.0/specifications/nokogiri-1.13.6-x86_64-linux.gemspec"
SAMPLE = b"""# -*- encoding: utf-8 -*-
# stub: nokogiri 1.13.6 x86_64-linux lib

Gem::Specification.new do |s|
  s.name = "nokogiri".freeze
  s.version = "1.13.6"
  s.platform = "x86_64-linux".freeze
  s.authors = ["A. Smith".freeze, "B. Jones".freeze]
  s.homepage = "https://example.com".freeze
  s.licenses = ["MIT".freeze]
  s.add_runtime_dependency(%q<racc>.freeze, ["~> 1.4"])
  s.add_development_dependency(%q<rake>.freeze, [">= 0"])
end
"""


def test_an_installed_gem_is_offered_in_its_gem_home():
    (gem,) = read(READER, PATH, SAMPLE)

    assert (gem.type, gem.name, gem.version) == ("gem", "nokogiri", "1.13.6")
    assert gem.qualifiers == {"platform": "x86_64-linux"}
    assert (gem.home, gem.depends, gem.licenses) == ("usr/lib/ruby/gems/3.1.0", ("racc",), ("MIT",))
    assert gem.properties == {"homepage": "https://example.com", "author": "A. Smith, B. Jones"}
    assert gem.is_installed


def test_a_gem_that_came_with_ruby_says_so():
    (gem,) = read(READER, PATH.replace("specifications/", "specifications/default/"), SAMPLE)

    assert gem.properties["default_gem"] == "true"
    assert gem.home == "usr/lib/ruby/gems/3.1.0"


@pytest.mark.parametrize(
    ("path", "is_wanted"),
    [
        (PATH, True),
        ("app/vendor/bundle/ruby/3.1.0/bundler/gems/paint-0a1b2c/paint.gemspec", True),
        ("usr/lib/ruby/gems/3.1.0/gems/paint-1.0/paint.gemspec", False),
        ("app/vendor/bundle/ruby/3.1.0/bundler/gems/paint-0a1b2c/spec/data/x.gemspec", False),
    ],
)
def test_only_installed_gems_are_claimed(path, is_wanted):
    assert READER.wants(path) is is_wanted


@settings(max_examples=60)
@given(damaged(SAMPLE))
def test_damage_raises_read_error_and_nothing_else(content):
    check_hostile(READER, PATH, content)
