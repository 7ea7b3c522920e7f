"""A Dockerfile, as it was given or as the history of an image tells it, and what is wrong with it."""

from enum import Enum

import msgspec

from mooring.model.severity import Severity


class DockerfileMode(Enum):
    """Where the instructions come from, in Anchore's words."""

    ACTUAL = "Actual"
    """The file was given."""
    GUESSED = "Guessed"
    """Rebuilt from the history of the image."""
    NONE = "Unknown"
    """There is neither."""


class Instruction(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One instruction."""

    directive: str
    """Upper case: `RUN`."""
    value: str
    """The rest, continuation lines joined by one space, heredocs by newlines; secrets are masked."""
    line: int
    """First line in the file, from 1; the number of the history entry, from 1, where the file is a guess."""
    end_line: int = 0
    flags: tuple[str, ...] = ()
    """`--from=build`, `--mount=type=secret,id=x`: they are part of `value` too."""
    words: tuple[str, ...] = ()
    """The arguments of the exec form, or of a shell form split where no quoting is needed; without flags. Of ADD, COPY, EXPOSE, STOPSIGNAL,
    USER, VOLUME and WORKDIR variables with known values are filled in."""
    is_exec_form: bool = False
    stage: int = 0
    """Of the build, from 0."""


class Stage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One FROM and what follows."""

    index: int
    base: str
    """What FROM names, variables with known defaults filled in; empty where a guess does not know it."""
    name: str = ""
    platform: str = ""
    line: int = 0


class DockerfileFinding(msgspec.Struct, frozen=True, kw_only=True, order=True, omit_defaults=True):
    """One check that fires at one place."""

    line: int
    check: str
    """Our identifier: `MD001`."""
    title: str
    severity: Severity
    message: str
    """What stands there and what to write instead; values of secrets are masked."""
    aliases: tuple[str, ...] = ()
    """What other tools call the check: `DS-0002`, `DL3002`."""
    end_line: int = 0
    accepted_by: str = ""
    """The comment that accepts it: `mooring:ignore`, `hadolint ignore`, …; accepted findings are kept and not counted."""


class Dockerfile(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Instructions, stages, findings."""

    mode: DockerfileMode
    path: str = ""
    """What the user called the file."""
    instructions: tuple[Instruction, ...] = ()
    stages: tuple[Stage, ...] = ()
    findings: tuple[DockerfileFinding, ...] = ()
    problems: tuple[str, ...] = ()
    """What in it could not be understood."""
