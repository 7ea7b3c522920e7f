"""The lock of a script has the script's requirements in its manifest."""

from mooring.model.reader import LayerFile
from mooring.packages.python.script_lock import READER


def test_the_packages_that_a_script_asks_for_are_runtime_ones():
    lock = (
        b'version = 1\n[manifest]\nrequirements = [{ name = "rich" }]\n[[package]]\nname = "rich"\nversion = "13.9"\n'
    )

    (package,) = READER.read(LayerFile(path="tool.py.lock", content=lock))

    assert (package.name, package.version, package.scope, package.line) == ("rich", "13.9", "runtime", 4)
    assert READER.wants("bin/tool.py.lock")
    assert not READER.wants("uv.lock")
