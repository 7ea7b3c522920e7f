"""Gemspecs, read and never run."""

import pytest

from mooring.base.errors import ReadError
from mooring.packages.language.ruby.specification import parse_gemspec

HEAD = 'Gem::Specification.new do |s|\n  s.name = "paint"\n  s.version = "1.0"\n'


def test_dependencies_repeated_for_older_rubygems_are_taken_by_their_kind():
    gem = parse_gemspec(
        HEAD
        + "  if s.respond_to? :add_runtime_dependency then\n"
        + '    s.add_runtime_dependency(%q<brush>.freeze, [">= 0"])\n'
        + '    s.add_development_dependency(%q<rake>.freeze, [">= 0"])\n'
        + "  else\n"
        + '    s.add_dependency(%q<brush>.freeze, [">= 0"])\n'
        + '    s.add_dependency(%q<rake>.freeze, [">= 0"])\n'
        + "  end\nend\n"
    )

    assert gem.depends == ("brush",)


@pytest.mark.parametrize(
    ("line", "licenses"),
    [
        ('s.license = "MIT"', ("MIT",)),
        ("s.licenses = ['MIT', 'Ruby'.freeze]", ("MIT", "Ruby")),
        ("s.licenses = [\n    'MIT',\n    'Ruby',\n  ]", ("MIT", "Ruby")),
        ("s.licenses = %w[MIT Ruby]", ("MIT", "Ruby")),
        ("s.licenses = %w(MIT)", ("MIT",)),
        ("s.license = LICENSE", ()),
    ],
)
def test_licences_may_be_written_in_many_ways(line, licenses):
    assert parse_gemspec(f"{HEAD}  {line}\nend\n").licenses == licenses


@pytest.mark.parametrize(
    ("version", "read"),
    [
        ("'1.2.3'", "1.2.3"),
        ("Gem::Version.new('1.2.3')", "1.2.3"),
        ("VERSION", "3.0.0"),
        ("Acme::Paint::VERSION", "3.0.0"),
        ("Acme::OTHER", ""),
        ('"#{MAJOR}.0"', ""),
        ("File.read('VERSION').strip", ""),
    ],
)
def test_a_version_is_a_string_or_a_constant_of_the_file(version, read):
    source = (
        f"VERSION = '3.0.0'\nGem::Specification.new do |spec|\n  spec.name = 'a'\n  spec.version = {version}\nend\n"
    )

    assert parse_gemspec(source).version == read


def test_the_head_for_quick_readers_comes_first():
    gem = parse_gemspec("# stub: nokogiri 1.13.6 x86_64-linux lib\n\n" + HEAD + "end\n")

    assert (gem.name, gem.version, gem.platform) == ("nokogiri", "1.13.6", "x86_64-linux")


def test_name_and_version_are_put_into_the_homepage():
    assert parse_gemspec(HEAD + '  s.homepage = "https://example.com/#{s.name}/#{s.version}"\n').homepage == (
        "https://example.com/paint/1.0"
    )


def test_a_gemspec_without_name_is_an_error():
    with pytest.raises(ReadError, match="without a name"):
        parse_gemspec("Gem::Specification.new do |s|\n  s.name = File.basename(__dir__)\nend\n")
