"""Checks on how a Dockerfile is written."""

import re
from collections.abc import Iterator

from mooring.content.dockerfile.checks.check import Check, Hit, short
from mooring.content.dockerfile.view import View
from mooring.model.severity import Severity


def _old_pairs(view: View) -> Iterator[Hit]:
    for step in view.with_triggers("ENV", "LABEL"):
        if step.pairs and step.pairs[0].is_old_form:
            name = short(step.pairs[0].name)
            yield Hit(
                step=step,
                message=f"{step.directive} {name} VALUE is the old form, which takes one name a line; write {step.directive} {name}=VALUE",
            )


def _own_variable(view: View) -> Iterator[Hit]:
    for step in view.of("ENV"):
        seen: set[str] = set()
        earlier = (
            {pair.name for other in view.of("ENV", "ARG") if other.line < step.line for pair in other.pairs}
            if len(step.pairs) > 1
            else set()
        )
        for pair in step.pairs:
            used = set(re.findall(r"\$\{?([A-Za-z_][A-Za-z0-9_]{0,255})", pair.value or "")) & seen
            fresh = sorted(used - earlier)
            if fresh:
                yield Hit(
                    step=step,
                    message=f"ENV {short(pair.name)} uses ${short(fresh[0])} of the same ENV, which is not set yet; split it in two",
                )
            seen.add(pair.name)


def _empty_lines(view: View) -> Iterator[Hit]:
    for step in view.steps:
        if step.empty_lines:
            yield Hit(
                step=step,
                message="an empty line within the instruction; builders will take it as its end, remove it",
                line=step.empty_lines[0],
                end_line=step.empty_lines[0],
            )


def _nested_triggers(view: View) -> Iterator[Hit]:
    for step in view.of("ONBUILD"):
        word = step.argument.split(None, 1)[0].upper() if step.argument.strip() else ""
        if word in ("ONBUILD", "FROM", "MAINTAINER"):
            yield Hit(step=step, message=f"ONBUILD {word} is not allowed; the build fails")


CHECKS = (
    Check(
        id="MD050",
        title="Old form of ENV or LABEL",
        severity=Severity.LOW,
        aliases=("LegacyKeyValueFormat",),
        why="It takes the rest of the line as one value, and is deprecated.",
        bad="FROM debian:12\nENV HOME /app",
        good="FROM debian:12\nENV HOME=/app",
        on_guess=False,
        find=_old_pairs,
    ),
    Check(
        id="MD058",
        title="ONBUILD of what it may not hold",
        severity=Severity.HIGH,
        aliases=("DL3043",),
        why="The build fails.",
        bad="FROM debian:12\nONBUILD FROM debian:12",
        good="FROM debian:12\nONBUILD RUN make",
        find=_nested_triggers,
    ),
    Check(
        id="MD059",
        title="Variable of the same ENV",
        severity=Severity.MEDIUM,
        aliases=("DL3044",),
        why="All values of one ENV are filled in with what held before it.",
        bad="FROM debian:12\nENV A=/app B=$A/bin",
        good="FROM debian:12\nENV A=/app\nENV B=$A/bin",
        on_guess=False,
        find=_own_variable,
    ),
    Check(
        id="MD067",
        title="Empty line within an instruction",
        severity=Severity.LOW,
        aliases=("NoEmptyContinuation",),
        why="Builders warn today and will stop the instruction there.",
        bad="FROM debian:12\nRUN make \\\n\n  install",
        good="FROM debian:12\nRUN make \\\n  install",
        on_guess=False,
        find=_empty_lines,
    ),
)
