""".tool-versions gives the versions of tools."""

from mooring.packages.infrastructure.tool_versions import READER
from packages.lock_files import read_until_error


def test_each_version_is_a_package_and_places_are_none():
    content = "# tools\nnode 20.1 18.0 system\nbrush ref:v1.0 # mine\npaint path:~/paint\nglue latest\nbroken\n"

    facts, message = read_until_error(READER, ".tool-versions", content)

    assert [(fact.name, fact.version, fact.line) for fact in facts] == [
        ("node", "20.1", 2),
        ("node", "18.0", 2),
        ("brush", "v1.0", 3),
    ]
    assert message == "line 6 names a tool without a version"
