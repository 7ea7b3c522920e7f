"""Paths that a claim wants, made from the claim itself."""

import re._constants as codes
import re._parser as parser
from collections.abc import Iterator
from itertools import islice, product

from mooring.model.reader import Claim, Reader

_MANY = 400


def example_paths(reader: Reader) -> list[str]:
    """At least one path for each look-up of the claim that its pattern lets through; magics want any path."""
    found = [path for lookup in _lookups(reader.claim) for path in _first(reader, lookup)]
    return found or (["usr/bin/example"] if reader.claim.magics else [])


def _lookups(claim: Claim) -> Iterator[tuple[str, str]]:
    """Folder and base name that a look-up asks for; an empty folder means any."""
    yield from (("", name) for name in claim.names)
    yield from (("", f"x{suffix}") for suffix in claim.suffixes)
    yield from (("", suffix) for suffix in claim.suffixes)
    yield from (path.rpartition("/")[::2] for path in claim.paths)
    for folder in claim.folders:
        yield from ((folder, name) for name in ("x", "x.json", "x.module", *claim.names))


def _first(reader: Reader, lookup: tuple[str, str]) -> Iterator[str]:
    folder, name = lookup
    if folder:
        places = [f"{folder}/{name}"]
    else:
        made = list(islice(_texts(reader.claim.pattern), _MANY)) if reader.claim.pattern else []
        folders = [text.rpartition("/")[0] for text in made]
        places = [name, *(f"{place.lstrip('/')}/{name}" for place in folders if place)]
        places += [text.lstrip("/") + name for text in made] + [text.lstrip("/") for text in made]
    yield from islice((place for place in places if reader.wants(place)), 1)


def _texts(pattern: str) -> Iterator[str]:
    """Texts that the pattern may match: every branch, each repetition as short as it may be."""
    yield from _of(list(parser.parse(pattern)))


def _of(items: list) -> Iterator[str]:
    choices = [list(islice(_one(operation, argument), 60)) for operation, argument in items]
    yield from ("".join(parts) for parts in product(*choices))


def _one(operation: object, argument: object) -> Iterator[str]:
    match operation:
        case codes.LITERAL:
            yield chr(argument)
        case codes.NOT_LITERAL | codes.ANY:
            yield "x"
        case codes.IN:
            yield _member(argument)
        case codes.BRANCH:
            for branch in argument[1]:
                yield from _of(list(branch))
        case codes.SUBPATTERN:
            yield from _of(list(argument[3]))
        case codes.MAX_REPEAT | codes.MIN_REPEAT | codes.POSSESSIVE_REPEAT:
            least, _, inner = argument
            yield from (text * least for text in islice(_of(list(inner)), 60))
        case _:
            yield ""


def _member(members: list) -> str:
    if members[0][0] is codes.NEGATE:
        return "x"
    for kind, value in members:
        if kind is codes.LITERAL:
            return chr(value)
        if kind is codes.RANGE:
            return chr(value[0])
    return "1" if (codes.CATEGORY, codes.CATEGORY_DIGIT) in members else "x"
