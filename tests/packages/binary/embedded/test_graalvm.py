"""The SBOM of a GraalVM native image."""

import gzip
import json
import struct

import pytest

from executables.build import elf
from executables.hostile import facts
from mooring.base.errors import ReadError
from mooring.packages.binary.executable import READER

DOCUMENT = {
    "bomFormat": "CycloneDX",
    "components": [
        {
            "group": "io.netty",
            "name": "netty-common",
            "version": "4.1.0",
            "bom-ref": "a",
            "purl": "pkg:maven/io.netty/netty-common@4.1.0",
        },
        {
            "group": "org.example",
            "name": "plain",
            "version": "1.0",
            "bom-ref": "b",
            "licenses": [{"license": {"id": "MIT"}}],
        },
    ],
    "dependencies": [{"ref": "b", "dependsOn": ["a"]}],
}


def image(blob):
    """Writable data at 0x1000 holds the length and the document; two dynamic symbols say where."""
    names = b"\0sbom\0sbom_length\0"
    symbols = struct.pack("<IBBHQQ", 1, 0, 0, 1, 0x1008, 0) + struct.pack("<IBBHQQ", 6, 0, 0, 1, 0x1000, 0)
    data = struct.pack("<Q", len(blob)) + blob
    return elf({".svm_heap": b"heap", ".dynsym": symbols, ".dynstr": names}, writable=data)


def test_the_components_are_packages_with_edges():
    netty, plain, document = facts(READER, image(gzip.compress(json.dumps(DOCUMENT).encode())))

    assert (netty.type, netty.namespace, netty.name, netty.version) == ("maven", "io.netty", "netty-common", "4.1.0")
    assert (plain.type, plain.namespace, plain.licenses, plain.depends) == ("maven", "org.example", ("MIT",), ("a",))
    assert document.package_count == 2


def test_an_image_without_an_sbom_holds_nothing():
    assert facts(READER, elf({".svm_heap": b"heap"})) == []


def test_a_damaged_sbom_is_a_read_error():
    with pytest.raises(ReadError):
        facts(READER, image(b"junk"))
