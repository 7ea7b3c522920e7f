"""A Dockerfile as checks look at it: who rests on what, and every command of every RUN."""

from collections.abc import Iterator
from functools import cached_property

import msgspec

from mooring.content.dockerfile.shell.command import Command, Word
from mooring.content.dockerfile.shell.split import commands_of
from mooring.content.dockerfile.steps import BuildStage, Parsed, Step, is_posix_shell

MAX_SCRIPT_CHARS = 1 << 19
"""Of one RUN; what follows is not split."""


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One RUN with its commands; those that ONBUILD keeps for later are among them."""

    step: Step
    commands: tuple[Command, ...]

    def lines_of(self, command: Command) -> tuple[int, int]:
        """First and last line of a command."""
        marks = self.step.script_marks
        if self.step.instruction.is_exec_form:
            return self.step.line, self.step.end_line
        return marks.line_at(command.start), marks.line_at(max(command.end - 1, command.start))

    @property
    def caches(self) -> tuple[str, ...]:
        """Targets of cache mounts: what is written there is no part of the image."""
        mounts = (mount_of(value) for value in self.step.flag_values("mount"))
        return tuple(
            mount.get("target") or mount.get("dst") or mount.get("destination") or ""
            for mount in mounts
            if mount.get("type") in ("cache", "tmpfs")
        )

    def is_cached(self, folder: str) -> bool:
        """Whether a cache mount covers the folder."""
        return any(target and (folder + "/").startswith(target.rstrip("/") + "/") for target in self.caches)


def mount_of(value: str) -> dict[str, str]:
    """The settings of `--mount=type=bind,source=x`."""
    pairs = (part.partition("=") for part in value.split(",")[:50])
    found = {name.strip().lower(): text.strip() for name, _, text in pairs}
    return {"type": "bind", **found}


class View:
    """What all checks share, worked out once."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.steps = tuple(step for step in parsed.steps if step.is_own or not parsed.is_guess)
        """Without those of the base image, where the file is a guess."""
        self.stages: tuple[BuildStage, ...] = parsed.stages
        self.is_guess = parsed.is_guess

    @cached_property
    def lineage(self) -> frozenset[int]:
        """The final stage and the stages that it rests on: what the image is made of."""
        found: set[int] = set()
        at: int | None = len(self.stages) - 1 if self.stages else None
        while at is not None and at not in found:
            found.add(at)
            at = self.stages[at].parent
        return frozenset(found)

    @cached_property
    def ends_on(self) -> Step | None:
        """FROM of the final stage: where what is missing is reported."""
        found = [step for step in self.parsed.steps if step.directive == "FROM"]
        return found[-1] if found else None

    @property
    def final_base(self) -> str:
        """The image that the final stage rests on in the end; empty where unknown."""
        return self.stages[min(self.lineage)].stage.base if self.stages else ""

    def of(self, *directives: str) -> Iterator[Step]:
        """The steps with these instructions, in order."""
        return (step for step in self.steps if step.directive in directives)

    def final(self, *directives: str) -> Iterator[Step]:
        """The same in the final stage and those it rests on; a guess's whole history."""
        steps = self.parsed.steps if self.is_guess else self.steps
        return (step for step in steps if step.directive in directives and step.stage in self.lineage)

    def by_stage(self, directive: str) -> dict[int, list[Step]]:
        """The steps with this instruction, by stage."""
        found: dict[int, list[Step]] = {}
        for step in self.of(directive):
            found.setdefault(step.stage, []).append(step)
        return found

    def with_triggers(self, *directives: str) -> Iterator[Step]:
        """The steps with these instructions, and those of ONBUILD."""
        for step in self.steps:
            if step.directive in directives:
                yield step
            elif step.inner is not None and step.inner.directive in directives:
                yield step.inner

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """Every RUN whose shell's grammar is known."""
        return tuple(
            Run(step=step, commands=commands) for step in self.with_triggers("RUN") if (commands := _commands(step))
        )

    @cached_property
    def final_runs(self) -> tuple[Run, ...]:
        """Those that the image is made of: what other stages leave lying about stays behind."""
        return tuple(run for run in self.runs if run.step.stage in self.lineage)

    def calls(self, *names: str) -> Iterator[tuple[Run, Command]]:
        """Every command with one of these names."""
        for run in self.runs:
            for command in run.commands:
                if command.name in names:
                    yield run, command


def _commands(step: Step) -> tuple[Command, ...]:
    words = step.instruction.words
    if not step.instruction.is_exec_form:
        return commands_of(step.script[:MAX_SCRIPT_CHARS]) if step.has_posix_shell else ()
    if len(words) >= 3 and is_posix_shell(words) and words[1].startswith("-") and words[1].endswith("c"):
        return commands_of(words[2][:MAX_SCRIPT_CHARS])
    return (Command(words=tuple(Word(text=word) for word in words), start=0, end=0),) if words else ()
