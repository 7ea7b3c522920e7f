"""Kernel modules, compressed or not."""

import gzip
import lzma
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from executables.build import elf
from executables.hostile import damaged, facts, survives
from mooring.base.errors import ReadError
from mooring.packages.binary.kernel_module import READER

WORDS = b"version=0.4ac1\0license=GPL\0license=MIT\0depends=a,b\0name=oaktrail\0vermagic=6.1.0-9-amd64 SMP\0"
MODULE = elf({".modinfo": WORDS})


def zstd(content):
    if sys.version_info >= (3, 14):
        from compression import zstd as codec
    else:
        from backports import zstd as codec
    return codec.compress(content)


@pytest.mark.parametrize("pack", [bytes, gzip.compress, lzma.compress, zstd], ids=["plain", "gzip", "xz", "zstd"])
def test_a_module_is_what_its_words_say(pack):
    (module,) = facts(READER, pack(MODULE), "lib/modules/6.1.0/oaktrail.ko")

    assert (module.name, module.version, module.licenses) == ("oaktrail", "0.4ac1", ("GPL", "MIT"))
    assert module.depends == ("a", "b")
    assert module.properties["kernel"] == "6.1.0-9-amd64"
    assert module.is_guess


def test_a_module_without_a_name_is_called_like_its_file():
    (module,) = facts(READER, elf({".modinfo": b"license=GPL\0"}), "lib/modules/6.1.0/snd-hda.ko.xz")

    assert module.name == "snd_hda"


@pytest.mark.parametrize("content", ["안녕".encode(), gzip.compress(b"text", mtime=0), elf({".text": b"x"})])
def test_a_korean_text_is_no_module(content):
    assert facts(READER, content, "usr/share/vim/tutor.ko") == []


@pytest.mark.parametrize("content", [MODULE[:-1], gzip.compress(MODULE, mtime=0)[:-9], b"\x1f\x8bjunk"])
def test_a_damaged_module_is_a_read_error(content):
    with pytest.raises(ReadError):
        facts(READER, content, "a.ko")


@given(
    st.sampled_from([MODULE, gzip.compress(MODULE, mtime=0), lzma.compress(MODULE), zstd(MODULE)]),
    st.integers(0, 10_000),
    st.integers(0, 255),
    st.integers(0, 10_000),
)
def test_damaged_modules_raise_nothing_else(content, at, value, length):
    survives(READER, damaged(content, at, value, length), "a.ko")
    survives(READER, damaged(content, at, value, len(content)), "a.ko")
