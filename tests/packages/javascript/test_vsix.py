"""Extensions as archives."""

import pytest

from mooring.base.errors import ReadError
from mooring.model.reader import LayerFile
from mooring.packages.javascript.vsix import READER
from packages.javascript.reading import by_name, read
from packages.javascript.samples import EXTENSION, VSIX, archive


def test_the_extension_and_what_it_bundles_are_found():
    packages = by_name(read(READER, "opt/paint.vsix", VSIX))

    assert {key: package.type for key, package in packages.items()} == {
        "acme/paint@1.2.3": "vscode-extension",
        "brush@2.0.0": "npm",
        "fur@1.0.0": "npm",
    }
    assert packages["brush@2.0.0"].inner_path == "extension/node_modules/brush/package.json"


def test_bundled_packages_find_one_another_inside_the_archive():
    packages = by_name(read(READER, "opt/paint.vsix", VSIX))

    assert packages["brush@2.0.0"].depends == ("fur",)
    assert packages["brush@2.0.0"].lookup.startswith(packages["fur@1.0.0"].home + "/")


def test_a_damaged_package_is_told_after_the_others():
    content = archive({"extension/package.json": EXTENSION, "extension/node_modules/a/package.json": b"{"})
    found = []

    with pytest.raises(ReadError, match="1 packages of the extension are missing"):
        found.extend(READER.read(LayerFile(path="opt/paint.vsix", content=content)))
    assert [package.name for package in found] == ["paint"]
