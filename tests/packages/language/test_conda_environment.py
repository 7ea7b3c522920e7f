"""environment.yml gives what it pins, and names what it does not."""

import pytest

from mooring.model.reader import LayerFile
from mooring.packages.language.conda_environment import READER


def read(*entries: str) -> list:
    text = "name: test\ndependencies:\n" + "".join(f"  - {entry}\n" for entry in entries)
    return list(READER.read(LayerFile(path="environment.yml", content=text.encode())))


@pytest.mark.parametrize(
    ("entry", "name", "version"),
    [
        ("blas=1.0=openblas", "blas", "1.0"),
        ("libffi==3.4.2=h3557bc0_5", "libffi", "3.4.2"),
        ("libgomp 13.2.0 hf8544c7_5", "libgomp", "13.2.0"),
        ("conda-forge::numpy=1.26.4", "numpy", "1.26.4"),
        ("_openmp_mutex", "_openmp_mutex", ""),
        ("ld_impl=2.40.*", "ld_impl", ""),
        ("libblas>=3.9", "libblas", ""),
        ("libcblas<=3.9.0=22_x", "libcblas", ""),
        ("libgcc-ng 13.2|13.3", "libgcc-ng", ""),
        ("libgfortran5 =>13.2.0,<13.3", "libgfortran5", ""),
    ],
)
def test_an_entry_names_a_package_and_perhaps_its_version(entry, name, version):
    (package,) = read(entry)

    assert (package.type, package.name, package.version) == ("conda", name, version)
    assert not package.is_installed


def test_build_channel_and_constraint_are_kept():
    pinned, ranged = read("conda-forge::a=1.0=b_0", "c >=1,<2")

    assert pinned.qualifiers == {"build": "b_0", "channel": "conda-forge"}
    assert ranged.properties == {"constraint": ">=1,<2"}


def test_what_pip_installs_is_of_python():
    (package,) = read("pip:\n    - django==5.0.6\n    - -r requirements.txt")

    assert (package.type, package.name, package.version) == ("pypi", "django", "5.0.6")


def test_an_entry_without_a_name_is_passed_over():
    assert read('"="', '"=="', "5", "[a]") == read("5")
