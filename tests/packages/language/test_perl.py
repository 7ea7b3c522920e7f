"""CPAN distributions are known from their metadata and from what installing them leaves behind."""

import pytest

from mooring.model.reader import LayerFile
from mooring.packages.language.perl import READER

JSON = b"""{"name": "Foo-Bar", "version": "1.10", "license": ["perl_5"], "meta-spec": {"version": 2},
"provides": {"Foo::Bar::More": {"file": "x"}},
"prereqs": {"runtime": {"requires": {"perl": "5.010", "Carp": "0"}}, "test": {"requires": {"Test::More": "0"}}}}"""
YAML = b"--- #YAML:1.0\nname: Foo-Bar\nversion: 1.10\nlicense: open_source\nmeta-spec:\n  version: 1.4\nrequires:\n  Carp: 0\n"
LOCAL = b"""=head2 Mon Nov 23 13:48:40 2026: C<Module> L<Foo::Bar|Foo::Bar>

=over 4

=item *

C<VERSION: 1.10>

=back

=head2 Mon Nov 23 13:50:40 2026: C<Module> L<Baz|Baz>

=head2 Mon Nov 23 13:58:40 2026: C<Module> L<Foo::Bar|Foo::Bar>

C<VERSION: 1.20>
"""


def read(path: str, content: bytes) -> list:
    return list(READER.read(LayerFile(path=path, content=content)))


def test_what_cpanm_installed_is_installed():
    (package,) = read("usr/local/lib/perl5/site_perl/5.36.0/x86_64-linux-gnu/.meta/Foo-Bar-1.10/MYMETA.json", JSON)

    assert (package.type, package.name, package.version) == ("cpan", "Foo-Bar", "1.10")
    assert (package.key, package.is_installed, package.is_root) == ("cpan:Foo-Bar", True, False)
    assert package.provides == ("Foo::Bar", "Foo::Bar::More")
    assert package.depends == ("Carp",)
    assert package.licenses == ("Artistic-1.0-Perl OR GPL-1.0-or-later",)


def test_a_version_in_yaml_keeps_its_zeros():
    (package,) = read("src/META.yml", YAML)

    assert (package.name, package.version, package.depends) == ("Foo-Bar", "1.10", ("Carp",))
    assert (package.is_installed, package.is_root, package.licenses) == (False, True, ("open_source",))


@pytest.mark.parametrize(
    "content",
    [
        b'{"name": "x", "version": "1"}',
        b'{"name": "x", "version": "1", "meta-spec": {"url": "https://pgxn.example/spec"}}',
    ],
)
def test_other_files_of_the_name_are_passed_over(content):
    assert read("META.json", content) == []


def test_the_last_installation_of_a_module_counts():
    packages = read("usr/local/lib/perl/5.36.0/perllocal.pod", LOCAL)

    assert [(p.name, p.version, p.key) for p in packages] == [
        ("Foo-Bar", "1.20", "cpan:Foo-Bar"),
        ("Baz", "", "cpan:Baz"),
    ]


def test_a_packing_list_tells_the_files_of_a_distribution():
    content = b"/usr/local/share/perl/5.36.0/Foo/Bar.pm\n/usr/local/bin/foo type=link from=/x\n"

    (owned,) = read("usr/local/lib/perl/5.36.0/auto/Foo/Bar/.packlist", content)

    assert owned.owner == "cpan:Foo-Bar"
    assert owned.paths == b"usr/local/share/perl/5.36.0/Foo/Bar.pm\nusr/local/bin/foo"


def test_the_packing_list_of_perl_itself_is_not_claimed():
    assert not READER.wants("usr/lib/perl/5.36/.packlist")
    assert READER.wants("usr/lib/perl/5.36/auto/Foo/.packlist")
