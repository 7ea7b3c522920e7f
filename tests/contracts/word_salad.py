"""Well-formed documents that make no sense, of the words that a reader's own code looks for: keys with values of the wrong type."""

import ast
import importlib
import json
import random
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from mooring.model.reader import Reader

_ODD = (
    None,
    True,
    False,
    0,
    -1,
    2**70,
    1.5,
    "",
    "a",
    "1.0",
    "a@1.0",
    "\0",
    "/",
    "a/b",
    "@a/b",
    "\ud7ff",
    "%zz",
    "a" * 300,
)
_DOCUMENTS = 40


def salads(reader: Reader) -> Iterator[tuple[str, bytes]]:
    """Name and content of documents in JSON (which YAML is, too), TOML, XML and lines."""
    module = sys.modules[reader.read.__module__] if hasattr(reader.read, "__module__") else None
    words = _words(module.__name__) if module else ("name",)
    chance = random.Random(reader.name)
    for number in range(_DOCUMENTS):
        document = {chance.choice(words): _value(chance, words, 4) for _ in range(8)}
        yield f"JSON salad {number}", json.dumps(document).encode()
        yield f"TOML salad {number}", _toml(document).encode()
        yield f"XML salad {number}", _xml(chance, words).encode()
        yield f"salad of lines {number}", _lines(chance, words).encode()


@cache
def _words(module_name: str) -> tuple[str, ...]:
    """Short texts in the source of a module and of what it imports of its own family and of the formats."""
    found: set[str] = set()
    waiting, seen = [module_name], set()
    while waiting:
        name = waiting.pop()
        if name in seen or not name.startswith("mooring.packages"):
            continue
        seen.add(name)
        tree = ast.parse(Path(str(importlib.import_module(name).__file__)).read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes) and 0 < len(node.value) < 40:
                text = node.value if isinstance(node.value, str) else node.value.decode("latin-1")
                found.update(part for part in (text, text.strip(" :=\n/")) if part)
            elif isinstance(node, ast.ImportFrom):
                waiting.append(node.module or "")
    return tuple(sorted(found)) or ("name",)


def _value(chance: random.Random, words: tuple[str, ...], depth: int) -> object:
    kind = chance.randrange(6 if depth else 3)
    if kind < 2:
        return chance.choice(_ODD)
    if kind == 2:
        return chance.choice(words)
    if kind == 3:
        return [_value(chance, words, depth - 1) for _ in range(chance.randrange(4))]
    return {
        chance.choice((*words, "a", "", "a@1")): _value(chance, words, depth - 1) for _ in range(chance.randrange(6))
    }


def _toml(document: dict) -> str:
    return "".join(f"{json.dumps(key)} = {_toml_value(value)}\n" for key, value in document.items())


def _toml_value(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case None:
            return "1979-05-27"
        case list():
            return "[" + ", ".join(map(_toml_value, value)) + "]"
        case dict():
            return "{" + ", ".join(f"{json.dumps(key)} = {_toml_value(item)}" for key, item in value.items()) + "}"
        case _:
            return json.dumps(value)


def _xml(chance: random.Random, words: tuple[str, ...]) -> str:
    names = [word for word in words if word.isalnum() and word[0].isalpha() and word.isascii()] or ["project"]
    return _element(chance, names, chance.choice(("project", "Project", "packages", "package", *names)), 5)


def _element(chance: random.Random, names: list[str], name: str, depth: int) -> str:
    inner = (
        "".join(_element(chance, names, chance.choice(names), depth - 1) for _ in range(chance.randrange(5)))
        if depth
        else ""
    )
    text = "" if inner else chance.choice(("", "a", "${a}", "1.0", "[1,2)"))
    return f'<{name} {chance.choice(names)}="{text}">{text}{inner}</{name}>'


def _lines(chance: random.Random, words: tuple[str, ...]) -> str:
    marks = [*":=,\"'()[]{}/@-#;\\\t\n ", ": ", " = ", "\n  ", "\n\n", "1.0"]
    return "".join(chance.choice(words) + chance.choice(marks) for _ in range(400))
