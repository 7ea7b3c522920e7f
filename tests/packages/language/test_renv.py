"""renv.lock gives the packages of an R project."""

from mooring.model.reader import LayerFile
from mooring.packages.language.renv import READER

LOCK = b"""{
  "R": {"Version": "4.3.1"},
  "Packages": {
    "markdown": {
      "Package": "markdown",
      "Version": "1.0",
      "Source": "Repository",
      "Repository": "CRAN",
      "Requirements": ["R", "mime"]
    },
    "mime": {
      "Version": "0.12.1",
      "Source": "GitHub",
      "RemoteSha": "abc",
      "Imports": ["tools (>= 1)"]
    }
  }
}
"""


def test_packages_have_edges_lines_and_sources():
    markdown, mime = READER.read(LayerFile(path="renv.lock", content=LOCK))

    assert (markdown.name, markdown.version, markdown.line, markdown.depends) == ("markdown", "1.0", 4, ("mime",))
    assert markdown.properties == {"source": "Repository", "repository": "CRAN"}
    assert (mime.name, mime.version, mime.line, mime.depends) == ("mime", "0.12.1", 11, ("tools",))
    assert mime.properties == {"source": "GitHub", "vcs_commit": "abc"}
