"""Databases of whole images, compared with lists that another scanner made of the same images."""

import json
import tarfile

import pytest

from mooring.model.facts import PackageFact
from mooring.model.reader import LayerFile
from mooring.packages.os.apk import READER
from quality.cases import ROOT

IMAGE = ROOT / "images" / "alpine-310.tar.gz"
NEWER = {"busybox": "1.30.1-r3", "openssl": "1.1.1d-r2"}
"""Origins whose version in the image is a later build than in the list, which is of another day."""
SPDX = {
    "BSD": "BSD-3-Clause",
    "GPL2": "GPL-2.0-only",
    "GPL2+": "GPL-2.0-or-later",
    "GPL-2.0": "GPL-2.0-only",
    "zlib": "Zlib",
}
"""What the list wrote for names that are no SPDX identifiers."""


@pytest.mark.skipif(not IMAGE.exists(), reason="the shared inputs are not beside the project")
def test_the_packages_of_alpine_are_those_of_the_list():
    expected = {
        (row["name"], NEWER.get(row["src_name"], row["version"]), row["arch"], row["src_name"], tuple(row["licenses"]))
        for row in listed("alpine-310.json")
    }

    found = {
        (
            fact.name,
            fact.version,
            fact.architecture,
            fact.source_name,
            tuple(SPDX.get(name, name) for name in fact.licenses),
        )
        for fact in READER.read(LayerFile(path="lib/apk/db/installed", content=database()))
        if isinstance(fact, PackageFact)
    }

    assert found == expected


def listed(name):
    with tarfile.open(ROOT / "package-lists.tar.xz") as archive:
        return json.load(archive.extractfile(f"package-lists/{name}"))["packages"]


def database():
    with tarfile.open(IMAGE) as image:
        (layer,) = [member for member in image if member.name.endswith("/layer.tar")]
        with tarfile.open(fileobj=image.extractfile(layer)) as files:
            return files.extractfile("lib/apk/db/installed").read()
