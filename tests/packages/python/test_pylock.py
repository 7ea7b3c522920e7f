"""pylock.toml (PEP 751) gives packages with edges, and scopes by their markers."""

import pytest

from mooring.model.reader import LayerFile
from mooring.packages.python.pylock import READER

LOCK = b"""
lock-version = "1.0"
default-groups = ["main"]
[[packages]]
name = "click"
version = "8.1"
dependencies = [{ name = "colorama", version = "0.4" }]
[[packages]]
name = "colorama"
version = "0.4"
marker = "'dev' in dependency_groups"
[[packages]]
name = "rich"
version = "13"
marker = "'fancy' in extras"
[[packages]]
name = "six"
marker = "'main' in dependency_groups or 'dev' in dependency_groups"
[packages.vcs]
type = "git"
url = "https://git.example/six"
commit-id = "abc"
"""


def test_packages_have_scope_edges_and_lines():
    packages = list(READER.read(LayerFile(path="pylock.toml", content=LOCK)))

    assert [(p.name, p.version, p.scope, p.line) for p in packages] == [
        ("click", "8.1", "runtime", 4),
        ("colorama", "0.4", "dev", 8),
        ("rich", "13", "optional", 12),
        ("six", "", "runtime", 16),
    ]
    assert packages[0].depends == ("colorama@0.4",)
    assert packages[3].properties["vcs_commit"] == "abc"


@pytest.mark.parametrize(
    ("path", "is_wanted"),
    [("pylock.toml", True), ("a/pylock.dev.toml", True), ("mypylock.toml", False), ("pylock.a.b.toml", False)],
)
def test_the_name_of_a_lock_is_as_the_specification_says(path, is_wanted):
    assert READER.wants(path) == is_wanted
