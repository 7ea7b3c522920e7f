"""go.mod gives the modules that a build takes."""

import pytest

from mooring.base.errors import ReadError
from mooring.packages.golang.go_mod import READER
from packages.lock_files import by_name, read, read_until_error

GO_MOD = """\
module "example.com/app" // Deprecated: use app/v2

go 1.22.0
toolchain go1.22.5

require example.com/direct v1.0.0
require (
	example.com/paint/v2 v2.3.4 // indirect; kept for the tests
	example.com/swapped v1.1.0
	example.com/local v1.2.0
	example.com/bad v0.1.0 // indirect-ish
	// example.com/commented v9.9.9
)
exclude example.com/bad v0.1.0
replace (
	example.com/swapped => example.com/fork v1.1.1
	example.com/swapped v1.1.0 => example.com/patched v1.1.0-fix
	example.com/local => ../local
)
retract [v1.0.0, v1.9.9]
"""


def test_modules_are_split_at_the_last_slash_and_have_their_lines():
    packages = by_name(read(READER, "src/go.mod", GO_MOD))

    direct = packages["example.com/direct@v1.0.0"]
    assert (direct.type, direct.namespace, direct.name, direct.line) == ("golang", "example.com", "direct", 6)
    assert (direct.key, direct.is_installed) == ("gomod:src:example.com/direct@v1.0.0", False)
    assert packages["example.com/paint/v2@v2.3.4"].properties == {"indirect": "true"}


def test_the_module_itself_needs_what_it_requires_directly():
    root = by_name(read(READER, "go.mod", GO_MOD))["example.com/app@"]

    assert root.is_root
    assert root.depends == ("example.com/direct", "example.com/swapped", "example.com/local", "stdlib")


def test_a_replacement_of_the_very_version_wins_over_one_of_any():
    swapped = by_name(read(READER, "go.mod", GO_MOD))["example.com/patched@v1.1.0-fix"]

    assert swapped.provides == ("example.com/patched", "example.com/swapped")
    assert swapped.properties == {"replaces": "example.com/swapped@v1.1.0"}


def test_a_module_that_a_folder_replaces_keeps_its_name_and_says_so():
    local = by_name(read(READER, "go.mod", GO_MOD))["example.com/local@v1.2.0"]

    assert local.properties == {"replaced_by": "../local"}


def test_an_excluded_version_and_a_comment_are_no_packages():
    names = {package.name for package in read(READER, "go.mod", GO_MOD)}

    assert names == {"app", "direct", "v2", "patched", "local", "stdlib"}


@pytest.mark.parametrize(
    ("lines", "version"),
    [
        ("go 1.22.0\ntoolchain go1.22.5", "1.22.5"),
        ("go 1.22.0\ntoolchain default", "1.22.0"),
        ("go 1.22", "1.22.0"),
        ("go 1.21rc2", "1.21rc2"),
        ("go 1.20", None),
        ("toolchain go1.23.1-custom", "1.23.1"),
        ("", None),
    ],
)
def test_the_standard_library_is_that_of_the_least_toolchain(lines, version):
    facts = read(READER, "go.mod", f"module a\n{lines}\n")

    found = [fact.version for fact in facts if fact.name == "stdlib"]
    assert found == ([] if version is None else [version])


def test_a_require_that_is_cut_off_is_told_and_hides_nothing():
    content = "module a\nrequire example.com/b v1.0.0\nrequire example.com/c"

    facts, message = read_until_error(READER, "go.mod", content)

    assert [fact.name for fact in facts] == ["a", "b"]
    assert message == "line 3 has a 'require' that is cut off"


def test_a_text_without_directives_is_no_go_mod():
    with pytest.raises(ReadError, match="none of its directives"):
        read(READER, "go.mod", "hello\n")
