"""Paket's lock file."""

from executables.hostile import facts
from mooring.packages.dotnet.paket_lock import READER

LOCK = b"""NUGET
  remote: https://nuget.example/v3/index.json
    A (1.0)
      B (>= 2.0)
    B (2.0)

GROUP Test
NUGET
  remote: https://nuget.example/v3/index.json
    C (3.0) - restriction: >= net45
GITHUB
  remote: owner/project
    src/File.fs (abc123)
"""


def test_packages_are_found_with_line_group_and_needs():
    a, b, c, file = facts(READER, LOCK, "paket.lock")

    assert (a.name, a.version, a.line, a.depends) == ("A", "1.0", 3, ("b",))
    assert (b.name, b.depends) == ("B", ())
    assert (c.scope, c.properties["group"]) == ("test", "Test")
    assert (file.type, file.version) == ("github", "abc123")
