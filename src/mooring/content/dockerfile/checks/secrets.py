"""Checks on secrets in variables and commands. No message holds a value."""

from collections.abc import Iterator

from mooring.content.dockerfile.checks.check import Check, Hit, at, short
from mooring.content.dockerfile.checks.copying import sources_of, target_of
from mooring.content.dockerfile.secrets import (
    FILE_VARIABLES,
    is_reference,
    is_secret_name,
    is_value,
    values_in,
    values_of_options,
)
from mooring.content.dockerfile.shell.command import Command
from mooring.content.dockerfile.steps import Step
from mooring.content.dockerfile.view import View, mount_of
from mooring.model.severity import Severity

_MOUNT = "use RUN --mount=type=secret, or give it to the container when it starts"


def _secret_variables(view: View) -> Iterator[Hit]:
    for step in view.final("ENV", "ARG"):
        if not step.is_own:
            continue
        for pair in step.pairs:
            if is_secret_name(pair.name) and (pair.value is None or is_value(pair.value)):
                where = "the image" if step.directive == "ENV" else "the history of the image"
                yield Hit(step=step, message=f"{step.directive} {short(pair.name)} keeps a secret in {where}; {_MOUNT}")
            elif pair.name in FILE_VARIABLES and pair.value and _is_copied(view, pair.value.strip("\"'")):
                yield Hit(
                    step=step,
                    message=f"{step.directive} {pair.name} names a file with secrets that is copied into the image; {_MOUNT}",
                )
    yield from _given_arguments(view)
    yield from _configured(view)


def _given_arguments(view: View) -> Iterator[Hit]:
    """Build arguments that a history shows with the value they were given."""
    reported: set[str] = set()
    for step in view.of("RUN"):
        for pair in step.build_arguments:
            if pair.name not in reported and is_secret_name(pair.name) and is_value(pair.value or ""):
                reported.add(pair.name)
                yield Hit(
                    step=step,
                    message=f"the history shows what the build argument {short(pair.name)} was given; change the secret, then {_MOUNT}",
                )


def _is_copied(view: View, path: str) -> bool:
    for step in view.final("COPY", "ADD"):
        target = target_of(step)
        places = {target, *(f"{target.rstrip('/')}/{source.rsplit('/', 1)[-1]}" for source in sources_of(step))}
        if path in places:
            return True
    return False


def _configured(view: View) -> Iterator[Hit]:
    for run in view.final_runs:
        if _has_secret_mount(run.step):
            continue
        for command in run.commands:
            operands = command.operands if command.name == "aws" else ()
            if operands[:2] == ("configure", "set") and len(operands) > 3 and is_secret_name(operands[2]):
                yield at(run, command, f"`aws configure set` writes credentials into a layer; {_MOUNT}")


def _has_secret_mount(step: Step) -> bool:
    return any(mount_of(value)["type"] == "secret" for value in step.flag_values("mount"))


def _credentials(view: View) -> Iterator[Hit]:
    for run in view.runs:
        for command in run.commands:
            if what := _credential(command):
                yield at(run, command, f"{what} stands in the file and in the history of the image; {_MOUNT}")
    for step in view.with_triggers("ADD"):
        if any(any(values_in(word.text)) for word in step.words):
            yield Hit(
                step=step,
                message=f"the address has a password in it, which stands in the history of the image; {_MOUNT}",
            )


def _credential(command: Command) -> str:
    """What kind of credential a command has in it, in words; empty for none."""
    for text in command.texts:
        if any(values_in(text)):
            return f"a credential in the arguments of `{short(command.name)}`"
    for name, value in _assigned(command):
        if is_secret_name(name) and is_value(value) and not is_reference(value):
            return f"the value of {short(name)}"
    if any(values_of_options(command.texts)):
        return f"a password or token of `{short(command.name)}`"
    return _by_program(command)


def _assigned(command: Command) -> Iterator[tuple[str, str]]:
    yield from command.assignments
    if command.name in ("export", "declare", "readonly", "local"):
        for text in command.operands:
            name, equals, value = text.partition("=")
            if equals:
                yield name, value


def _by_program(command: Command) -> str:
    texts = command.texts
    if command.name == "docker" and "login" not in command.operands:
        return ""
    option, what = {
        "curl": ("-u", "a user and password of `curl`"),
        "docker": ("-p", "a password of `docker login`"),
        "sshpass": ("-p", "a password of `sshpass`"),
        "useradd": ("-p", "a password of `useradd`"),
        "usermod": ("-p", "a password of `usermod`"),
    }.get(command.name, ("", ""))
    for number, text in enumerate(texts):
        following = texts[number + 1] if number + 1 < len(texts) else ""
        names_user = command.name != "curl" or (":" in following and not is_reference(following.partition(":")[2]))
        if option and text in (option, "--user") and following and not is_reference(following) and names_user:
            return what
    return ""


def _set_password(view: View) -> Iterator[Hit]:
    for run in view.runs:
        previous: Command | None = None
        for command in run.commands:
            fed = previous is not None and previous.pipeline == command.pipeline and previous.name in ("echo", "printf")
            literal = (
                fed
                and previous is not None
                and any(not is_reference(text.partition(":")[2] or text) for text in previous.operands)
            )
            if command.name in ("chpasswd", "passwd") and literal:
                yield at(
                    run,
                    command,
                    f"`{command.name}` sets a password that everyone with the image can read or guess; leave the account without one",
                )
            previous = command


CHECKS = (
    Check(
        id="MD028",
        title="Secret in ENV, ARG or credential set-up",
        severity=Severity.CRITICAL,
        aliases=("DS-0031", "SecretsUsedInArgOrEnv"),
        why="Everyone who can pull the image can read it, in its config or its history.",
        bad="FROM debian:12\nARG GITHUB_TOKEN",
        good="FROM debian:12\nRUN --mount=type=secret,id=github_token make",
        find=_secret_variables,
    ),
    Check(
        id="MD055",
        title="Credential in a command",
        severity=Severity.CRITICAL,
        why="Commands stand in the history of the image, even when what they did is removed later.",
        bad="FROM debian:12\nRUN curl -u user:example https://a.example/x -o x",
        good="FROM debian:12\nRUN --mount=type=secret,id=netrc curl --netrc-file /run/secrets/netrc https://a.example/x -o x",
        find=_credentials,
    ),
    Check(
        id="MD070",
        title="Password set for an account",
        severity=Severity.HIGH,
        why="It is the same in every container, and stands in the history of the image.",
        bad="FROM debian:12\nRUN echo 'app:example' | chpasswd",
        good="FROM debian:12\nRUN useradd --system app",
        find=_set_password,
    ),
)
