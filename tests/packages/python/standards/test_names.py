"""Names of projects, folders and archives."""

import pytest

from mooring.packages.python.standards.names import (
    normalised,
    split_archive_name,
    split_folder_name,
    without_credentials,
)


@pytest.mark.parametrize("name", ["Zope.Interface", "zope-interface", "ZOPE__interface", "zope-_.interface"])
def test_all_spellings_of_a_name_are_one(name):
    assert normalised(name) == "zope-interface"


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("attrs-23.1.0.dist-info", ("attrs", "23.1.0")),
        ("six-1.16.0-py3.9.egg-info", ("six", "1.16.0")),
        ("six-1.16.0-py3.9.egg", ("six", "1.16.0")),
        ("wsgiref.egg-info", ("wsgiref", "")),
        ("", ("", "")),
    ],
)
def test_a_folder_tells_project_and_version(folder, expected):
    assert split_folder_name(folder) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("numpy-1.9.2-cp34-none-win32.whl", ("numpy", "1.9.2")),
        ("a-1.0-1-py3-none-any.whl", ("a", "1.0")),
        ("a-b-1.0.tar.gz", ("a-b", "1.0")),
        ("a.whl", ("", "")),
        ("main.zip", ("", "")),
    ],
)
def test_an_archive_tells_project_and_version(name, expected):
    assert split_archive_name(name) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://user:secret@a.example/x?y#z", "https://a.example/x?y#z"),
        ("https://token@a.example/x", "https://a.example/x"),
        ("ssh://git@a.example/x", "ssh://git@a.example/x"),
        ("https://a.example/x@main", "https://a.example/x@main"),
        ("https://[bad", ""),
    ],
)
def test_credentials_are_taken_out_of_a_url(url, expected):
    assert without_credentials(url) == expected
