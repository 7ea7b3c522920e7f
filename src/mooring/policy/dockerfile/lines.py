"""Instructions as Anchore Engine wrote them down, since messages, and with them trigger ids, hold its lines."""

from collections.abc import Iterator, Mapping

from mooring.model.evidence.dockerfile import Dockerfile, DockerfileMode, Instruction
from mooring.policy.regex import compile_regex

CONDITIONS = ("=", "!=", "exists", "not_exists", "like", "not_like", "in", "not_in")
WITHOUT_VALUE = frozenset({"exists", "not_exists"})
_NEGATIONS: Mapping[str, str] = {"!=": "=", "not_like": "like", "not_in": "in"}
_DEFAULT_SHELL = "/bin/sh -c"


def lines_of(dockerfile: Dockerfile, directive: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The line of each instruction as messages have it, and every way to write it that conditions are tried on.

    A RUN of a history was `/bin/sh -c COMMAND` to Anchore Engine. Messages keep that form; conditions hold for the command alone as well.
    """
    shell = _DEFAULT_SHELL
    for instruction in dockerfile.instructions:
        if instruction.directive == "SHELL":
            shell = " ".join(instruction.words) or shell
        if instruction.directive == directive:
            yield _forms(dockerfile, instruction, shell)


def _forms(dockerfile: Dockerfile, instruction: Instruction, shell: str) -> tuple[str, tuple[str, ...]]:
    value = instruction.value.strip()
    is_command = instruction.directive == "RUN" and not instruction.is_exec_form
    if dockerfile.mode is DockerfileMode.GUESSED and is_command:
        return f"{shell} {value}", (value, f"{shell} {value}")
    return value, (value,)


def does_hold(condition: str, forms: tuple[str, ...], value: str) -> bool:
    """Whether a condition holds for an instruction, however it is written: a negation holds where it does for every form."""
    if condition in _NEGATIONS:
        return not does_hold(_NEGATIONS[condition], forms, value)
    match condition:
        case "exists":
            return True
        case "=":
            return value in forms
        case "in":
            return bool({part.strip() for part in value.split(",")} & set(forms))
        case "like":
            # Scripts in a RUN have lines of their own.
            return any(compile_regex(f"(?s){value}").matches_start(form) for form in forms)
        case _:
            return False
