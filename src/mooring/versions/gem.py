"""Versions of gems (Gem::Version of RubyGems): numbers and words; a word makes a pre-release.

A version is split at dots and where digits and letters meet; a hyphen is `.pre.`. Segments are compared one by one, a word below a number,
and absent segments are 0. Zeros at the end of the numbers before the first word, and at the end of all, play no part: `1.0.a` is `1.a`.

Where it departs: RubyGems reads an empty text as version 0; here it is no version.

The key: each segment that is not 0, headed by how many zeros are before it, so that the end of the key is as an endless row of zeros:
a word after fewer zeros is lower, then the end, then a number after fewer zeros is higher.
"""

import re

from mooring.versions.keys.numbers import NUMBERS
from mooring.versions.scheme import MAX_VERSION_CHARACTERS, InvalidVersion, VersionScheme

_WORD, _WORD_AFTER_ZEROS, _END, _NUMBER_AFTER_MANY_ZEROS = b"\x01", b"\x02", b"\x03", b"\x04"
_FEW_ZEROS, _NUMBER_AFTER_FEW_ZEROS = 10, 0x0F

_BLANKS = " \t\n\v\f\r"
_VERSION = re.compile(r"[0-9]+(?:\.[0-9A-Za-z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?")
_SEGMENTS = re.compile(r"[0-9]+|[A-Za-z]+")
_LETTER = re.compile(r"[A-Za-z]")
_PLATFORM = re.compile(
    r"-(?:java|jruby|ruby|mswin(?:32|64)?|mingw32|x64-mingw(?:32|-ucrt)"
    r"|(?:universal|x86|x86_64|x64|i[3-6]86|amd64|arm|armv[5-8][a-z]*|arm64|aarch64|ppc64|ppc64le|powerpc|s390x|riscv64|sparc)"
    r"-[a-z][a-z0-9._-]*)"
)


def key(text: str) -> bytes:
    """The sort key of a version, blanks around it left out. Raises InvalidVersion."""
    if len(text) > MAX_VERSION_CHARACTERS or not _VERSION.fullmatch(text := text.strip(_BLANKS)):
        raise InvalidVersion(f"{text[:80]!r} is no version of a gem")
    if "-" in text:
        text = text.replace("-", ".pre.")
    first_word = _LETTER.search(text)
    if first_word is None:
        return _code(_SEGMENTS.findall(text)) + _END
    numbers = _SEGMENTS.findall(text[: first_word.start()])
    while numbers and not numbers[-1].strip("0"):
        numbers.pop()
    return _code(numbers + _SEGMENTS.findall(text[first_word.start() :])) + _END


def for_matching(text: str) -> str:
    """The version without the platform that a lock file puts behind it (`1.13.0-x86_64-linux`)."""
    version, hyphen, _ = text.partition("-")
    return version if hyphen and _PLATFORM.fullmatch(text, len(version)) else text


def _code(segments: list[str]) -> bytes:
    """The code of segments; zeros at their end give nothing."""
    codes, zeros = [], 0
    for segment in segments:
        if not segment.strip("0"):
            zeros += 1
            continue
        if segment[0] <= "9":
            codes.append(_number_head(zeros) + NUMBERS[segment] if zeros else NUMBERS[segment])
        else:
            head = b"%b%c%c" % (_WORD_AFTER_ZEROS, zeros >> 8, zeros & 255) if zeros else _WORD
            codes.append(b"%b%b\0" % (head, segment.encode()))
        zeros = 0
    return b"".join(codes)


def _number_head(zeros: int) -> bytes:
    """The lower, the more zeros."""
    if zeros <= _FEW_ZEROS:
        return bytes([_NUMBER_AFTER_FEW_ZEROS - zeros])
    return b"%b%c%c" % (_NUMBER_AFTER_MANY_ZEROS, 255 - (zeros >> 8), 255 - (zeros & 255))


SCHEME = VersionScheme(
    name="gem",
    key=key,
    for_matching=for_matching,
    summary="Gem::Version: words are pre-releases, zeros at the end are nothing",
)
