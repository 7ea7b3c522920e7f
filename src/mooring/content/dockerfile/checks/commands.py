"""Checks on what RUN does besides installing packages."""

import re
from collections.abc import Iterator

from mooring.content.dockerfile.checks.check import Check, Hit, at, short
from mooring.content.dockerfile.shell.command import Command
from mooring.content.dockerfile.view import Run, View
from mooring.model.severity import Severity

_POINTLESS = frozenset(
    {"ssh", "vim", "vi", "nano", "shutdown", "reboot", "halt", "poweroff", "service", "systemctl", "ps", "free", "top"}
    | {"htop", "mount", "umount", "ifconfig", "iptables"}
)
_HIGH_UID = 100_000


def _sudo(view: View) -> Iterator[Hit]:
    for run in view.runs:
        for command in run.commands:
            if "sudo" in command.wrappers or command.name == "sudo":
                yield at(
                    run,
                    command,
                    "`sudo` in a RUN: its rules and passwords are not what a build has; run the command as root and set USER after it",
                )


def _changes_folder(view: View) -> Iterator[Hit]:
    """`cd` that leads a RUN, or is all of it. In the middle of a list it is the plain way to work in two places."""
    for run in view.runs:
        first = run.commands[0]
        is_plain = len(first.words) == 2 and first.name == "cd" and first.depth == 0
        if is_plain and first.words[1].text.startswith("/"):
            folder = short(first.words[1].text)
            what = "has no effect on what follows" if len(run.commands) == 1 else "holds for this RUN alone"
            yield at(run, first, f"`cd {folder}` {what}; write WORKDIR {folder}")


def _two_downloaders(view: View) -> Iterator[Hit]:
    first: dict[str, dict[int, tuple[Run, Command]]] = {"wget": {}, "curl": {}}
    for run, command in view.calls("wget", "curl"):
        first[command.name].setdefault(run.step.stage, (run, command))
    for stage in sorted(first["wget"].keys() & first["curl"].keys()):
        run, command = max(
            (first[name][stage] for name in ("wget", "curl")), key=lambda found: (found[0].step.line, found[1].start)
        )
        other = "curl" if command.name == "wget" else "wget"
        yield at(
            run, command, f"`{command.name}` beside `{other}` in one stage: two programs for one task; use one of them"
        )


def _pointless(view: View) -> Iterator[Hit]:
    for run in view.runs:
        for command in run.commands:
            if command.name in _POINTLESS and command.depth == 0 and not _is_harmless(command):
                yield at(run, command, f"`{command.name}` does nothing useful in a build; leave it out")


def _is_harmless(command: Command) -> bool:
    """`systemctl enable` and its like write links, which do last."""
    return command.name in ("systemctl",) and bool({"enable", "disable", "mask"} & set(command.operands))


def _wget_progress(view: View) -> Iterator[Hit]:
    for run, command in view.calls("wget"):
        is_quiet = command.options & {
            "--quiet",
            "--no-verbose",
            "--progress",
            "-nv",
            "--append-output",
            "--output-file",
        }
        if not is_quiet and not command.has_short("q") and not command.has_short("o"):
            yield at(run, command, "`wget` fills the log with its progress; add -q or --progress=dot:giga")


def _large_uid(view: View) -> Iterator[Hit]:
    for run, command in view.calls("useradd"):
        if command.options & {"--no-log-init"} or command.has_short("l"):
            continue
        found = re.search(r"(?:^|\s)(?:-u|--uid)[=\s](\d{1,12})(?:\s|$)", " ".join(command.texts))
        if found and int(found.group(1)) >= _HIGH_UID:
            yield at(
                run, command, f"`useradd` with the uid {found.group(1)} writes huge sparse log files; add --no-log-init"
            )


CHECKS = (
    Check(
        id="MD009",
        title="sudo in RUN",
        severity=Severity.CRITICAL,
        aliases=("DS-0010", "DL3004"),
        why="RUN is root already, unless USER says otherwise; an image with sudo lets the program become root.",
        bad="FROM debian:12\nRUN sudo make install",
        good="FROM debian:12\nRUN make install",
        find=_sudo,
    ),
    Check(
        id="MD012",
        title="cd where WORKDIR is meant",
        severity=Severity.MEDIUM,
        aliases=("DS-0013", "DL3003"),
        why="The folder is forgotten at the end of the RUN.",
        bad="FROM debian:12\nRUN cd /app && make",
        good="FROM debian:12\nWORKDIR /app\nRUN make",
        find=_changes_folder,
    ),
    Check(
        id="MD013",
        title="Both wget and curl",
        severity=Severity.LOW,
        aliases=("DS-0014", "DL4001"),
        why="Each program in the image must be kept free of vulnerabilities.",
        bad="FROM debian:12\nRUN wget -q https://a.example/x\nRUN curl -o y https://a.example/y",
        good="FROM debian:12\nRUN curl -o x https://a.example/x\nRUN curl -o y https://a.example/y",
        find=_two_downloaders,
    ),
    Check(
        id="MD049",
        title="Command that means nothing in a build",
        severity=Severity.LOW,
        aliases=("DL3001",),
        why="There are no services, screens or kernel settings while an image is built.",
        bad="FROM debian:12\nRUN service nginx start",
        good='FROM debian:12\nCMD ["nginx", "-g", "daemon off;"]',
        find=_pointless,
    ),
    Check(
        id="MD062",
        title="useradd with a large uid",
        severity=Severity.LOW,
        aliases=("DL3046",),
        why="It writes log files with a place for each uid below; the image grows by gigabytes.",
        bad="FROM debian:12\nRUN useradd -u 123456789 app",
        good="FROM debian:12\nRUN useradd --no-log-init -u 123456789 app",
        find=_large_uid,
    ),
    Check(
        id="MD066",
        title="wget with its progress in the log",
        severity=Severity.NEGLIGIBLE,
        aliases=("DL3047",),
        why="What matters is hard to find among thousands of lines.",
        bad="FROM debian:12\nRUN wget https://a.example/x",
        good="FROM debian:12\nRUN wget -q https://a.example/x",
        find=_wget_progress,
    ),
)
