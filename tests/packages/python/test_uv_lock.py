"""uv.lock gives the project as root, and scopes by what reaches a package."""

from mooring.model.reader import LayerFile
from mooring.packages.python.uv_lock import READER

LOCK = b"""
version = 1
[[package]]
name = "app"
version = "0.1"
source = { editable = "." }
dependencies = [{ name = "requests" }]
[package.optional-dependencies]
fast = [{ name = "orjson" }]
[package.dev-dependencies]
dev = [{ name = "pytest" }, { name = "requests" }]

[[package]]
name = "orjson"
version = "3.10"
[[package]]
name = "pytest"
version = "8.3"
dependencies = [{ name = "numpy", version = "1.0", marker = "python_version < '3.9'" }, { name = "numpy", version = "2.0" }]
[[package]]
name = "numpy"
version = "1.0"
[[package]]
name = "numpy"
version = "2.0"
[[package]]
name = "requests"
version = "2.32"
source = { git = "https://git.example/requests?rev=v2#abc" }
"""


def test_scope_is_how_a_package_is_reached_from_the_root():
    packages = list(READER.read(LayerFile(path="uv.lock", content=LOCK)))

    assert [(p.name, p.version, p.scope, p.is_root) for p in packages] == [
        ("app", "0.1", "runtime", True),
        ("orjson", "3.10", "optional", False),
        ("pytest", "8.3", "dev", False),
        ("numpy", "1.0", "dev", False),
        ("numpy", "2.0", "dev", False),
        ("requests", "2.32", "runtime", False),
    ]


def test_one_of_several_versions_is_meant_by_name_and_version():
    packages = list(READER.read(LayerFile(path="uv.lock", content=LOCK)))

    assert packages[2].depends == ("numpy@1.0", "numpy@2.0")
    assert "numpy@1.0" in packages[3].provides


def test_the_commit_of_a_repository_is_kept():
    package = list(READER.read(LayerFile(path="uv.lock", content=LOCK)))[-1]

    assert package.properties == {"vcs_url": "https://git.example/requests?rev=v2", "vcs_commit": "abc"}
