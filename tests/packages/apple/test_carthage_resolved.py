"""Cartfile.resolved gives the frameworks that Carthage checked out."""

from mooring.packages.apple.carthage_resolved import READER
from packages.lock_files import by_name, read_until_error

CONTENT = """\
github "acme/brush" "v1.0.0"
git "https://git.example/paint.git" "2.0" # a comment
binary "https://files.example/glue.json" "3.0"
github "cut
"""


def test_each_origin_gives_a_package_and_a_damaged_line_is_told():
    facts, message = read_until_error(READER, "Cartfile.resolved", CONTENT)

    packages = by_name(facts)
    assert set(packages) == {"acme/brush@v1.0.0", "paint@2.0", "glue@3.0"}
    assert packages["acme/brush@v1.0.0"].type == "github"
    assert packages["paint@2.0"].qualifiers == {"vcs_url": "git+https://git.example/paint.git@2.0"}
    assert packages["glue@3.0"].qualifiers == {"download_url": "https://files.example/glue.json"}
    assert message == "line 4 is not an origin, a place and a version"
