"""Templates of secrets, so that no literal token stands in the repository (a code host's own secret search would stop the push).

`expand("ghp_{alnum:36}")` gives the same token each time. What is understood:

- `{ALPHABET:COUNT}`: that many characters, drawn evenly: `lower`, `upper`, `alpha`, `digit`, `alnum`, `lower-digit`, `upper-digit`, `hex`,
  `upper-hex`, `base32`, `base32-lower`, `base58`, `base64`, `base64url`, `word` (alnum and `_`), `bech32`, `upper-bech32`,
  `print` (no quotes, no space).
- `{same:CHARACTER:COUNT}`: one character repeated, as placeholders are.
- `{uuid}`: a random UUID.
- `{github:COUNT}`: COUNT characters of alnum, the last six being GitHub's checksum of the others.
- `{b64|TEXT}`: the Base64 of TEXT, in which `<ALPHABET:COUNT>` may stand.
- A first line `@PATH` is the place of the file (`place_and_text`).

Anything else in braces stands for itself.
"""

import base64
import random
import re
import zlib

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_LOWER, _DIGIT = "abcdefghijklmnopqrstuvwxyz", "0123456789"
_ALNUM = _DIGIT + _LOWER.upper() + _LOWER
ALPHABETS = {
    "lower": _LOWER,
    "upper": _LOWER.upper(),
    "alpha": _LOWER + _LOWER.upper(),
    "digit": _DIGIT,
    "alnum": _ALNUM,
    "lower-digit": _LOWER + _DIGIT,
    "upper-digit": _LOWER.upper() + _DIGIT,
    "hex": "0123456789abcdef",
    "upper-hex": "0123456789ABCDEF",
    "base32": _LOWER.upper() + "234567",
    "base32-lower": _LOWER + "234567",
    "base58": _BASE58,
    "base64": _ALNUM + "+/",
    "base64url": _ALNUM + "-_",
    "word": _ALNUM + "_",
    "bech32": "qpzry9x8gf2tvdw0s3jn54khce6mua7l",
    "upper-bech32": "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L",
    "print": _ALNUM + "!#%&()*+-.;<=>?[]^{|}~",
}
_HOLE = re.compile(
    r"\{same:(?P<char>.):(?P<times>\d+)\}|\{(?P<uuid>uuid)\}|\{github:(?P<github>\d+)\}|\{b64\|(?P<text>[^{}]*)\}"
    r"|\{(?P<alphabet>[a-z0-9-]+):(?P<count>\d+)\}"
)
_INNER = re.compile(r"<([a-z0-9-]+:\d+)>")


def expand(template: str) -> str:
    """The text with each hole filled; equal templates give equal texts."""
    source = random.Random(template)
    return _HOLE.sub(lambda hole: _filled(hole, source), template)


def place_and_text(template: str) -> tuple[str, str]:
    """The path that the example names (without a leading slash; `app/settings.txt` where it names none), and its text, expanded."""
    text = expand(template)
    if not text.startswith("@"):
        return "app/settings.txt", text
    place, _, rest = text.partition("\n")
    return place[1:], rest


def _filled(hole: re.Match[str], source: random.Random) -> str:
    if hole["char"]:
        return hole["char"] * int(hole["times"])
    if hole["uuid"]:
        digits = _drawn("hex", 32, source)
        return "-".join((digits[:8], digits[8:12], "4" + digits[13:16], "a" + digits[17:20], digits[20:]))
    if hole["github"]:
        part = _drawn("alnum", int(hole["github"]) - 6, source)
        return part + _base62(zlib.crc32(part.encode()), 6)
    if hole["text"] is not None:
        return base64.b64encode(expand(_INNER.sub(r"{\1}", hole["text"])).encode()).decode()
    if hole["alphabet"] not in ALPHABETS:
        return hole[0]
    return _drawn(hole["alphabet"], int(hole["count"]), source)


def _drawn(alphabet: str, count: int, source: random.Random) -> str:
    """Characters of the alphabet, no character again before three others: short tokens have a token's entropy, too."""
    letters = ALPHABETS[alphabet]
    drawn = ""
    while len(drawn) < count:
        letter = source.choice(letters)
        if letter not in drawn[-3:]:
            drawn += letter
    return drawn


def _base62(value: int, width: int) -> str:
    digits = ""
    for _ in range(width):
        value, digit = divmod(value, 62)
        digits = _ALNUM[digit] + digits
    return digits
