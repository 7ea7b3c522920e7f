"""Capabilities read as `getcap` writes them, and what is damaged is said to be."""

import struct

import pytest

from mooring.image.capabilities import NAMES, UNREADABLE, words_of

EVERY = (1 << len(NAMES)) - 1
NET_RAW, NET_ADMIN, BPF = 1 << 13, 1 << 12, 1 << 39


def revision_2(permitted: int, inheritable: int = 0, *, effective: int = 1) -> bytes:
    low, high = 0xFFFF_FFFF, 32
    return struct.pack(
        "<5I", 2 << 24 | effective, permitted & low, inheritable & low, permitted >> high, inheritable >> high
    )


@pytest.mark.parametrize(
    ("attribute", "words"),
    [
        (revision_2(NET_RAW), "cap_net_raw=ep"),
        (revision_2(NET_RAW | NET_ADMIN), "cap_net_admin,cap_net_raw=ep"),
        (revision_2(NET_RAW, effective=0), "cap_net_raw=p"),
        (revision_2(NET_RAW, NET_RAW), "cap_net_raw=eip"),
        (revision_2(NET_RAW, NET_ADMIN), "cap_net_admin=ei cap_net_raw=ep"),
        (revision_2(BPF), "cap_bpf=ep"),
        (revision_2(1 << 63), "cap_63=ep"),
        (revision_2(EVERY), "=ep"),
        (revision_2(0), ""),
        (struct.pack("<3I", 1 << 24 | 1, NET_RAW, 0), "cap_net_raw=ep"),
        (revision_2(NET_RAW)[:3] + b"\3" + revision_2(NET_RAW)[4:] + struct.pack("<I", 1000), "cap_net_raw=ep [rootid=1000]"),
    ],
)  # fmt: skip
def test_an_attribute_reads_as_getcap_writes_it(attribute, words):
    assert words_of(attribute) == words


@pytest.mark.parametrize(
    "attribute",
    [b"", b"\1", b"\0" * 4, revision_2(NET_RAW)[:-1], revision_2(NET_RAW) + b"\0", b"\0\0\0\x09" + bytes(16)],
)
def test_an_attribute_of_another_length_or_revision_is_unreadable_and_not_none(attribute):
    assert words_of(attribute) == UNREADABLE
