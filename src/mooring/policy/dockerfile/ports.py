"""Ports that a Dockerfile exposes, against those that a policy lists."""

import re
from collections.abc import Iterator, Sequence

_PORT = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?(?:/([a-z]{1,8}))?")
_PROTOCOLS = ("", "/tcp", "/udp")
ANY = 0
"""In a list: every port."""


def denied(words: Sequence[str], ports: Sequence[int]) -> Iterator[str]:
    """What an EXPOSE with these words opens that is listed, as messages."""
    if ANY in ports and words:
        yield f"Dockerfile exposes network ports but policy sets DENIEDPORTS=0: {list(words)}"
        return
    for port in ports:
        found = next((text for text in (f"{port}{end}" for end in _PROTOCOLS) if _is_among(text, words)), "")
        if found:
            yield f"Dockerfile exposes port ({found}) which is in policy file DENIEDPORTS list"


def not_allowed(words: Sequence[str], ports: Sequence[int]) -> Iterator[str]:
    """What an EXPOSE with these words opens that is not listed, as messages."""
    if ANY in ports and words:
        yield f"Dockerfile exposes network ports but policy sets ALLOWEDPORTS=0: {list(words)}"
        return
    for word in words:
        if not _is_within(word, frozenset(ports)):
            yield f"Dockerfile exposes port ({word}) which is not in policy file ALLOWEDPORTS list"


def _is_among(text: str, words: Sequence[str]) -> bool:
    """Whether a port with its protocol is one of the words, or within a range of the same protocol."""
    number, _, protocol = text.partition("/")
    matches = (_PORT.fullmatch(word.lower()) for word in words)
    return any(
        int(match.group(1)) <= int(number) <= int(match.group(2) or match.group(1))
        for match in matches
        if match and (match.group(3) or "") == protocol
    )


def _is_within(word: str, ports: frozenset[int]) -> bool:
    match = _PORT.fullmatch(word.lower())
    if match is None or (match.group(3) or "tcp") not in ("tcp", "udp"):
        return False
    first, last = int(match.group(1)), int(match.group(2) or match.group(1))
    return last - first < len(ports) and all(port in ports for port in range(first, last + 1))
