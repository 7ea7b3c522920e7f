"""Pipfile.lock gives the packages of each category with scope and line."""

from mooring.model.reader import LayerFile
from mooring.packages.python.pipfile_lock import READER

LOCK = b"""{
  "_meta": {"requires": {"python_version": "3.8"}},
  "default": {
    "flask": {
      "hashes": ["sha256:00"],
      "version": "==2.1.2"
    },
    "own": {"git": "https://git.example/own.git", "ref": "abc"}
  },
  "develop": {
    "pytest": {"version": "==7.0", "markers": "python_version >= '3.7'"}
  }
}
"""


def test_categories_are_scopes_and_entries_have_lines():
    packages = list(READER.read(LayerFile(path="Pipfile.lock", content=LOCK)))

    assert [(p.name, p.version, p.scope, p.line) for p in packages] == [
        ("flask", "2.1.2", "runtime", 4),
        ("own", "", "runtime", 8),
        ("pytest", "7.0", "dev", 11),
    ]
    assert packages[0].properties == {"hashes": "sha256:00"}
    assert packages[1].properties == {"vcs_url": "https://git.example/own.git", "vcs_commit": "abc"}
    assert packages[2].properties == {"marker": "python_version >= '3.7'"}
