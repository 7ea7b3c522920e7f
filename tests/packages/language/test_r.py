"""DESCRIPTION files give R packages."""

from mooring.model.reader import LayerFile
from mooring.packages.language.r import READER

TEXT = b"""Package: curl
Type: Package
Version: 5.2.1
License: MIT +
    file LICENSE
URL: https://curl.example, https://more.example
Depends: R (>= 3.0.0)
Imports: methods, jsonlite (>= 1.0),
    R6
RemoteType: github
RemoteUsername: someone
RemoteRepo: curl
RemoteSha: abc
"""


def read(content: bytes) -> list:
    return list(READER.read(LayerFile(path="usr/lib/R/library/curl/DESCRIPTION", content=content)))


def test_an_installed_package_has_been_built():
    (package,) = read(TEXT + b"Built: R 4.3.1; x86_64-pc-linux-gnu; 2024-01-01; unix\n")

    assert (package.type, package.name, package.version) == ("cran", "curl", "5.2.1")
    assert package.licenses == ("MIT + file LICENSE",)
    assert package.depends == ("methods", "jsonlite", "R6")
    assert (package.home, package.key) == ("", "r:usr/lib/R/library/curl")
    assert package.properties == {
        "homepage": "https://curl.example",
        "vcs_url": "https://github.com/someone/curl",
        "vcs_commit": "abc",
    }
    assert package.is_installed


def test_a_source_package_is_a_root_and_not_installed():
    (package,) = read(TEXT)

    assert (package.is_installed, package.is_root) == (False, True)


def test_a_description_of_something_else_is_passed_over():
    assert read(b"This is a fine project.\nVersion: 1\n") == []
