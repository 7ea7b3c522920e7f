"""Project.toml gives Julia packages: installed in a depot or with Julia, or the project of a source tree."""

import pytest

from mooring.model.reader import LayerFile
from mooring.packages.language.julia_project import READER

TEXT = b'name = "JSON"\nuuid = "682c"\nversion = "0.21.4"\n[deps]\nDates = "ade2"\n'


def read(folder: str, content: bytes = TEXT) -> list:
    return list(READER.read(LayerFile(path=f"{folder}/Project.toml", content=content)))


@pytest.mark.parametrize(
    ("folder", "is_installed", "home"),
    [
        ("root/.julia/packages/JSON/93Ea8", True, ""),
        ("usr/share/julia/stdlib/v1.9/JSON", True, ""),
        ("src/JSON.jl", False, "src/JSON.jl/Project.toml"),
    ],
)
def test_the_folder_tells_whether_a_package_is_installed(folder, is_installed, home):
    (package,) = read(folder)

    assert (package.name, package.version, package.depends) == ("JSON", "0.21.4", ("ade2",))
    assert (package.is_installed, package.is_root, package.home) == (is_installed, not is_installed, home)


def test_a_standard_library_without_version_has_that_of_its_folder():
    (package,) = read("usr/share/julia/stdlib/v1.9/Dates", b'name = "Dates"\nuuid = "ade2"\n')

    assert package.version == "1.9"


def test_an_environment_is_no_package():
    assert read("app", b'[deps]\nJSON = "682c"\n') == []
