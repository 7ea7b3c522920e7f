"""Databases of whole images, compared with lists that another scanner made of the same images."""

import json
import tarfile

import pytest

from mooring.model.facts import PackageFact
from mooring.model.reader import LayerFile
from mooring.packages.os.apk import READER
from mooring.packages.os.dpkg import READER as DPKG
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

INDEX = ROOT / "packages-index.json"
CASES = (
    [row for row in json.loads(INDEX.read_bytes()) if row["inputs"][0].startswith("dpkg/trivy/")]
    if INDEX.exists()
    else []
)


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


@pytest.mark.skipif(not CASES, reason="the shared inputs are not beside the project")
@pytest.mark.parametrize("case", CASES, ids=lambda row: row["case"])
def test_whole_versions_and_sources_of_debian_packages_are_those_expected(case):
    expected = {(row["name"], whole(row), row["arch"], row["src_name"], row["src_version"]) for row in case["expected"]}
    with tarfile.open(ROOT / "packages.tar.xz") as archive:
        content = archive.extractfile(f"packages/{case['inputs'][0]}").read()
    content = content.partition(b"-- var/lib/dpkg/status --\n")[2].partition(b"\n-- ")[0]

    found = {
        (
            fact.name,
            fact.version,
            fact.architecture,
            fact.source_name or fact.name,
            upstream(fact.source_version or fact.version),
        )
        for fact in DPKG.read(LayerFile(path="var/lib/dpkg/status", content=content))
        if isinstance(fact, PackageFact)
    }

    assert found == expected


def whole(row):
    """Epoch, version and revision, which the list has apart."""
    epoch, revision = row.get("epoch"), row.get("release")
    return f"{epoch}:" * bool(epoch) + row["version"] + f"-{revision}" * bool(revision)


def upstream(version):
    """The version without epoch and revision: all that the list has of the source's."""
    version = version.partition(":")[2] or version
    return version.rpartition("-")[0] or version
