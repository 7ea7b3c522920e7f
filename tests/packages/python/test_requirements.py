"""Requirements files give pinned versions, bounds that are marked as such, hashes, markers and extras."""

import pytest

from mooring.model.reader import LayerFile
from mooring.packages.python.requirements import READER


def read(text: str, path: str = "requirements.txt") -> list:
    return list(READER.read(LayerFile(path=path, content=text.encode())))


def versions(text: str) -> list[tuple[str, str]]:
    return [(package.name, package.version) for package in read(text)]


@pytest.mark.parametrize(
    ("line", "name", "version"),
    [
        ("flask==2.0.0", "flask", "2.0.0"),
        ("Flask == 2.0.0  # why", "Flask", "2.0.0"),
        ("jinja2==3.0.0#why", "jinja2", "3.0.0"),
        ("yolo===1.0", "yolo", "1.0"),
        ("celery[redis, pytest]==4.4.7", "celery", "4.4.7"),
        ("keyring>=4.1.1", "keyring", "4.1.1"),
        ("a~=1.1", "a", "1.1"),
        ("a==2.0.*", "a", "2.0.0"),
        ("a==1.*,>=1.2", "a", "1.2"),
        ("a!=1.5,>=1.2,<2", "a", "1.2"),
        ("a<=1.2.3", "a", "1.2.3"),
        ("a>1.2.3", "a", ""),
        ("a", "a", ""),
        ("a==5.*.*", "a", ""),
        ("a==${VERSION}", "a", ""),
        ("a @ https://files.example/a.zip", "a", ""),
        ("-e git+https://git.example/a.git@main#egg=a", "a", ""),
        ("./wheels/numpy-1.9.2-cp34-none-win32.whl", "numpy", "1.9.2"),
        ("https://files.example/a-b-1.0.tar.gz", "a-b", "1.0"),
    ],
)
def test_a_line_gives_a_name_and_the_version_it_tells(line, name, version):
    assert versions(line) == [(name, version)]


@pytest.mark.parametrize(
    "line", ["", "# a==1", "-r other.txt", "-c constraints.txt", "--index-url https://registry.example", "."]
)
def test_other_lines_name_no_package(line):
    assert versions(line) == []


def test_a_bound_is_marked_and_the_constraint_is_kept():
    (package,) = read("a>=1, <2; python_version > '3'")

    assert package.properties == {
        "constraint": ">=1,<2",
        "version_from": "lower-bound",
        "marker": "python_version > '3'",
    }


def test_a_continued_line_is_one_requirement_with_its_hashes_and_first_line_number():
    (other, package) = read("b==1\na==2 \\\n    --hash=sha256:00 \\\n    --hash=sha256:ff\n")

    assert (package.name, package.version, package.line) == ("a", "2", 2)
    assert package.properties["hashes"] == "sha256:00 sha256:ff"
    assert other.line == 1


def test_credentials_in_a_url_are_not_kept():
    (package,) = read("a @ https://user:secret@files.example/a.zip")

    assert package.properties["url"] == "https://files.example/a.zip"


@pytest.mark.parametrize(
    ("name", "scope"),
    [("requirements.txt", "runtime"), ("requirements-dev.txt", "dev"), ("test-requirements.txt", "dev")],
)
def test_the_file_name_tells_the_scope(name, scope):
    assert [package.scope for package in read("a==1", path=name)] == [scope]


@pytest.mark.parametrize(
    ("path", "is_wanted"),
    [
        ("app/requirements.txt", True),
        ("requirements/prod.txt", True),
        ("x-requirements-dev.txt", True),
        ("notes.txt", False),
    ],
)
def test_requirements_files_are_known_by_name(path, is_wanted):
    assert READER.wants(path) == is_wanted


def test_nothing_is_installed_by_naming_it():
    assert not any(package.is_installed for package in read("a==1\nb"))
    assert not READER.claim.in_images
