"""The lock format of uv, beyond what the readers' own tests show."""

from mooring.model.reader import LayerFile
from mooring.packages.python.standards.uv import locked_packages


def test_a_package_without_a_root_that_reaches_it_is_runtime():
    lock = b'[[package]]\nname = "a"\nversion = "1"\ndependencies = [{ name = "B_c" }]\n[[package]]\nname = 5\n'

    (package,) = locked_packages(LayerFile(path="uv.lock", content=lock))

    assert (package.scope, package.depends, package.is_root) == ("runtime", ("b-c",), False)


def test_a_member_of_the_workspace_is_a_root():
    lock = b'[[package]]\nname = "member"\nversion = "1"\nsource = { editable = "packages/member" }\n'

    (package,) = locked_packages(LayerFile(path="uv.lock", content=lock))

    assert package.is_root
