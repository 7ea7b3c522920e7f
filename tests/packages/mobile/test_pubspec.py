"""pubspec.yaml gives a Dart package."""

from mooring.packages.mobile.pubspec import READER
from packages.lock_files import read

CONTENT = "name: brush\nversion: 1.0.0\nrepository: https://git.example/brush\ndependencies:\n  paint: ^2.0.0\n"


def test_a_project_needs_what_its_lock_file_offers():
    (root,) = read(READER, "app/pubspec.yaml", CONTENT)

    assert (root.name, root.version, root.is_root, root.is_installed) == ("brush", "1.0.0", True, False)
    assert (root.depends, root.lookup) == (("paint",), "app/pubspec.lock")


def test_in_the_cache_of_pub_it_is_a_package_that_is_there():
    (fact,) = read(READER, "root/.pub-cache/hosted/registry.example/brush-1.0.0/pubspec.yaml", CONTENT)

    assert (fact.is_root, fact.is_installed) == (False, True)


def test_a_document_without_name_gives_nothing():
    assert read(READER, "pubspec.yaml", "a: 1\n") == []
