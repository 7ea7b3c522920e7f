"""pyproject.toml gives the project and what it asks for, by scope."""

from mooring.model.reader import LayerFile
from mooring.packages.python.pyproject import READER


def read(text: str) -> list:
    return list(READER.read(LayerFile(path="pyproject.toml", content=text.encode())))


def test_the_standard_tables_have_their_scopes():
    packages = read(
        """
        [build-system]
        requires = ["hatchling"]
        [project]
        name = "My_App"
        version = "1.0"
        license = "MIT"
        dependencies = ["requests[socks]==2.32.0", "flask>=3"]
        [project.optional-dependencies]
        fast = ["orjson"]
        [dependency-groups]
        test = ["pytest==8", {include-group = "lint"}]
        lint = ["ruff"]
        """
    )

    assert [(p.name, p.version, p.scope, p.is_root) for p in packages] == [
        ("My_App", "1.0", "runtime", True),
        ("requests", "2.32.0", "runtime", False),
        ("flask", "3", "runtime", False),
        ("orjson", "", "optional", False),
        ("pytest", "8", "dev", False),
        ("ruff", "", "dev", False),
        ("hatchling", "", "build", False),
    ]
    assert packages[0].depends == ("requests", "flask")
    assert packages[0].licenses == ("MIT",)
    assert packages[2].properties["version_from"] == "lower-bound"


def test_the_constraints_of_poetry_are_understood():
    packages = read(
        """
        [tool.poetry]
        name = "app"
        version = "1.0"
        [tool.poetry.dependencies]
        python = "^3.11"
        flask = "^3.0"
        pinned = "1.2.3"
        several = [{version = "1.0", python = "<3"}, {version = "2.0"}]
        extra = {version = "~1.1", optional = true}
        [tool.poetry.group.dev.dependencies]
        pytest = "*"
        """
    )

    assert [(p.name, p.version, p.scope) for p in packages[1:]] == [
        ("flask", "3.0", "runtime"),
        ("pinned", "1.2.3", "runtime"),
        ("several", "1.0", "runtime"),
        ("several", "2.0", "runtime"),
        ("extra", "1.1", "optional"),
        ("pytest", "", "dev"),
    ]
    assert packages[1].properties == {"constraint": ">=3.0", "version_from": "lower-bound"}


def test_a_project_without_a_name_has_no_root():
    assert [package.name for package in read('[dependency-groups]\ndev = ["pytest"]')] == ["pytest"]
