"""*.rpm files. hello.rpm was made by rpmbuild 4.18."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.base.errors import ReadError
from mooring.model.reader import LayerFile
from mooring.packages.os.rpm_archive import READER

HELLO = Path(__file__).with_name("hello.rpm").read_bytes()


def facts(content):
    return list(READER.read(LayerFile(path="pool/hello.rpm", content=content)))


def test_the_package_is_what_rpm_q_says():
    (fact,) = facts(HELLO)

    assert (fact.name, fact.version, fact.architecture) == ("mooring-hello", "2:1.0~rc1-3.test", "x86_64")
    assert (fact.source_name, fact.source_version) == ("mooring-hello", "1.0~rc1-3.test")
    assert fact.licenses == ("MIT and BSD",)
    assert fact.properties == {
        "modularity": "hello:1.0:20240101000000:abcdef12",
        "vendor": "Example Vendor",
        "packager": "Somebody <somebody@packages.example>",
        "homepage": "https://hello.example/",
        "summary": "Says hello",
        "source_rpm": "mooring-hello-1.0~rc1-3.test.src.rpm",
        "installed_size": "24",
        "sigmd5": "6cfdad509834ff49f83ec6a6fbd924d1",
    }


def test_the_package_is_offered_to_those_in_its_folder_and_not_installed():
    (fact,) = facts(HELLO)

    assert (fact.home, fact.is_installed, fact.key) == ("pool", False, "rpm-archive:pool/hello.rpm")
    assert fact.provides == ("config(mooring-hello)", "hello(virtual)", "mooring-hello(x86-64)")
    assert fact.depends == ("/bin/sh", "libthing.so.1()(64bit)", "mooring-lib")


def test_archives_are_read_in_directories_only():
    assert READER.wants("pool/hello.rpm")
    assert not READER.claim.in_images


def test_the_payload_is_not_needed():
    assert facts(HELLO[:-100]) == facts(HELLO)


@pytest.mark.parametrize("end", [0, 50, 96, 100, 400, 2_000])
def test_a_file_that_is_cut_off_within_its_headers_is_a_read_error(end):
    with pytest.raises(ReadError):
        facts(HELLO[:end])


@given(st.lists(st.tuples(st.integers(0, len(HELLO) - 1), st.integers(0, 255)), max_size=10))
def test_mutated_archives_raise_nothing_but_read_error(changes):
    content = bytearray(HELLO)
    for at, byte in changes:
        content[at] = byte
    with suppress(ReadError):
        facts(bytes(content))
