"""A switch of opam gives its installed packages."""

from mooring.packages.functional.opam_switch import READER
from packages.lock_files import read, read_until_error

PATH = "home/u/.opam/default/.opam-switch/packages/brush.1.0.0/opam"


def test_a_description_is_named_by_its_folder():
    content = 'opam-version: "2.0"\nlicense: "MIT"\nhomepage: "https://brush.example"\ndepends: ["paint" {>= "2"}]\n'

    (fact,) = read(READER, PATH, content)

    assert READER.wants(PATH)
    assert (fact.type, fact.name, fact.version, fact.is_installed) == ("opam", "brush", "1.0.0", True)
    assert (fact.licenses, fact.depends) == (("MIT",), ("paint",))
    assert fact.home == "home/u/.opam/default/.opam-switch"


def test_a_plain_list_is_read_and_a_damaged_line_told():
    facts, message = read_until_error(READER, ".opam-switch/install", "# list\nbrush.1.0.0 # here\nnothing\n\n")

    assert [(fact.name, fact.version, fact.line) for fact in facts] == [("brush", "1.0.0", 2)]
    assert message == "line 3 is not a package and a version"


def test_a_folder_without_version_is_refused():
    assert "not named after" in read_until_error(READER, ".opam-switch/packages/brush/opam", "a")[1]
