"""Tables of a document read key by key: what is wrong is noted with its exact path, and reading goes on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from mooring.model.policy import BundleProblem
from mooring.policy.reading.document import RepeatedKeys
from mooring.policy.registry import did_you_mean

MAX_PROBLEMS = 1_000
MAX_TEXT_CHARS = 200_000
_MAX_SHOWN_CHARS = 120


class Problems:
    """What was found wrong, in the order of the document. After MAX_PROBLEMS one says that there are more."""

    def __init__(self) -> None:
        self._found: list[BundleProblem] = []
        self._more = 0

    def add(self, path: str, message: str, *, kind: str, hint: str = "", is_error: bool = True) -> None:
        """One more."""
        self.extend((BundleProblem(path=path, message=message, kind=kind, hint=hint, is_error=is_error),))

    def extend(self, problems: Iterable[BundleProblem]) -> None:
        """Several more."""
        for problem in problems:
            if len(self._found) < MAX_PROBLEMS:
                self._found.append(problem)
            else:
                self._more += 1

    def all(self) -> tuple[BundleProblem, ...]:
        """All of them."""
        if not self._more:
            return tuple(self._found)
        more = BundleProblem(path="", message=f"has {self._more} further problems, not listed", kind="more")
        return (*self._found, more)


class Row:
    """One table. Every key that is asked for is known; `finish` reports the others."""

    def __init__(self, table: Mapping[str, object], path: str, problems: Problems) -> None:
        self.path = path
        self._table = table
        self._problems = problems
        self._known: set[str] = set()
        if isinstance(table, RepeatedKeys):
            for key in table.repeated:
                problems.add(
                    self.at(shown_key(key)),
                    "stands twice; the last one would count",
                    kind="duplicate-key",
                    hint="keep one",
                )

    def at(self, key: str) -> str:
        """Path of a key."""
        return f"{self.path}.{key}" if self.path else key

    def key(self, *names: str) -> str:
        """The first of several spellings that the table has; else the first. Two that both say something are a problem."""
        self._known.update(names)
        given = [name for name in names if name in self._table]
        telling = [name for name in given if self._table[name] not in (None, "", [], {})]
        if len(telling) > 1:
            message = f"stands beside {telling[0]!r}, which is another name for it"
            self._problems.add(self.at(telling[1]), message, kind="duplicate-key", hint="keep one of the two")
        return (telling or given or [names[0]])[0]

    def value(self, *names: str) -> object:
        """What stands there, whatever it is; None where the key is missing."""
        return self._table.get(self.key(*names))

    def has(self, *names: str) -> bool:
        """Whether the key is there and says something."""
        return self.value(*names) is not None

    def text(self, *names: str, is_required: bool = False, kind: str = "missing") -> str:
        """The text; empty, with a problem, where it is missing but required, or is something else."""
        name = self.key(*names)
        value = self._table.get(name)
        if value is None:
            if is_required:
                self._problems.add(self.path, f"has no {name!r}", kind=kind, hint=self._near(name))
            return ""
        if not isinstance(value, str):
            self.wrong(name, value, "a text", hint=_as_text(value))
            return ""
        text = clean_text(value, self.at(name), self._problems)
        if is_required and not text.strip():
            self._problems.add(self.at(name), "is empty", kind=kind)
        return text

    def texts(self, *names: str) -> tuple[str, ...]:
        """A list of texts; others than texts are problems and left out."""
        name = self.key(*names)
        found: list[str] = []
        for number, value in enumerate(self._list(name)):
            path = f"{self.at(name)}[{number}]"
            if isinstance(value, str):
                found.append(clean_text(value, path, self._problems))
            else:
                message = f"is {shown(value)}; expected a text"
                self._problems.add(path, message, kind="wrong-type", hint=_as_text(value))
        return tuple(found)

    def rows(self, *names: str, is_required: bool = False) -> Iterator["Row"]:
        """The tables of a list; others than tables are problems and left out."""
        name = self.key(*names)
        if is_required and self._table.get(name) is None:
            self._problems.add(self.path, f"has no {name!r}", kind="missing", hint=self._near(name))
        for number, value in enumerate(self._list(name)):
            path = f"{self.at(name)}[{number}]"
            if isinstance(value, dict):
                yield Row(value, path, self._problems)
            else:
                self._problems.add(path, f"is {shown(value)}; expected an object", kind="wrong-type")

    def row(self, *names: str) -> "Row | None":
        """The table under a key; None, with a problem, where it is something else, and None where there is none."""
        name = self.key(*names)
        value = self._table.get(name)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.wrong(name, value, "an object")
            return None
        return Row(value, self.at(name), self._problems)

    def wrong(self, name: str, value: object, expected: str, *, hint: str = "") -> None:
        """Note that a value is not what the key takes."""
        self._problems.add(self.at(name), f"is {shown(value)}; expected {expected}", kind="wrong-type", hint=hint)

    def problem(self, name: str, message: str, *, kind: str, hint: str = "", is_error: bool = True) -> None:
        """Note something about a key, or (empty name) about the table."""
        self._problems.add(self.at(name) if name else self.path, message, kind=kind, hint=hint, is_error=is_error)

    def finish(self, tolerated: Sequence[str] = ()) -> None:
        """Report keys that nobody asked for: an error where one looks like a known key that is missing, else a note."""
        for key in self._table:
            if key in self._known or key in tolerated:
                continue
            missing = [name for name in self._known if name not in self._table]
            hint = did_you_mean(key, missing) if isinstance(key, str) else ""
            message = "is an unknown key; what stands there is not used"
            self._problems.add(self.at(shown_key(key)), message, kind="unknown-key", hint=hint, is_error=bool(hint))

    @property
    def keys(self) -> list[str]:
        """All keys, in order."""
        return list(self._table)

    def _near(self, name: str) -> str:
        others = [key for key in self._table if isinstance(key, str) and key not in self._known]
        near = did_you_mean(name, others)
        return near.replace("did you mean", "its key may be misspelt:").rstrip("?") if near else ""

    def _list(self, name: str) -> list[object]:
        value = self._table.get(name)
        if value is None:
            return []
        if isinstance(value, list):
            return value
        self.wrong(name, value, "a list")
        return []


def clean_text(text: str, path: str, problems: Problems) -> str:
    """The text where it can be stored and shown; NUL and halves of surrogate pairs are a problem and become U+FFFD."""
    if len(text) > MAX_TEXT_CHARS:
        message = f"has {len(text)} characters; the limit is {MAX_TEXT_CHARS}"
        problems.add(path, message, kind="too-long")
        return text[:MAX_TEXT_CHARS]
    if text.isascii() and "\0" not in text:
        return text
    cleaned = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "\ufffd")
    if cleaned != text:
        problems.add(path, "holds a NUL or half of a surrogate pair", kind="bad-character", hint="write it anew")
    return cleaned


def shown(value: object) -> str:
    """A value for a message: texts quoted and cut, others by their kind."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return repr(value if len(value) <= _MAX_SHOWN_CHARS else value[:_MAX_SHOWN_CHARS] + "…")
        case int() | float():
            return f"the number {str(value)[:40]}"
        case list():
            return "a list"
        case dict():
            return "an object"
    return "something else"


def shown_key(key: object) -> str:
    """A key as part of a path: cut, and only what prints."""
    text = str(key)[:60]
    return text if text.isprintable() and not set(text) & set(" .[]") else repr(text)


def text_of(value: object) -> str | None:
    """What a number or truth value means as the text of a parameter; None for anything else."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
    return None


def _as_text(value: object) -> str:
    text = text_of(value)
    return f'write "{text[:60]}"' if text is not None else ""
