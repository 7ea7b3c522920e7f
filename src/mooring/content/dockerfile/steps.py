"""What reading a Dockerfile gives: instructions with all that the checks ask of them. `read.py` keeps the part that is stored."""

import msgspec

from mooring.content.dockerfile.source import Heredoc, Marks
from mooring.content.dockerfile.variables import Expanded
from mooring.content.dockerfile.words import Pair
from mooring.model.evidence.dockerfile import Instruction, Stage

LINUX_SHELL = ("/bin/sh", "-c")
WINDOWS_SHELL = ("cmd", "/S", "/C")
SHELLS = frozenset({"sh", "bash", "ash", "dash", "zsh", "ksh"})

DIRECTIVES = frozenset(
    {
        "ADD",
        "ARG",
        "CMD",
        "COPY",
        "ENTRYPOINT",
        "ENV",
        "EXPOSE",
        "FROM",
        "HEALTHCHECK",
        "LABEL",
        "MAINTAINER",
        "ONBUILD",
    }
    | {"RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"}
)


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One instruction, taken apart."""

    instruction: Instruction
    """As it is stored, but not yet masked."""
    keyword: str
    """As it is written: `run`."""
    argument: str
    """The value without flags and without the bodies of heredocs."""
    words: tuple[Expanded, ...] = ()
    """The arguments with variables filled in; not of RUN, CMD, ENTRYPOINT and HEALTHCHECK in shell form."""
    pairs: tuple[Pair, ...] = ()
    """Of ENV, ARG and LABEL."""
    script: str = ""
    """What a shell is handed: of RUN, CMD, ENTRYPOINT and HEALTHCHECK in shell form, bodies of heredocs included."""
    script_marks: Marks = Marks()
    heredocs: tuple[Heredoc, ...] = ()
    """Their places are those in `script`."""
    shell: tuple[str, ...] = LINUX_SHELL
    """The one in force."""
    inner: "Step | None" = None
    """What ONBUILD keeps for later."""
    comments: tuple[str, ...] = ()
    empty_lines: tuple[int, ...] = ()
    build_arguments: tuple[Pair, ...] = ()
    """That a history says a RUN was given."""
    is_own: bool = True
    """False where it seems to belong to the base image (histories alone)."""
    is_config: bool = False
    """The image config says so, the history does not."""

    @property
    def directive(self) -> str:
        """Upper case: `RUN`."""
        return self.instruction.directive

    @property
    def line(self) -> int:
        """First line."""
        return self.instruction.line

    @property
    def end_line(self) -> int:
        """Last line."""
        return self.instruction.end_line or self.instruction.line

    @property
    def stage(self) -> int:
        """Of the build, from 0."""
        return self.instruction.stage

    @property
    def has_posix_shell(self) -> bool:
        """Whether the shell in force is one whose grammar is known here."""
        return is_posix_shell(self.shell)

    def flag(self, name: str) -> str | None:
        """The value of `--name=value`, empty for `--name`; None where it is not there."""
        return next(iter(self.flag_values(name)), None)

    def flag_values(self, name: str) -> tuple[str, ...]:
        """Every value of a flag that may stand several times."""
        start = f"--{name}"
        return tuple(
            flag[len(start) + 1 :] for flag in self.instruction.flags if flag == start or flag.startswith(f"{start}=")
        )


def is_posix_shell(shell: tuple[str, ...]) -> bool:
    """Whether these words call a shell of the Bourne family."""
    return bool(shell) and shell[0].rsplit("/", 1)[-1] in SHELLS


class BuildStage(msgspec.Struct, frozen=True, kw_only=True):
    """One FROM, and what it rests on."""

    stage: Stage
    parent: int | None = None
    """The earlier stage that FROM names."""
    is_base_known: bool = True
    """Whether every variable in FROM is known."""
    undeclared: tuple[str, ...] = ()
    """Variables in FROM that no ARG before the first FROM declares."""


class Parsed(msgspec.Struct, frozen=True, kw_only=True):
    """All of a Dockerfile."""

    steps: tuple[Step, ...] = ()
    stages: tuple[BuildStage, ...] = ()
    directives: dict[str, str] = {}
    comments: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    escape: str = "\\"
    is_guess: bool = False
