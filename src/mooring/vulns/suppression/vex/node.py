"""A value of a foreign document that knows where it stands, so that every mistake is said with its place."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from mooring.base.errors import ReadError
from mooring.vulns.suppression.words import kind, nearest

MAX_STEPS = 60
_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d(?::\d\d)?)(?:[.,](\d{1,12}))?\s?(Z|z|[+-]\d\d:?\d\d)?)?", re.ASCII
)


class Node:
    """A value and its place."""

    __slots__ = ("_above", "_key", "value")

    def __init__(self, value: object, key: str | int = "", above: "Node | None" = None) -> None:
        self.value = value
        self._key = key
        self._above = above

    @property
    def place(self) -> str:
        """`vulnerabilities[2].analysis`; empty at the top."""
        steps: list[str] = []
        at: Node | None = self
        while at is not None and at._key != "" and len(steps) < MAX_STEPS:
            steps.append(f"[{at._key}]" if isinstance(at._key, int) else f".{at._key}")
            at = at._above
        return "".join(reversed(steps)).removeprefix(".")

    def wrong(self, expected: str, hint: str | None = None) -> ReadError:
        """The value is of another kind than it should be."""
        return ReadError(f"{self.place or 'the document'} is {kind(self.value)}; expected {expected}", hint=hint)

    def error(self, message: str, hint: str | None = None) -> ReadError:
        """Something else is the matter at this place."""
        return ReadError(f"{self.place or 'the document'} {message}", hint=hint)

    def has(self, key: str) -> bool:
        """Whether a table has the key, with a value."""
        return isinstance(self.value, dict) and self.value.get(key) is not None

    def get(self, key: str) -> "Node":
        """The value of a key; raises ReadError where this is no table."""
        if not isinstance(self.value, dict):
            raise self.wrong("a table")
        return Node(self.value.get(key), key, self)

    def table(self, key: str) -> "Node":
        """The table under a key, empty where there is none; raises ReadError where it is something else."""
        found = self.get(key)
        if found.value is None:
            return Node({}, key, self)
        if not isinstance(found.value, dict):
            raise found.wrong("a table")
        return found

    def rows(self, key: str) -> Iterator["Node"]:
        """The items of the list under a key, none where there is none; raises ReadError where it is something else."""
        found = self.get(key)
        if found.value is None:
            return iter(())
        if not isinstance(found.value, list):
            raise found.wrong("a list")
        return (Node(item, number, found) for number, item in enumerate(found.value))

    def text(self, key: str) -> str:
        """The text under a key, empty where there is none; raises ReadError where it is something else."""
        return self.get(key).as_text()

    def texts(self, key: str) -> list[str]:
        """The texts of the list under a key, none of them empty; raises ReadError where there is something else."""
        return [text for row in self.rows(key) if (text := row.as_text())]

    def as_text(self) -> str:
        """The value as a text; empty where it is null. Raises ReadError where it is something else."""
        if self.value is None:
            return ""
        if not isinstance(self.value, str):
            raise self.wrong("a text")
        return self.value.strip()

    def word(self, key: str, known: Iterable[str]) -> str:
        """The text under a key, one of the known words or empty; raises ReadError at another."""
        text = self.text(key)
        if text and text not in (words := list(known)):
            raise self.get(key).wrong(f"one of {', '.join(words)}", nearest(text, words))
        return text

    def time(self, key: str) -> str:
        """The moment under a key in UTC, in a form whose order is that of time; empty where there is none. Raises ReadError."""
        text = self.text(key)
        if not text:
            return ""
        found = _TIME.fullmatch(text)
        if found is not None:
            day, clock, fraction, zone = found.groups(default="")
            zone = zone.upper().replace("Z", "+00:00") or "+00:00"
            try:
                moment = datetime.fromisoformat(f"{day}T{clock or '00:00'}{zone}").astimezone(UTC)
                return moment.strftime("%Y-%m-%dT%H:%M:%S") + f".{fraction[:6]:0<6}Z"
            except (ValueError, OverflowError):
                pass
        raise self.get(key).wrong("a time like 2025-01-31T12:00:00Z")
