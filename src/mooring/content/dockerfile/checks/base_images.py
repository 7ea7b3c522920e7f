"""Checks on FROM: which image a build starts from, and how stages are called."""

import re
from collections.abc import Iterator

from mooring.content.dockerfile.building import PLATFORM_ARGUMENTS
from mooring.content.dockerfile.checks.check import Check, Hit, short
from mooring.content.dockerfile.steps import Step
from mooring.content.dockerfile.view import View
from mooring.model.severity import Severity


def tag_of(reference: str) -> tuple[str, str, str]:
    """Name, tag and digest of an image as a Dockerfile writes it; a port of the registry is no tag."""
    name, _, digest = reference.partition("@")
    head, slash, last = name.rpartition("/")
    last, _, tag = last.partition(":")
    return f"{head}{slash}{last}", tag, digest


def _froms(view: View) -> Iterator[tuple[Step, int]]:
    return ((step, number) for number, step in enumerate(view.of("FROM")))


def _movable(view: View) -> Iterator[Hit]:
    for step, number in _froms(view):
        stage = view.stages[number]
        base = stage.stage.base
        name, tag, digest = tag_of(base)
        if not stage.is_base_known or stage.parent is not None or digest or not base or base == "scratch":
            continue
        if not tag:
            yield Hit(
                step=step, message=f"FROM {short(base)!r} names no tag, which means latest; name a version or a digest"
            )
        elif tag == "latest":
            yield Hit(
                step=step, message=f"FROM {short(base)!r} moves with every release; name {name}:VERSION or a digest"
            )


def _same_names(view: View) -> Iterator[Hit]:
    seen: dict[str, int] = {}
    for step, number in _froms(view):
        name = view.stages[number].stage.name.lower()
        if name and name in seen:
            yield Hit(
                step=step,
                message=f"the stage on line {seen[name]} is called {short(name)!r} as well; give each its own name",
            )
        elif name:
            seen[name] = step.line


def _reserved_names(view: View) -> Iterator[Hit]:
    for step, number in _froms(view):
        name = view.stages[number].stage.name
        if name.lower() in ("scratch", "context"):
            yield Hit(step=step, message=f"{name!r} has a meaning of its own to builders; give the stage another name")


def _fixed_platform(view: View) -> Iterator[Hit]:
    for step in view.of("FROM"):
        platform = step.flag("platform")
        if platform and "$" not in platform:
            yield Hit(
                step=step,
                message=f"--platform={short(platform)} fixes the platform of the stage; leave it to `docker build --platform`, "
                "or write $BUILDPLATFORM where the stage only builds",
            )


def _undeclared(view: View) -> Iterator[Hit]:
    for step, number in _froms(view):
        names = [name for name in view.stages[number].undeclared if name not in PLATFORM_ARGUMENTS]
        if names:
            yield Hit(
                step=step,
                message=f"FROM uses ${short(names[0])}, which no ARG before the first FROM declares; it stands for nothing there",
            )


def _before_from(view: View) -> Iterator[Hit]:
    for step in view.steps:
        if step.directive == "FROM":
            return
        if step.directive != "ARG":
            yield Hit(step=step, message=f"{step.directive} stands before the first FROM; only ARG and comments may")


def _stages_of_copy(view: View) -> Iterator[tuple[Step, str]]:
    for step in view.with_triggers("COPY", "ADD"):
        source = step.flag("from")
        if source:
            yield step, source


def _own_stage(view: View) -> Iterator[Hit]:
    for step, source in _stages_of_copy(view):
        name = view.stages[step.stage].stage.name.lower() if view.stages else ""
        if source == str(step.stage) or (name and source.lower() == name):
            yield Hit(
                step=step,
                message=f"COPY --from={short(source)} names its own stage, so the build fails; name another stage or an image",
            )


def _unknown_stage(view: View) -> Iterator[Hit]:
    for step, source in _stages_of_copy(view):
        earlier = {stage.stage.name.lower() for stage in view.stages[: step.stage + 1]}
        if "$" in source or source.lower() in earlier or re.search(r"[:@/]", source):
            continue
        if source.isascii() and source.isdigit() and len(source) < 6:
            if int(source) > step.stage:
                yield Hit(
                    step=step, message=f"COPY --from={source}: there is no stage {source} before this one; name a stage"
                )
            continue
        yield Hit(
            step=step,
            message=f"COPY --from={short(source)} names no stage before this one, so the image {short(source)}:latest is pulled; "
            "name a stage, or an image with a version",
        )


CHECKS = (
    Check(
        id="MD001",
        title="Base image without a fixed tag",
        severity=Severity.MEDIUM,
        aliases=("DS-0001", "DL3006", "DL3007"),
        why="`latest` is another image tomorrow: a build cannot be repeated, and nobody decided on the change.",
        bad="FROM debian",
        good="FROM debian:12.5",
        on_guess=False,
        find=_movable,
    ),
    Check(
        id="MD005",
        title="COPY from its own stage",
        severity=Severity.CRITICAL,
        aliases=("DS-0006", "DL3023"),
        why="A stage cannot copy from itself; the build fails.",
        bad="FROM alpine:3.20 AS build\nCOPY --from=build /a /b",
        good="FROM alpine:3.20 AS build\nFROM alpine:3.20\nCOPY --from=build /a /b",
        on_guess=False,
        find=_own_stage,
    ),
    Check(
        id="MD011",
        title="Two stages with one name",
        severity=Severity.CRITICAL,
        aliases=("DS-0012", "DL3024", "DuplicateStageName"),
        why="Which of them `COPY --from` means depends on the builder.",
        bad="FROM alpine:3.20 AS build\nFROM alpine:3.20 AS build",
        good="FROM alpine:3.20 AS build\nFROM alpine:3.20 AS run",
        on_guess=False,
        find=_same_names,
    ),
    Check(
        id="MD048",
        title="COPY from a stage that does not exist",
        severity=Severity.MEDIUM,
        aliases=("DL3022",),
        why="A name that is no stage is an image: a misspelt stage pulls whatever has that name in the public registry.",
        bad="FROM alpine:3.20 AS build\nFROM alpine:3.20\nCOPY --from=biuld /a /b",
        good="FROM alpine:3.20 AS build\nFROM alpine:3.20\nCOPY --from=build /a /b",
        on_guess=False,
        find=_unknown_stage,
    ),
    Check(
        id="MD060",
        title="Platform fixed in FROM",
        severity=Severity.LOW,
        aliases=("DL3029", "FromPlatformFlagConstDisallowed"),
        why="The image is built for this platform, whatever the build was asked for.",
        bad="FROM --platform=linux/amd64 alpine:3.20",
        good="FROM --platform=$BUILDPLATFORM alpine:3.20",
        on_guess=False,
        find=_fixed_platform,
    ),
    Check(
        id="MD061",
        title="Variable in FROM that nothing declares",
        severity=Severity.HIGH,
        aliases=("UndefinedArgInFrom",),
        why="It stands for nothing, so another image is pulled than the one that is meant, or none.",
        bad="FROM alpine:${VERSION}\nARG VERSION=3.20",
        good="ARG VERSION=3.20\nFROM alpine:${VERSION}",
        on_guess=False,
        find=_undeclared,
    ),
    Check(
        id="MD068",
        title="Stage with a reserved name",
        severity=Severity.HIGH,
        aliases=("ReservedStageName",),
        why="`scratch` and `context` mean something to builders; the stage cannot be reached by its name.",
        bad="FROM alpine:3.20 AS context",
        good="FROM alpine:3.20 AS sources",
        on_guess=False,
        find=_reserved_names,
    ),
    Check(
        id="MD069",
        title="Instruction before FROM",
        severity=Severity.HIGH,
        aliases=("DL3061",),
        why="There is no image yet that it could change; the build fails.",
        bad="RUN make\nFROM alpine:3.20",
        good="FROM alpine:3.20\nRUN make",
        on_guess=False,
        find=_before_from,
    ),
)
