"""manifest.toml gives the packages that Gleam resolved."""

from mooring.packages.beam.gleam_manifest import READER
from packages.lock_files import by_name, edges, read

MANIFEST = """\
packages = [
  { name = "brush", version = "1.0.0", build_tools = [], requirements = ["paint"], otp_app = "bapp", source = "hex", outer_checksum = "A" },
  { name = "paint", version = "2.0.0", build_tools = [], requirements = [], source = "git", repo = "https://e.example/p", commit = "abc" },
]

[requirements]
brush = { version = ">= 1.0.0 and < 2.0.0" }
"""


def test_packages_have_lines_hashes_and_edges():
    facts = read(READER, "manifest.toml", MANIFEST)

    brush, paint = by_name(facts).values()
    assert (brush.type, brush.line, brush.provides) == ("hex", 2, ("bapp",))
    assert brush.properties == {"source": "hex", "sha256": "a"}
    assert paint.qualifiers == {"vcs_url": "git+https://e.example/p@abc"}
    assert paint.properties["indirect"] == "true"
    assert edges(facts) == {("brush@1.0.0", "paint@2.0.0")}


def test_a_manifest_of_another_tool_gives_nothing():
    assert read(READER, "manifest.toml", '[[packages]]\nname = "a"\n') == []
