"""How long a match of an expression can be at most: where a match ends, it begins no farther back than that."""

import math

import msgspec

_NO_WIDTH = frozenset("bBAzZ")
_OPENERS = ("(?P<", "(?<", "(?")


class _Group(msgspec.Struct):
    """A group that is still open: widths of its branches."""

    widest: float = 0.0
    branch: float = 0.0
    last: float = 0.0

    def add(self, width: float) -> None:
        self.branch += width
        self.last = width

    def end_branch(self) -> None:
        self.widest = max(self.widest, self.branch)
        self.branch = self.last = 0.0

    def repeat(self, most: float) -> None:
        self.branch -= self.last if self.last != math.inf else 0.0
        self.last = self.last * most if self.last and most else 0.0
        self.branch = self.branch + self.last if self.branch != math.inf else math.inf


def max_width(regex: str) -> float:
    """Bytes of the longest match of an expression that RE2 takes; infinity where nothing bounds it. Never too few."""
    groups = [_Group()]
    at = 0
    while at < len(regex):
        character = regex[at]
        if character == "\\":
            width, at = _escape(regex, at)
            groups[-1].add(width)
        elif character == "[":
            at = _class_end(regex, at)
            groups[-1].add(1.0)
        elif character == "(":
            at, opens = _opening(regex, at)
            if opens:
                groups.append(_Group())
        elif character == ")" and len(groups) > 1:
            closed = groups.pop()
            closed.end_branch()
            groups[-1].add(closed.widest)
            at += 1
        elif character == "|":
            groups[-1].end_branch()
            at += 1
        elif (repeat := _repeat(regex, at)) is not None:
            groups[-1].repeat(repeat[0])
            at = repeat[1]
        else:
            groups[-1].add(0.0 if character in "^$" else float(len(character.encode("utf-8", "surrogatepass"))))
            at += 1
    groups[0].end_branch()
    return groups[0].widest if len(groups) == 1 else math.inf


def _escape(regex: str, at: int) -> tuple[float, int]:
    """Width of the escape that begins at a backslash, and where it ends."""
    following = regex[at + 1 : at + 2]
    if following == "Q":
        end = regex.find("\\E", at + 2)
        stop = len(regex) if end < 0 else end
        return float(len(regex[at + 2 : stop].encode("utf-8", "surrogatepass"))), len(regex) if end < 0 else end + 2
    if following == "E" or following in _NO_WIDTH:
        return 0.0, at + 2
    if following in ("p", "P", "x") and regex[at + 2 : at + 3] == "{":
        end = regex.find("}", at)
        return 4.0, len(regex) if end < 0 else end + 1
    if following == "x":
        return 1.0, at + 4
    if following in ("p", "P"):
        return 4.0, at + 3
    if following.isdigit():
        end = at + 2
        while end < at + 4 and regex[end : end + 1].isdigit():
            end += 1
        return 1.0, end
    return float(max(1, len(following.encode("utf-8", "surrogatepass")))), at + 2


def _class_end(regex: str, at: int) -> int:
    """Where the class that begins at a bracket ends."""
    at += 1
    if regex[at : at + 1] == "^":
        at += 1
    if regex[at : at + 1] == "]":
        at += 1
    while at < len(regex) and regex[at] != "]":
        if regex[at] == "\\":
            at += 2
        elif regex[at : at + 2] == "[:" and (end := regex.find(":]", at)) >= 0:
            at = end + 2
        else:
            at += 1
    return at + 1


def _opening(regex: str, at: int) -> tuple[int, bool]:
    """Where the content of a group begins, and whether it is one (`(?i)` is none)."""
    if regex[at : at + 2] != "(?":
        return at + 1, True
    if regex[at : at + 4] == "(?P<" or regex[at : at + 3] == "(?<":
        end = regex.find(">", at)
        return (len(regex) if end < 0 else end + 1), True
    end = at + 2
    while end < len(regex) and regex[end] not in ":)":
        end += 1
    return end + 1, regex[end : end + 1] == ":"


def _repeat(regex: str, at: int) -> tuple[float, int] | None:
    """Highest count of the repetition that stands here, and where it ends; None where a brace is just a brace."""
    character = regex[at]
    if character in "*+?":
        most, end = (1.0 if character == "?" else math.inf), at + 1
    elif character == "{" and (close := regex.find("}", at)) > 0:
        low, comma, high = regex[at + 1 : close].partition(",")
        if not low.isdigit() or (high and not high.isdigit()) or len(low + high) > 8:
            return None
        most, end = (math.inf if comma and not high else float(high or low)), close + 1
    else:
        return None
    return most, end + 1 if regex[end : end + 1] == "?" else end
