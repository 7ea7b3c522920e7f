"""Inventories of Container-Optimized OS and Bottlerocket."""

import json

import pytest

from mooring.packages.os.vendor_inventory import READER
from packages.os.reading import facts_of, packages, readable

COS = "etc/cos-package-info.json"
BOTTLEROCKET = "usr/share/bottlerocket/application-inventory.json"


def test_installed_packages_of_cos_are_found_and_those_of_the_build_are_not():
    document = {
        "installedPackages": [
            {"category": "sys-libs", "name": "zlib", "version": "17162.336.17", "ebuild_version": "1.2.11-r5"}
        ],
        "buildTimePackages": [{"category": "app-arch", "name": "unzip", "version": "1"}],
    }
    (fact,) = facts_of(READER, COS, json.dumps(document))

    assert (fact.type, fact.name, fact.version) == ("cos", "zlib", "17162.336.17")
    assert fact.properties == {"category": "sys-libs", "ebuild_version": "1.2.11-r5"}


@pytest.mark.parametrize(("epoch", "version"), [("1", "1:2.43-1.br1"), ("0", "2.43-1.br1"), ("", "2.43-1.br1")])
def test_packages_of_bottlerocket_have_versions_of_rpm(epoch, version):
    row = {
        "Name": "glibc",
        "Version": "2.43",
        "Release": "1.br1",
        "Epoch": epoch,
        "Architecture": "x86_64",
        "Publisher": "core-kit",
    }
    (fact,) = facts_of(READER, BOTTLEROCKET, json.dumps({"Content": [row]}))

    assert (fact.type, fact.name, fact.version, fact.architecture) == ("rpm", "glibc", version, "x86_64")
    assert fact.properties == {"vendor": "core-kit"}


def test_an_entry_without_a_name_is_reported_and_does_not_hide_the_others():
    found, message = readable(READER, BOTTLEROCKET, json.dumps({"Content": [1, {"Name": "a"}]}))

    assert [package.name for package in packages(found)] == ["a"]
    assert message == "has 1 entries without a name"


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"installedPackages": {}}'])
def test_another_document_is_reported(content):
    found, message = readable(READER, COS, content)

    assert found == [] and message
