"""Run as a program: hands one family's readers whatever is hostile, within hard bounds, and prints what went wrong as JSON.

The bounds need a process of their own: the address space is limited for good, and an endless loop must be ended from outside.
"""

import json
import resource
import signal
import sys
from collections.abc import Iterable, Iterator
from types import FrameType

from contracts.example_paths import example_paths
from contracts.hostile_contents import contents
from contracts.word_salad import salads
from mooring.base.errors import ReadError
from mooring.base.families import collect
from mooring.model.facts import DistroFact, DocumentFact, LicenseFact, NoteFact, OwnedFilesFact, PackageFact
from mooring.model.reader import LayerFile, Reader
from mooring.scan.records import _encoded

MEMORY_BYTES = 1536 * 1024 * 1024
SECONDS = 20
FACTS = (PackageFact, OwnedFilesFact, LicenseFact, NoteFact, DistroFact, DocumentFact)


class _TooLong(BaseException):
    """The bound of a call was passed."""


def _alarm(number: int, frame: FrameType | None) -> None:
    raise _TooLong


def main(family: str) -> None:
    """Print a list of failures; empty where every reader keeps its promise."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    signal.signal(signal.SIGALRM, _alarm)
    shared = contents()
    failures = [failure for reader in collect(f"mooring.packages.{family}", Reader) for failure in _try(reader, shared)]
    json.dump(failures, sys.stdout)


def _try(reader: Reader, shared: dict[str, bytes]) -> Iterator[str]:
    paths = example_paths(reader)
    for name, content in (*shared.items(), *salads(reader)):
        at = _index(name, len(paths))
        problem = _reading(reader, LayerFile(path=paths[at], content=content))
        if problem:
            yield f"{reader.name}, {paths[at]!r}, {name}: {problem}"


def _index(name: str, count: int) -> int:
    """An index chosen by the name, the same in every run."""
    return sum(name.encode()) % count


def _reading(reader: Reader, file: LayerFile) -> str:
    """What is wrong with reading this file; empty where nothing is."""
    signal.alarm(SECONDS)
    try:
        facts = _facts(reader, file)
        if facts and facts != _facts(reader, file):
            return "two runs gave different facts"
        return _wrong(facts)
    except _TooLong:
        return f"took more than {SECONDS} seconds"
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is reported
        import traceback

        last = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__}: {str(error)[:200]} ({last.filename.rpartition('mooring/')[2]}:{last.lineno})"
    finally:
        signal.alarm(0)


def _facts(reader: Reader, file: LayerFile) -> list:
    facts: list = []
    try:
        for fact in reader.read(file):
            facts.append(fact)
            if len(facts) > file.limits.max_facts_per_file:
                break
    except ReadError as error:
        assert error.message == error.message.strip() != "", "a problem that says nothing"
    return facts


def _wrong(facts: Iterable) -> str:
    """What is wrong with the facts: a type that does not exist, or a field of the wrong type."""
    import msgspec

    for fact in facts:
        if type(fact) not in FACTS:
            return f"{type(fact).__name__} is no fact"
        again = msgspec.msgpack.decode(_encoded(fact), type=type(fact))
        if isinstance(fact, PackageFact) and not isinstance(again.name, str):
            return "a name that is no text"
    return ""


if __name__ == "__main__":
    main(sys.argv[1])
