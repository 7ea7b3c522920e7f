"""What databases say of files, and what in them cannot be used."""

from mooring.content.verifying.dpkg_rules import DpkgRules
from mooring.content.verifying.expected import expectations
from mooring.model.contents import ImageContents
from mooring.model.inventory import Inventory, OwnedFiles
from mooring.model.package import Package

DEB = Package(id="1", type="deb", name="tool", version="1", purl="pkg:deb/tool@1")
NPM = Package(id="2", type="npm", name="x", version="1", purl="pkg:npm/x@1")
NOTHING = ImageContents(diff_ids=(), facts=())


def expected(*owned: OwnedFiles):
    return expectations(Inventory(packages=(DEB, NPM), owned_files=owned), NOTHING, DpkgRules((), ()))


def owned(*digests: str, package="1", algorithm="md5", paths=("/a", "/b"), are_config=False) -> OwnedFiles:
    return OwnedFiles(package=package, paths=paths, algorithm=algorithm, digests=digests, are_config=are_config)


def test_only_packages_of_the_distribution_count():
    assert expected(owned("a" * 32, "b" * 32, package="2")).files == []
    assert [one.place for one in expected(owned("a" * 32, "b" * 32)).files] == [b"a", b"b"]


def test_digests_of_another_length_are_odd_and_hide_no_others():
    found = expected(owned("a" * 31, "b" * 32))

    assert ([one.path for one in found.files], found.odd) == (["/b"], 1)


def test_digests_that_are_no_numbers_or_too_few_are_odd():
    assert expected(owned("z" * 32, "")).odd == 1
    assert expected(owned("a" * 32)).odd == 1


def test_algorithms_that_are_not_computed_are_counted():
    found = expected(owned("a" * 128, "", algorithm="sha512"))

    assert (found.files, found.not_computed, found.odd) == ([], 1, 0)


def test_a_path_that_is_configuration_for_one_package_is_not_compared():
    assert [one.path for one in expected(owned("a" * 32, "b" * 32), owned(paths=("/a",), are_config=True)).files] == [
        "/b"
    ]
