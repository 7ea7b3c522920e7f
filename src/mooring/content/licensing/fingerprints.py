"""Which known licence texts a text holds, and how much of each.

A licence is told by its runs of five words (`words.py`). It is there where a stretch of the file not much longer than the text has four
fifths of them. Texts that share most of their words (BSD-2-Clause is a part of BSD-3-Clause, MIT-0 of MIT) compete for the stretch: a run
that is there counts for a text, one that is not there twice against it.
"""

import base64
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import msgspec

from mooring.content.licensing.words import SHINGLE, shingles_of, words_of

THRESHOLD = 0.8
_FILE = "fingerprints.txt"
_STRETCH, _SLACK = 1.25, 60
"""How much longer than the text, and by how many words, a stretch may be: names, addresses, a line in between."""
_MISSING = 2
_SAMPLE = 20
_MAX_INSTANCES = 1_000


class Fingerprint(msgspec.Struct, frozen=True, gc=False):
    """What is known of one text."""

    license: str
    """SPDX identifier; of the GNU licences that of the family (`GPL-2.0`), since the text does not say whether later versions hold."""
    step: int
    """Hashes that are multiples of this are kept."""
    words: int
    hashes: frozenset[int]
    sample: tuple[int, ...]
    """Some of the hashes. Where half of them are missing the text is not there: few texts need be looked at wholly."""


class Found(msgspec.Struct, frozen=True, gc=False):
    """A licence in a stretch of a file."""

    license: str
    confidence: float
    """Share of the text's runs of words that are there."""
    start: int
    end: int
    """Numbers of words."""
    score: float
    """How well the text explains the stretch: its words, less what is missing."""


def licenses_in(text: str) -> list[Found]:
    """The licences whose text is there, each once, in the order in which they stand. Linear in the text."""
    hashes = shingles_of(words_of(text))
    present: dict[int, list[int]] = {}
    for at, value in enumerate(hashes):
        present.setdefault(value, []).append(at)
    found: list[Found] = []
    for fingerprint in fingerprints():
        if sum([value in present for value in fingerprint.sample]) * 2 < len(fingerprint.sample):
            continue
        common = fingerprint.hashes & present.keys()
        if len(common) >= THRESHOLD * len(fingerprint.hashes):
            places = sorted([at for value in common for at in present[value]])
            found += _stretches(fingerprint, places, hashes)
    best: dict[str, Found] = {}
    for one in _without_overlaps(found):
        known = best.get(one.license)
        if known is None or known.confidence < one.confidence:
            best[one.license] = one
    return sorted(best.values(), key=lambda one: (one.start, one.license))


@cache
def fingerprints() -> tuple[Fingerprint, ...]:
    """All that are known, by identifier; read once."""
    lines = Path(__file__).with_name(_FILE).read_text(encoding="ascii").splitlines()
    return tuple(_fingerprint(*line.split(" ")) for line in lines)


def _fingerprint(name: str, step: str, words: str, packed: str) -> Fingerprint:
    raw = base64.b64decode(packed)
    hashes = [int.from_bytes(raw[at : at + 3], "big") for at in range(0, len(raw), 3)]
    return Fingerprint(name, int(step), int(words), frozenset(hashes), tuple(hashes[:_SAMPLE]))


def _stretches(fingerprint: Fingerprint, places: Sequence[int], hashes: Sequence[int]) -> Iterator[Found]:
    """Yield the stretches that have enough of a text, one after the other; `places` are those of its own runs, in order."""
    total, begin = len(fingerprint.hashes), 0
    for _ in range(_MAX_INSTANCES):
        stretch = _first_stretch(fingerprint, places, begin, hashes)
        if stretch is None:
            return
        matched, start, end = stretch
        score = fingerprint.words * (matched - _MISSING * (total - matched)) / total
        yield Found(fingerprint.license, round(matched / total, 3), start, places[end] + SHINGLE, score)
        begin = end + 1


def _first_stretch(
    fingerprint: Fingerprint, places: Sequence[int], begin: int, hashes: Sequence[int]
) -> tuple[int, int, int] | None:
    """How many of the text's runs the first stretch has, at which word it starts, and the number of the place where it ends.

    A window slides over the places, no wider than a text may be; once it has enough, what still fits in may make it better.
    """
    width = int(fingerprint.words * _STRETCH) + _SLACK
    least = THRESHOLD * len(fingerprint.hashes)
    counts: dict[int, int] = {}
    left, best, start, end = begin, 0, 0, 0
    for right in range(begin, len(places)):
        at = places[right]
        if best and at > start + width:
            break
        counts[hashes[at]] = counts.get(hashes[at], 0) + 1
        while at - places[left] > width or counts[hashes[places[left]]] > 1:
            first = hashes[places[left]]
            counts[first] -= 1
            if not counts[first]:
                del counts[first]
            left += 1
        if len(counts) >= least and len(counts) > best:
            best, start, end = len(counts), places[left], right
    return (best, start, end) if best else None


def _without_overlaps(found: Sequence[Found]) -> Iterator[Found]:
    """Yield those that explain a stretch best; of the others at least half is explained already."""
    explained = bytearray(max((one.end for one in found), default=0))
    for one in sorted(found, key=lambda one: (-one.score, -one.confidence, one.start, one.license)):
        length = one.end - one.start
        if explained.count(1, one.start, one.end) * 2 < length:
            explained[one.start : one.end] = b"\1" * length
            yield one
