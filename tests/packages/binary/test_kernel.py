"""Kernel images by boot header or banner."""

import re
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from executables.build import elf
from executables.hostile import facts, survives
from mooring.packages.binary.kernel import READER


def image(text):
    head = bytearray(0x400)
    head[0x202:0x206] = b"HdrS"
    struct.pack_into("<H", head, 0x20E, 0x100)
    head[0x300 : 0x300 + len(text)] = text
    return bytes(head)


def test_the_boot_header_says_the_release():
    (kernel,) = facts(READER, image(b"6.1.0-13-amd64 (builder@host) #1 SMP"), "boot/vmlinuz-6.1.0-13-amd64")

    assert (kernel.name, kernel.version) == ("linux-kernel", "6.1.0-13-amd64")
    assert kernel.properties == {"description": "6.1.0-13-amd64 (builder@host) #1 SMP"}


def test_an_uncompressed_kernel_says_it_in_its_banner():
    content = elf({".rodata": b"Linux version 5.10.201 (gcc) #1\n"})

    assert [fact.version for fact in facts(READER, content, "boot/vmlinux")] == ["5.10.201"]


def test_a_file_without_either_is_no_kernel():
    assert facts(READER, bytes(2048), "boot/vmlinuz") == []


NAMES = [
    ("6.6.8 (x)", ("cpe:2.3:o:linux:linux_kernel:6.6.8:*:*:*:*:*:*:*",)),
    ("6.7.0-rc3 (x)", ("cpe:2.3:o:linux:linux_kernel:6.7.0:rc3:*:*:*:*:*:*",)),
    ("6.1.0-13-amd64 (x)", ()),
]


@pytest.mark.parametrize(("text", "cpes"), NAMES)
def test_only_an_upstream_release_has_a_certain_platform_name(text, cpes):
    (kernel,) = facts(READER, image(text.encode()), "boot/vmlinuz")

    assert kernel.cpes == cpes


PATHS = [
    ("boot/vmlinuz-6.1.0-13-amd64", True),
    ("lib/modules/6.1.0/vmlinuz", True),
    ("boot/config-6.1.0", False),
    ("usr/bin/vmlinuz.sh", False),
]


@pytest.mark.parametrize(("path", "is_wanted"), PATHS)
def test_kernels_are_known_by_their_names(path, is_wanted):
    assert (re.search(READER.claim.pattern, path) is not None) == is_wanted


@given(st.binary(max_size=1200), st.binary(max_size=40))
def test_arbitrary_bytes_raise_nothing(content, text):
    survives(READER, content, "boot/vmlinuz")
    survives(READER, image(text), "boot/vmlinuz")
