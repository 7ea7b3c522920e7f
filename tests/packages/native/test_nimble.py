"""*.nimble gives a package of Nim."""

from mooring.packages.native.nimble import READER
from packages.lock_files import read

CONTENT = 'version = "1.0.0"\nlicense = "MIT"\nrequires "nim >= 1.6", "paint >= 2.0"\nrequires "glue#head"\n'
SHA1 = "a" * 40


def test_an_installed_package_is_in_a_folder_of_nimble():
    (fact,) = read(READER, f"root/.nimble/pkgs2/brush-1.0.0-{SHA1}/brush.nimble", CONTENT)

    assert (fact.type, fact.name, fact.version, fact.is_installed) == ("nim", "brush", "1.0.0", True)
    assert (fact.depends, fact.licenses, fact.properties) == (("paint", "glue"), ("MIT",), {"sha1": SHA1})


def test_elsewhere_it_is_a_project():
    (fact,) = read(READER, "src/app.nimble", CONTENT)

    assert (fact.name, fact.is_root, fact.is_installed) == ("app", True, False)


def test_the_folder_tells_what_the_script_computes():
    (fact,) = read(READER, "pkgs/brush-1.2/brush.nimble", "version = v\n")

    assert (fact.name, fact.version) == ("brush", "1.2")
