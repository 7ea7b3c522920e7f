"""Installed Python projects are read from METADATA, PKG-INFO, .egg-info files and zipped eggs."""

import importlib.metadata
import io
import sys
import zipfile
from pathlib import Path

import pytest

from mooring.base.errors import ReadError
from mooring.model.reader import LayerFile
from mooring.packages.python.installed import READER

SITE = "usr/lib/python3/site-packages"


def read(path: str, content: bytes) -> list:
    return list(READER.read(LayerFile(path=path, content=content)))


def test_a_wheel_is_one_package_with_its_folder_as_key_and_its_site_folder_as_home():
    (package,) = read(
        f"{SITE}/Foo_Bar-1.0.dist-info/METADATA", b"Metadata-Version: 2.1\nName: Foo_Bar\nVersion: 1.0\n\nText"
    )

    assert (package.type, package.name, package.version) == ("pypi", "Foo_Bar", "1.0")
    assert package.key == f"python:{SITE}/Foo_Bar-1.0.dist-info"
    assert package.home == SITE
    assert package.provides == ("foo-bar",)
    assert package.is_installed


def test_what_follows_the_header_is_not_metadata():
    (package,) = read(f"{SITE}/a-1.dist-info/METADATA", b"Name: a\nVersion: 1\n\nName: b\nLicense: MIT\n")

    assert (package.name, package.licenses) == ("a", ())


def test_requirements_become_edges_but_not_those_of_extras_and_other_systems():
    header = b"\n".join(
        [
            b"Name: a",
            b"Version: 1",
            b"Requires-Dist: Typing_Extensions>=4; python_version < '3.13'",
            b"Requires-Dist: cffi (>=1.0)",
            b"Requires-Dist: colorama; sys_platform == 'win32'",
            b"Requires-Dist: PySocks; extra == 'socks'",
            b"Requires-Dist: cffi; platform_python_implementation != 'PyPy'",
        ]
    )

    (package,) = read(f"{SITE}/a-1.dist-info/METADATA", header)

    assert package.depends == ("typing-extensions", "cffi")


def test_an_egg_info_file_of_distutils_is_its_own_key():
    (package,) = read(
        "usr/lib/python2.7/argparse.egg-info", b"Metadata-Version: 1.0\r\nName: argparse\r\nVersion: 1.2.1\r\n"
    )

    assert (package.name, package.version) == ("argparse", "1.2.1")
    assert (package.key, package.home) == ("python:usr/lib/python2.7/argparse.egg-info", "usr/lib/python2.7")


def test_the_folder_of_an_unpacked_egg_is_the_key():
    (package,) = read(f"{SITE}/six-1.16.0-py3.9.egg/EGG-INFO/PKG-INFO", b"Name: six\n")

    assert (package.name, package.version) == ("six", "1.16.0")
    assert (package.key, package.home) == (f"python:{SITE}/six-1.16.0-py3.9.egg", SITE)


def test_a_zipped_egg_is_installed():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("EGG-INFO/PKG-INFO", "Name: monotonic\nVersion: 1.6\n")

    (package,) = read(f"{SITE}/monotonic-1.6-py3.10.egg", out.getvalue())

    assert (package.name, package.version, package.is_installed) == ("monotonic", "1.6", True)


def test_an_egg_that_is_no_archive_is_something_else():
    assert read("usr/share/models/panda.egg", b"<CoordinateSystem> { Z-Up }") == []


def test_metadata_without_a_name_anywhere_is_an_error():
    with pytest.raises(ReadError, match="no Name"):
        read("METADATA", b"Version: 1\n")


@pytest.mark.parametrize(
    ("path", "is_wanted"),
    [
        (f"{SITE}/a-1.dist-info/METADATA", True),
        (f"{SITE}/a-1.DIST-INFO/metadata", True),
        (f"{SITE}/a.egg-info/PKG-INFO", True),
        (f"{SITE}/a-1.egg-info", True),
        (f"{SITE}/a-1.egg/EGG-INFO/PKG-INFO", True),
        (f"{SITE}/a-1.egg-info/METADATA", False),
        (f"{SITE}/a-1.dist-info/PKG-INFO", False),
        ("src/a-1.0/PKG-INFO", False),
        ("METADATA", False),
    ],
)
def test_one_folder_is_claimed_by_one_file(path, is_wanted):
    assert READER.wants(path) == is_wanted


def test_the_packages_of_this_environment_are_what_the_standard_library_says():
    expected, actual = [], []
    for known in importlib.metadata.distributions(path=[path for path in sys.path if "site-packages" in path]):
        path = Path(str(known.locate_file(""))) / f"{known._path.name}/METADATA"
        if path.is_file():
            expected.append((known.metadata["Name"], known.version))
            actual += [(found.name, found.version) for found in read(str(path).lstrip("/"), path.read_bytes())]

    assert actual == expected
