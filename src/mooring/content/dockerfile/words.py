"""Words of an instruction: flags, the exec form, words in quotes, `NAME=value` pairs."""

import re

import msgspec

MAX_WORDS = 20_000
_FLAG = re.compile(r"\s*(--[a-zA-Z][a-zA-Z0-9-]*(?:=|(?=\s|$)))")


def flags_of(text: str, escape: str) -> tuple[tuple[str, ...], str]:
    """The flags at the start of an instruction's arguments (`--from=build`), and the rest."""
    flags: list[str] = []
    at = 0
    while len(flags) < 100 and (match := _FLAG.match(text, at)):
        end = _end_of_word(text, match.end(), escape)
        flags.append(unquoted(text[match.start(1) : end], escape))
        at = end
    return tuple(flags), text[at:].strip()


def exec_form(text: str) -> tuple[str, ...] | None:
    """The words of `["a", "b"]`; None where the text is no JSON list of strings, which builders then hand to a shell."""
    if not text.startswith("["):
        return None
    try:
        return msgspec.json.decode(text, type=tuple[str, ...])
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return None


def go_list(text: str) -> tuple[str, ...] | None:
    """The words of a list as Go prints one in histories: `["a" "b c"]`, `[/bin/sh -c]`, `map[80/tcp:{} 443/tcp:{}]`."""
    inner = text.removeprefix("map")
    if not (inner.startswith("[") and inner.endswith("]")):
        return None
    inner = inner[1:-1].strip()
    if not inner.startswith('"'):
        return tuple(word.removesuffix(":{}") for word in inner.replace(",", " ").split()[:MAX_WORDS])
    found: list[str] = []
    for literal in re.findall(r'"(?:[^"\\]|\\.)*"', inner)[:MAX_WORDS]:
        try:
            found.append(msgspec.json.decode(literal, type=str))
        except (msgspec.DecodeError, UnicodeEncodeError):
            found.append(literal[1:-1])
    return tuple(found)


def split(text: str, escape: str) -> tuple[str, ...]:
    """Words as builders split them: by white space outside quotes; the quotes stay (see `unquoted`)."""
    found: list[str] = []
    at, length = 0, len(text)
    while at < length and len(found) < MAX_WORDS:
        if text[at].isspace():
            at += 1
            continue
        end = _end_of_word(text, at, escape)
        found.append(text[at:end])
        at = end
    return tuple(found)


def _end_of_word(text: str, at: int, escape: str) -> int:
    quote = ""
    length = len(text)
    while at < length:
        character = text[at]
        if character == escape and quote != "'":
            at += 1
        elif quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character.isspace():
            return at
        at += 1
    return length


def unquoted(word: str, escape: str) -> str:
    """The word without its quotes and escapes."""
    if not any(mark in word for mark in ('"', "'", escape)):
        return word
    found: list[str] = []
    quote = ""
    at = 0
    while at < len(word):
        character = word[at]
        if character == escape and quote != "'" and at + 1 < len(word):
            at += 1
            if quote == '"' and word[at] not in f'"${escape}':
                found.append(character)
            found.append(word[at])
        elif quote:
            if character == quote:
                quote = ""
            else:
                found.append(character)
        elif character in "\"'":
            quote = character
        else:
            found.append(character)
        at += 1
    return "".join(found)


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """`NAME=value` of ENV, ARG or LABEL."""

    name: str
    value: str | None
    """With its quotes; None where there is only a name."""
    is_old_form: bool = False
    """`NAME value`, which takes one pair a line."""


def pairs_of(text: str, escape: str) -> tuple[Pair, ...]:
    """The pairs of ENV or LABEL, in either form, or of ARG."""
    words = split(text, escape)
    if not words:
        return ()
    if "=" not in words[0]:
        value = text.strip()[len(words[0]) :].strip()
        return (Pair(name=unquoted(words[0], escape), value=value or None, is_old_form=bool(value)),)
    return tuple(_pair(word, escape) for word in words)


def arguments_of(text: str, escape: str) -> tuple[Pair, ...]:
    """The pairs of ARG: names alone are names without a default."""
    return tuple(_pair(word, escape) for word in split(text, escape))


def _pair(word: str, escape: str) -> Pair:
    name, equals, value = word.partition("=")
    return Pair(name=unquoted(name, escape), value=value if equals else None)
