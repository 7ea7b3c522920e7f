"""The words of a licence text that count: without case, punctuation, copyright lines, list marks and markup.

Fingerprints are made from the same words (`scripts/license_fingerprints.py`): a change here means new fingerprints.
"""

import re
from array import array
from zlib import crc32

SHINGLE = 5
"""Words that are hashed together. Fewer are shared by texts that have nothing to do with each other, more break at every changed name."""
_BITS = 0xFFFFFF
_MARKUP = re.compile(r"<[^<>]{1,200}>|&(?:quot|amp|lt|gt|nbsp|#\d{1,5});")
_COPYRIGHT = re.compile(
    r"^[^\w(©]{0,20}(?:portions |all |this software is )?(?:copyright\b|\(c\)|©)[^\n]{0,20}(?:\(c\)|©|\d{4}|\[|\{|<|year|by )[^\n.]{0,60}"
    r"|all rights? reserved\.?",
    re.MULTILINE,
)
_WORD = re.compile(r"[a-z]{2,}|\d{3,}")
_NAMES = re.compile(r"\bneither (?:the )?(?:names?|trademarks?)\b[^.;]{0,200}?\bnor\b")
_NOT_TO_BE_USED = re.compile(r"\b(?:the )?names? of [^.;]{0,200}?\bmay not be used\b")
"""Where BSD texts have the name of an organisation, in the two ways in which they are written."""
_LEFT_OUT = frozenset(
    {
        "the", "an", "and", "or", "author", "authors", "copyright", "holder", "holders", "owner", "owners", "contributor", "contributors",
        "regents", "isc", "http", "https", "www",
    }
)  # fmt: skip
"""Whom a text speaks of differs from copy to copy, and so does what joins the words."""
_SPELLINGS = {"licence": "license", "licences": "licenses", "licenced": "licensed", "sublicence": "sublicense"}


def words_of(text: str) -> list[str]:
    """The words, in order. Linear in the text."""
    plain = _COPYRIGHT.sub(" ", _MARKUP.sub(" ", text.lower()))
    plain = _NOT_TO_BE_USED.sub(" neither name nor names of its may be used ", _NAMES.sub(" neither name nor ", plain))
    return [_SPELLINGS.get(word, word) for word in _WORD.findall(plain) if word not in _LEFT_OUT]


def shingles_of(words: list[str]) -> "array[int]":
    """A number of 24 bits for each run of five words: that of the run that begins at the word of the same place."""
    joined = " ".join(words).encode()
    ends = array("L")
    at = -1
    for word in words:
        at += len(word) + 1
        ends.append(at)
    starts = [0, *(end + 1 for end in ends[:-1])]
    return array(
        "I", [crc32(joined[start:end]) & _BITS for start, end in zip(starts, ends[SHINGLE - 1 :], strict=False)]
    )
