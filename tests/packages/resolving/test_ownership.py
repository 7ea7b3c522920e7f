"""Who owns a path."""

import pytest

from mooring.model.facts import OwnedFilesFact
from mooring.packages.resolving.candidates import candidates_of
from mooring.packages.resolving.ownership import DATABASES, Owners, owned_files
from packages.resolving.facts import contents, deb

USR_MERGE = (("bin", "usr/bin"), ("lib", "usr/lib"), ("lib64", "usr/lib64"))


def owners(paths: bytes, asked: set[str], *, links=(), owner="dpkg:bash:amd64", packages=None) -> Owners:
    given = contents({"s": [*(packages or [deb("bash")]), OwnedFilesFact(owner=owner, paths=paths)]}, links=links)
    return Owners(given, candidates_of(given), asked)


def owner_of(found: Owners, path: str) -> str:
    owner = found.of(path)
    return owner.fact.key if owner else ""


@pytest.mark.parametrize("path", ["usr/bin/bash", "usr/lib/x/y", "usr/lib64/z", "etc/bin/x", "usr/lib"])
def test_paths_are_found_where_links_lead(path):
    found = owners(b"bin/bash\nlib/x/y\nlib64/z\netc/bin/x\nlib\nusr/lib", {path}, links=USR_MERGE)

    assert owner_of(found, path) == "dpkg:bash:amd64"


def test_only_whole_names_of_folders_are_links():
    found = owners(b"sbin/bin/x\nbinary/x", {"sbin/bin/x", "binary/x", "usr/bin/x"}, links=USR_MERGE)

    assert [owner_of(found, path) for path in ("sbin/bin/x", "binary/x", "usr/bin/x")] == [
        "dpkg:bash:amd64",
        "dpkg:bash:amd64",
        "",
    ]


def test_a_link_loop_ends():
    found = owners(b"a/x\nb/x", {"a/x", "b/x"}, links=(("a", "b"), ("b", "a"), ("c", "c/c/c")))

    assert owner_of(found, "a/x") == "dpkg:bash:amd64"


def test_an_owner_that_is_not_installed_owns_nothing():
    assert owner_of(owners(b"x", {"x"}, owner="dpkg:gone:amd64"), "x") == ""


def test_of_two_architectures_the_one_that_is_named_owns():
    packages = [deb("libc6"), deb("libc6", arch="i386")]

    assert owner_of(owners(b"x", {"x"}, owner="dpkg:libc6:i386", packages=packages), "x") == "dpkg:libc6:i386"
    assert owner_of(owners(b"x", {"x"}, owner="dpkg:libc6", packages=packages), "x") == "dpkg:libc6:amd64"


@pytest.mark.parametrize("folder", DATABASES)
def test_a_package_database_is_nobodys(folder):
    assert owner_of(owners(f"{folder}x".encode(), {f"{folder}x"}), f"{folder}x") == ""


def test_a_path_that_is_no_utf8_has_an_owner():
    assert owner_of(owners(b"a\xff", {"a\udcff"}), "a\udcff") == "dpkg:bash:amd64"


def test_every_list_of_files_counts():
    facts = [OwnedFilesFact(owner="a", paths=b"1"), deb("x"), OwnedFilesFact(owner="b", paths=b"2")]

    assert [fact.owner for fact in owned_files(contents({"s": facts}))] == ["a", "b"]
