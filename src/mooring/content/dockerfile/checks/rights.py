"""Checks on rights: of files that RUN changes, and of RUN itself."""

import re
from collections.abc import Iterator

from mooring.content.dockerfile.checks.check import Check, Hit, at, short
from mooring.content.dockerfile.shell.command import Command
from mooring.content.dockerfile.view import View, mount_of
from mooring.model.severity import Severity

_HOST_PLACES = (
    "/",
    "/proc",
    "/sys",
    "/dev",
    "/etc",
    "/root",
    "/var/run/docker.sock",
    "/run/docker.sock",
    "/var/lib/docker",
)
_OCTAL = re.compile(r"[0-7]{3,5}")


def _modes(command: Command) -> Iterator[str]:
    """The mode of chmod or install, as written."""
    if command.name == "chmod" and command.operands:
        yield command.operands[0]
    texts = command.texts
    for number, text in enumerate(texts):
        if command.name in ("install", "mkdir", "mkfifo") and text in ("-m", "--mode") and number + 1 < len(texts):
            yield texts[number + 1]
        elif (
            command.name in ("install", "mkdir") and text.startswith(("--mode=", "-m")) and text not in ("-m", "--mode")
        ):
            yield text.removeprefix("--mode=").removeprefix("-m")


def is_open(mode: str) -> bool:
    """Whether everyone may write."""
    if _OCTAL.fullmatch(mode):
        return bool(int(mode[-1], 8) & 2)
    return (
        any(
            re.fullmatch(r"[ug]*[oa][ugoa]*[+=][rxXst]*w[rwxXst]*|[+=][rxXst]*w[rwxXst]*", part) is not None
            for part in mode.split(",")[:20]
        )
        and mode != "+w"
    )


def sets_id(mode: str) -> bool:
    """Whether a program runs as its owner or group."""
    if _OCTAL.fullmatch(mode):
        return len(mode) > 3 and bool(int(mode[:-3], 8) & 6)
    return any(re.fullmatch(r"[ugoa]*[+=][rwxXt]*s[rwxXst]*", part) is not None for part in mode.split(",")[:20])


def _open_files(view: View) -> Iterator[Hit]:
    for run, command in view.calls("chmod", "install", "mkdir"):
        if any(is_open(mode) and not _is_sticky(mode) for mode in _modes(command)):
            mode = next(mode for mode in _modes(command) if is_open(mode))
            yield at(
                run,
                command,
                f"`{command.name}` with {short(mode)} lets every account write; give no more than 755 for programs and 644 for files",
            )


def _is_sticky(mode: str) -> bool:
    """1777, as /tmp has it: everyone writes, nobody removes what others wrote."""
    return bool(_OCTAL.fullmatch(mode)) and len(mode) > 3 and bool(int(mode[:-3], 8) & 1)


def _set_id(view: View) -> Iterator[Hit]:
    for run, command in view.calls("chmod", "install"):
        for mode in _modes(command):
            if sets_id(mode):
                yield at(
                    run,
                    command,
                    f"`{command.name}` with {short(mode)} lets a program run with rights that its caller has not; leave the bit out",
                )


def _insecure_run(view: View) -> Iterator[Hit]:
    for step in view.with_triggers("RUN"):
        if step.flag("security") == "insecure":
            yield Hit(
                step=step, message="RUN --security=insecure runs without the sandbox of the builder; leave it out"
            )
        if step.flag("network") == "host":
            yield Hit(
                step=step, message="RUN --network=host reaches what only the build machine may reach; leave it out"
            )


def _sensitive_mount(view: View) -> Iterator[Hit]:
    for step in view.with_triggers("RUN"):
        for value in step.flag_values("mount"):
            mount = mount_of(value)
            target = mount.get("target") or mount.get("dst") or mount.get("destination") or ""
            if mount["type"] == "secret":
                if int(mount["mode"][-1], 8) & 4 if _OCTAL.fullmatch(mount.get("mode", "")) else False:
                    yield Hit(
                        step=step,
                        message=f"the secret is mounted with mode {mount['mode']}, so every account can read it; write mode=0400",
                    )
            elif ("/" + target.strip("/")) in _HOST_PLACES and target:
                yield Hit(
                    step=step,
                    message=f"--mount puts something over {short(target)!r}, a place of the system; mount it in a folder of its own",
                )


CHECKS = (
    Check(
        id="MD036",
        title="Files that everyone may write",
        severity=Severity.MEDIUM,
        why="Any account in the container can change the program that others run.",
        bad="FROM debian:12\nRUN chmod -R 777 /app",
        good="FROM debian:12\nRUN chmod -R 755 /app",
        find=_open_files,
    ),
    Check(
        id="MD052",
        title="RUN without the builder's sandbox",
        severity=Severity.HIGH,
        why="A step of the build can then change or reach the machine it runs on.",
        bad="FROM debian:12\nRUN --security=insecure make",
        good="FROM debian:12\nRUN make",
        on_guess=False,
        find=_insecure_run,
    ),
    Check(
        id="MD056",
        title="setuid or setgid program",
        severity=Severity.MEDIUM,
        why="A flaw in it gives the rights of its owner to whoever runs it.",
        bad="FROM debian:12\nRUN chmod u+s /app/tool",
        good="FROM debian:12\nRUN chmod 755 /app/tool",
        find=_set_id,
    ),
    Check(
        id="MD072",
        title="Mount over a place of the system",
        severity=Severity.HIGH,
        why="The step sees other accounts, devices or sockets than the image has, or shows a secret to everyone.",
        bad="FROM debian:12\nRUN --mount=type=bind,target=/etc make",
        good="FROM debian:12\nRUN --mount=type=bind,target=/src make",
        on_guess=False,
        find=_sensitive_mount,
    ),
)
