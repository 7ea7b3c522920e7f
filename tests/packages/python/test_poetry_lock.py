"""poetry.lock gives packages with scope, edges and lines."""

from mooring.model.reader import LayerFile
from mooring.packages.python.poetry_lock import READER

LOCK = b"""
[[package]]
name = "Flask"
version = "1.0"
description = '''
name = "not-this"
'''
category = "main"
optional = false
[package.dependencies]
MarkupSafe = ">=2"
colorama = {version = "*", markers = "sys_platform == 'win32'"}

[[package]]
name = "pytest"
version = "5.0"
groups = ["dev"]

[[package]]
name = "redis"
version = "5.2"
optional = true
groups = ["main"]

[package.source]
type = "git"
url = "https://git.example/redis"
resolved_reference = "abc"
"""


def test_packages_have_scope_edges_and_lines():
    flask, pytest, redis = READER.read(LayerFile(path="poetry.lock", content=LOCK))

    assert (flask.name, flask.version, flask.scope, flask.line) == ("Flask", "1.0", "runtime", 2)
    assert (flask.depends, flask.home) == (("markupsafe", "colorama"), "poetry.lock")
    assert (pytest.scope, pytest.line) == ("dev", 14)
    assert (redis.scope, redis.properties) == (
        "optional",
        {"vcs_url": "https://git.example/redis", "vcs_commit": "abc"},
    )
