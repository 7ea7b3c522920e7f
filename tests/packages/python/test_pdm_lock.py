"""pdm.lock gives packages with scope and edges; one written twice, for its extras, is one."""

from mooring.model.reader import LayerFile
from mooring.packages.python.pdm_lock import READER

LOCK = b"""
[[package]]
name = "requests"
version = "2.27"
groups = ["default"]
dependencies = ["idna<4,>=2.5; python_version >= \\"3\\""]

[[package]]
name = "requests"
version = "2.27"
extras = ["socks"]
groups = ["default"]
dependencies = ["PySocks!=1.5.7", "requests==2.27"]

[[package]]
name = "pytest"
version = "3.2"
groups = ["tests"]
"""


def test_packages_have_scope_edges_and_lines():
    requests, pytest = READER.read(LayerFile(path="pdm.lock", content=LOCK))

    assert (requests.name, requests.scope, requests.line) == ("requests", "runtime", 2)
    assert requests.depends == ("idna", "pysocks")
    assert (pytest.version, pytest.scope) == ("3.2", "dev")
