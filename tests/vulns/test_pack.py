"""Packed columns."""

import pytest

from mooring.base.errors import DatabaseDamaged
from mooring.vulns.pack import DEFLATED, DEFLATED_WITH_DICTIONARY, PLAIN, Unpacker, packer, trained

SAMPLES = [
    f"advisory {number} says that versions below {number * 7}.{number % 13} are affected".encode() * 3
    for number in range(20_000)
]


def test_what_is_short_or_does_not_compress_is_kept_plain():
    incompressible = bytes(range(256))

    assert PLAIN + b"short" == packer()(b"short")
    assert PLAIN + incompressible == packer()(incompressible)
    assert incompressible == Unpacker().unpack(PLAIN + incompressible)


def test_what_compresses_is_compressed_and_comes_back():
    content = b"affected " * 100

    packed = packer()(content)

    assert packed.startswith(DEFLATED) and len(packed) < 60
    assert content == Unpacker().unpack(packed)


def test_a_dictionary_is_trained_the_same_way_twice_and_packs_better():
    dictionary = trained(SAMPLES)

    packed = packer(dictionary)(SAMPLES[5])

    assert dictionary and dictionary == trained(SAMPLES)
    assert packed.startswith(DEFLATED_WITH_DICTIONARY) and len(packed) < len(packer()(SAMPLES[5]))
    assert SAMPLES[5] == Unpacker(dictionary).unpack(packed)


def test_too_few_samples_give_no_dictionary():
    assert b"" == trained(SAMPLES[:10])


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"\x07x",
        DEFLATED,
        DEFLATED + b"nonsense",
        packer()(b"affected " * 100)[:-3],
        DEFLATED_WITH_DICTIONARY + packer()(b"a" * 999)[1:],
    ],
    ids=["empty", "unknown", "nothing", "nonsense", "cut", "no-dictionary"],
)
def test_what_is_damaged_says_so(packed):
    with pytest.raises(DatabaseDamaged):
        Unpacker(b"").unpack(packed)


def test_nothing_is_inflated_past_the_limit(monkeypatch):
    monkeypatch.setattr("mooring.vulns.pack.MAX_UNPACKED_BYTES", 1_000)

    with pytest.raises(DatabaseDamaged, match="more than 1000 bytes"):
        Unpacker().unpack(packer()(bytes(100_000)))
