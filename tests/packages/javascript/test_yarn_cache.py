"""Archives that Yarn runs."""

from mooring.packages.javascript.yarn_cache import READER
from packages.javascript.reading import read
from packages.javascript.samples import YARN_CACHE

PATH = "app/.yarn/cache/@acme-paint-npm-1.2.3-0a1b2c-10c0.zip"


def test_an_archive_is_one_installed_package_offered_in_the_cache():
    (package,) = read(READER, PATH, YARN_CACHE)

    assert (package.namespace, package.name, package.version, package.home) == (
        "@acme",
        "paint",
        "1.2.3",
        "app/.yarn/cache",
    )
    assert package.provides == ("@acme/paint",)
    assert package.inner_path == "node_modules/@acme/paint/package.json"
    assert package.is_installed


def test_only_the_cache_of_yarn_is_claimed():
    assert READER.wants(PATH)
    assert not READER.wants("app/paint.zip")
