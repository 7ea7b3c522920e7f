"""The contract of a check: what it is called, why it matters, and the function that finds it."""

from collections.abc import Callable, Iterator

import msgspec

from mooring.content.dockerfile.shell.command import Command
from mooring.content.dockerfile.steps import Step
from mooring.content.dockerfile.view import Run, View
from mooring.model.severity import Severity

MAX_HITS = 1_000
"""Of one check in one file."""


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """One place where a check fires."""

    step: Step
    """Comments above it may accept the finding."""
    message: str
    """What stands there and what to write instead; values of secrets never."""
    line: int = 0
    """0: the step's first line."""
    end_line: int = 0


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that can be wrong with a Dockerfile."""

    id: str
    title: str
    severity: Severity
    aliases: tuple[str, ...] = ()
    """What Trivy (`DS-0002`), hadolint (`DL3002`) and BuildKit (`JSONArgsRecommended`) call it."""
    why: str
    bad: str
    """A Dockerfile on which it fires, as short as can be."""
    good: str
    """One that says the same and is in order."""
    on_guess: bool = True
    """Whether it makes sense on a Dockerfile rebuilt from a history."""
    find: Callable[[View], Iterator[Hit]]


def at(run: Run, command: Command, message: str) -> Hit:
    """A hit on one command of a RUN."""
    line, end_line = run.lines_of(command)
    return Hit(step=run.step, message=message, line=line, end_line=end_line)


def short(text: str, limit: int = 60) -> str:
    """A text for a message: cut where it is long."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
