"""vendor/modules.txt gives the modules whose code lies in the vendor folder."""

import pytest

from mooring.base.errors import ReadError
from mooring.packages.golang.vendor_modules import READER
from packages.lock_files import by_name, read

MODULES = """\
# example.com/direct v1.0.0
## explicit; go 1.21
example.com/direct
example.com/direct/part
# example.com/far v0.2.0
## go 1.20
example.com/far/away
# example.com/empty v1.1.0
## explicit
# example.com/swapped v1.0.0 => example.com/fork v1.5.0
## explicit
example.com/swapped
# example.com/local v1.0.0 => ./local
## explicit
example.com/local
# example.com/swapped => example.com/fork v1.5.0
# example.com/local => ./local
"""


def test_modules_with_packages_are_named_with_their_replacements():
    packages = by_name(read(READER, "vendor/modules.txt", MODULES))

    assert set(packages) == {
        "example.com/direct@v1.0.0",
        "example.com/far@v0.2.0",
        "example.com/fork@v1.5.0",
        "example.com/local@v1.0.0",
    }
    assert packages["example.com/far@v0.2.0"].properties == {"indirect": "true"}
    assert packages["example.com/fork@v1.5.0"].properties == {"replaces": "example.com/swapped@v1.0.0"}
    assert packages["example.com/local@v1.0.0"].properties == {"replaced_by": "./local"}


def test_only_the_list_in_a_vendor_folder_is_read():
    assert READER.wants("src/vendor/modules.txt")
    assert not READER.wants("src/modules.txt")


def test_another_text_is_refused():
    with pytest.raises(ReadError, match="not a list of vendored modules"):
        read(READER, "vendor/modules.txt", "hello\n")
