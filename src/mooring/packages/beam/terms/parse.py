"""Terms as Erlang and Elixir write them: tuples, lists, maps, binaries, strings, atoms. Nothing is evaluated.

Grammar: Erlang Reference Manual, "Data Types", and Elixir's "Syntax reference". Both are read alike: what stands
together without a comma (`key: value`, `key => value`) is a pair, and atoms, strings and numbers are all text.
"""

import re

import msgspec

MAX_TOKENS = 2_000_000
MAX_DEPTH = 100
_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<comment>[%#](?!\{)[^\n]*)"
    r"|\"(?P<string>(?:[^\"\\]|\\[\s\S])*)\"|:?'(?P<quoted>(?:[^'\\]|\\[\s\S])*)'"
    r"|(?P<open>[%#]?\{|\[|\()|(?P<close>[}\])])"
    r"|:?(?P<word>[A-Za-z_@][\w@?!]*)|(?P<number>[+-]?\d\w*(?:#\w+|\.\d\w*)?)|(?P<mark>[^\"'])"
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """A tuple, list or map, or a pair of things that stand together."""

    kind: str
    """`{`, `[`, `(`, `%{`, `#{`, or `=` for a pair."""
    items: "list[str | Group]"

    def text(self, index: int) -> str:
        """The text at a position; empty where there is none or a group."""
        item = self.items[index] if -len(self.items) <= index < len(self.items) else ""
        return item if isinstance(item, str) else ""

    def group(self, index: int) -> "Group":
        """The group at a position; an empty one where there is none."""
        item = self.items[index] if -len(self.items) <= index < len(self.items) else ""
        return item if isinstance(item, Group) else EMPTY

    def groups(self) -> "list[Group]":
        """The items that are groups."""
        return [item for item in self.items if isinstance(item, Group)]

    def texts(self) -> list[str]:
        """The items that are text."""
        return [item for item in self.items if isinstance(item, str)]

    def value(self, name: str) -> "str | Group":
        """What belongs to a name in a list of pairs or of tuples of two; empty text where nothing does."""
        for item in self.groups():
            if len(item.items) == 2 and item.text(0) == name:
                return item.items[1]
        return ""


EMPTY = Group(kind="", items=[])


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """The terms of a text, and what is wrong with it."""

    top: Group
    """One group of all."""
    problem: str
    """Empty where the text is whole; what stands before the damage is in `top` in any case."""


def parse_terms(text: str) -> Terms:
    """The terms of a text; damage ends them and closes what is open."""
    waiting: list[tuple[str, list[str | Group], list[str | Group]]] = [("", [], [])]
    problem, at = "", 0
    for _ in range(MAX_TOKENS):
        found = _TOKEN.match(text, at)
        if found is None:
            problem = "" if at >= len(text) else "has a text that is not closed"
            break
        at = found.end()
        problem = _take(found, waiting)
        if problem:
            break
    else:
        problem = f"has more than {MAX_TOKENS} words and marks"
    if not problem and len(waiting) > 1:
        problem = f"ends inside {waiting[-1][0]!r}"
    while len(waiting) > 1:
        _close(waiting)
    _end_item(waiting)
    return Terms(top=Group(kind="", items=waiting[0][1]), problem=problem)


def _take(found: re.Match[str], waiting: list[tuple[str, list[str | Group], list[str | Group]]]) -> str:
    """Add one token to what is open; the problem that it makes."""
    kind, written = found.lastgroup, found[0]
    if kind in ("string", "quoted"):
        plain = found[kind]
        waiting[-1][2].append(_ESCAPED.sub(r"\1", plain) if "\\" in plain else plain)
    elif kind in ("word", "number"):
        waiting[-1][2].append(found[kind])
    elif kind == "open":
        if len(waiting) > MAX_DEPTH:
            return f"is nested deeper than {MAX_DEPTH} levels"
        waiting.append((written, [], []))
    elif kind == "close":
        if len(waiting) == 1:
            return f"closes {written!r} that was not opened"
        _close(waiting)
    elif written == "," or (written == "." and len(waiting) == 1):
        _end_item(waiting)
    return ""


def _close(waiting: list[tuple[str, list[str | Group], list[str | Group]]]) -> None:
    _end_item(waiting)
    kind, items, _ = waiting.pop()
    waiting[-1][2].append(Group(kind=kind, items=items))


def _end_item(waiting: list[tuple[str, list[str | Group], list[str | Group]]]) -> None:
    """What stood together becomes one item."""
    _, items, together = waiting[-1]
    if len(together) == 1:
        items.append(together[0])
    elif together:
        items.append(Group(kind="=", items=together.copy()))
    together.clear()
