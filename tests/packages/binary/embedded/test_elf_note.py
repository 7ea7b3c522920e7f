"""The distribution's package, named in a note of the program."""

import pytest

from executables.build import elf, package_note
from executables.hostile import facts
from mooring.base.errors import ReadError
from mooring.packages.binary.executable import READER


def note(document):
    return facts(READER, elf({".note.package": package_note(document)}))


def test_a_note_names_a_package_of_the_distribution():
    (package,) = note(
        {"type": "rpm", "name": "bash", "version": "5.2-3.fc38", "architecture": "x86_64", "osCpe": "cpe:/o:x"}
    )

    assert (
        package.type,
        package.name,
        package.version,
        package.architecture,
    ) == ("rpm", "bash", "5.2-3.fc38", "x86_64")
    assert package.properties == {"os_cpe": "cpe:/o:x"}
    assert package.is_guess


def test_a_declared_package_url_is_believed():
    (package,) = note({"name": "x", "type": "apk", "purl": "pkg:rpm/fedora/tool@2.0-1?arch=x86_64&epoch=1"})

    assert (package.type, package.name, package.version) == ("rpm", "tool", "1:2.0-1")


def test_a_note_without_a_name_names_nothing():
    assert note({"type": "rpm"}) == []


def test_a_note_larger_than_its_section_is_a_read_error():
    blob = bytearray(package_note({"name": "x"}))
    blob[4:8] = b"\xff\xff\0\0"

    with pytest.raises(ReadError):
        facts(READER, elf({".note.package": bytes(blob)}))


def test_a_note_names_the_distribution_that_the_program_was_copied_from():
    (package,) = note({"type": "rpm", "name": "bash", "version": "5.2-3.fc38", "os": "fedora", "osVersion": "38"})

    assert package.namespace == "fedora"
    assert package.qualifiers["distro"] == "fedora-38"
