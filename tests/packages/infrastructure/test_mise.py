"""mise.toml and mise.lock give the versions of tools."""

import pytest

from mooring.packages.infrastructure.mise import READER
from packages.lock_files import by_name, read


def test_every_form_of_a_version_is_read():
    content = """\
[tools]
node = ["20", "18"]
brush = { version = "1.0", postinstall = "x" }
paint = [{ version = "2.0" }]
glue = "latest"
"npm:@acme/cli" = "3"
"pipx:black[d]" = "24.1"
"""

    packages = by_name(read(READER, "mise.toml", content))

    assert set(packages) == {"node@20", "node@18", "brush@1.0", "paint@2.0", "@acme/cli@3", "black@24.1"}
    assert (packages["@acme/cli@3"].type, packages["black@24.1"].type) == ("npm", "pypi")
    assert packages["black@24.1"].properties == {"manager": "mise", "backend": "pipx"}


def test_a_lock_file_has_versions_in_tables():
    (fact,) = read(READER, "mise.lock", '[[tools.node]]\nversion = "20.1.0"\nbackend = "core:node"\n')

    assert (fact.name, fact.version, fact.properties["backend"]) == ("node", "20.1.0", "core:node")


@pytest.mark.parametrize(
    ("path", "is_claimed"),
    [(".mise.toml", True), (".config/mise/config.toml", True), ("config.toml", False), ("mise.local.toml", True)],
)
def test_the_usual_places_are_claimed(path, is_claimed):
    assert READER.wants(path) == is_claimed
