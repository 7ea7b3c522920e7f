"""Checks on how the image runs: user, ports, commands, health, volumes."""

import re
from collections.abc import Callable, Iterator

from mooring.content.dockerfile.checks.check import Check, Hit, short
from mooring.content.dockerfile.steps import Step
from mooring.content.dockerfile.view import View
from mooring.model.severity import Severity

_ROOT = frozenset({"root", "0"})
_PORT = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?(?:/([A-Za-z]{1,8}))?")
_HOST_PORT = re.compile(r"(?:[\d.]{1,15}:)?\d{0,5}:(\d{1,9})(?:/[a-z]{1,8})?")


def _root_user(view: View) -> Iterator[Hit]:
    users = list(view.final("USER"))
    if not users:
        place = view.ends_on
        if place is not None and "nonroot" not in view.final_base:
            yield Hit(
                step=place,
                message="no USER in the final stage, so the image runs as root; add USER with an account of its own",
            )
        return
    last = users[-1]
    name = last.words[0] if last.words else None
    if name is not None and name.is_known and name.text.partition(":")[0] in _ROOT:
        yield Hit(step=last, message=f"the last USER is {short(name.text)!r}; end with an account that is not root")


def ports_of(step: Step) -> Iterator[tuple[str, int, int]]:
    """Each port of EXPOSE as written, with the first and last number it stands for."""
    for word in step.words:
        match = _PORT.fullmatch(word.text)
        if match and word.is_known:
            yield word.text, int(match.group(1)), int(match.group(2) or match.group(1))


def _ssh_port(view: View) -> Iterator[Hit]:
    for step in view.of("EXPOSE"):
        for text, first, last in ports_of(step):
            if first <= 22 <= last and last <= 65_535:
                yield Hit(
                    step=step,
                    message=f"EXPOSE {text} opens the port of SSH; containers are entered with `docker exec`, leave it out",
                )


def _bad_port(view: View) -> Iterator[Hit]:
    for step in view.of("EXPOSE"):
        for word in step.words:
            match = _PORT.fullmatch(word.text) or _HOST_PORT.fullmatch(word.text)
            if not word.is_known:
                continue
            numbers = [int(text) for text in match.groups()[:2] if text and text.isdigit()] if match else []
            if not numbers or min(numbers) < 1 or max(numbers) > 65_535:
                yield Hit(step=step, message=f"EXPOSE {short(word.text)!r} is no port; ports go from 1 to 65535")


def _several(directive: str, what: str) -> Callable[[View], Iterator[Hit]]:
    def find(view: View) -> Iterator[Hit]:
        for steps in view.by_stage(directive).values():
            for step in steps[:-1]:
                yield Hit(
                    step=step,
                    message=f"{what} of this stage on line {steps[-1].line} takes the place of this one; leave one",
                )

    return find


def _no_health(view: View) -> Iterator[Hit]:
    if view.ends_on is not None and not any(view.final("HEALTHCHECK")):
        yield Hit(
            step=view.ends_on,
            message="no HEALTHCHECK: nothing tells a running container from a working one; add one, or HEALTHCHECK NONE",
        )


def _maintainer(view: View) -> Iterator[Hit]:
    for step in view.of("MAINTAINER"):
        yield Hit(step=step, message='MAINTAINER is deprecated; write LABEL org.opencontainers.image.authors="…"')


def _shell_form(view: View) -> Iterator[Hit]:
    last = {}
    for step in view.of("CMD", "ENTRYPOINT"):
        last[step.stage, step.directive] = step
    for step in last.values():
        if not step.instruction.is_exec_form and step.argument and not step.argument.startswith("["):
            yield Hit(
                step=step,
                message=f"{step.directive} in shell form: the program is a child of a shell and gets no signals; "
                f'write {step.directive} ["program", "argument"]',
            )


def _broken_list(view: View) -> Iterator[Hit]:
    for step in view.with_triggers("CMD", "ENTRYPOINT", "RUN", "SHELL", "VOLUME", "COPY", "ADD"):
        text = step.argument
        is_list = text.startswith("[") and text.endswith("]") and not text.startswith(("[ ", "[["))
        if is_list and not step.instruction.is_exec_form and ("," in text or "'" in text or '"' in text):
            yield Hit(
                step=step,
                message=f"{step.directive} looks like a list but is no JSON, so a shell gets it as it stands; use double quotes and commas",
            )


_SYSTEM = (
    "/proc",
    "/sys",
    "/dev",
    "/etc",
    "/boot",
    "/bin",
    "/sbin",
    "/usr",
    "/lib",
    "/lib32",
    "/lib64",
    "/root",
    "/var/run",
)
_SYSTEM_VOLUMES = ("/", *_SYSTEM, "/var/run/docker.sock", "/run/docker.sock", "/var/lib/docker", "/run")
_SYSTEM_FOLDERS = (
    "/proc",
    "/sys",
    "/dev",
    "/etc",
    "/boot",
    "/bin",
    "/sbin",
    "/usr/bin",
    "/usr/sbin",
    "/lib",
    "/lib64",
    "/usr/lib",
)


def _system_volume(view: View) -> Iterator[Hit]:
    for step in view.of("VOLUME"):
        for word in step.words:
            path = "/" + word.text.strip("/")
            if path in _SYSTEM_VOLUMES:
                yield Hit(
                    step=step,
                    message=f"VOLUME {short(path)!r} is a system folder; keep data in a folder of its own, for instance /data",
                )


def _relative_folder(view: View) -> Iterator[Hit]:
    for step in view.with_triggers("WORKDIR"):
        path = _workdir(step)
        if path and not path.startswith(("/", "$", "\\")) and not re.match(r"[A-Za-z]:", path):
            yield Hit(
                step=step,
                message=f"WORKDIR {short(path)!r} depends on what came before; write it from the root: {short('/' + path)!r}",
            )


def _system_folder(view: View) -> Iterator[Hit]:
    for step in view.with_triggers("WORKDIR"):
        path = _workdir(step).rstrip("/")
        if any(path == folder or path.startswith(folder + "/") for folder in _SYSTEM_FOLDERS):
            yield Hit(
                step=step,
                message=f"WORKDIR {short(path)!r} is a system folder; work in one of your own, for instance /app",
            )


def _workdir(step: Step) -> str:
    return step.words[0].text if step.words else step.argument.strip("\"'")


CHECKS = (
    Check(
        id="MD002",
        title="Image runs as root",
        severity=Severity.HIGH,
        aliases=("DS-0002", "DL3002"),
        why="Whoever takes over the program is root in the container, and closer to root on the host.",
        bad="FROM debian:12\nUSER root",
        good="FROM debian:12\nUSER app",
        find=_root_user,
    ),
    Check(
        id="MD003",
        title="Port of SSH exposed",
        severity=Severity.MEDIUM,
        aliases=("DS-0004",),
        why="An SSH server in a container is one more way in, with accounts and keys of its own.",
        bad="FROM debian:12\nEXPOSE 22",
        good="FROM debian:12\nEXPOSE 8080",
        find=_ssh_port,
    ),
    Check(
        id="MD006",
        title="Several ENTRYPOINT in one stage",
        severity=Severity.CRITICAL,
        aliases=("DS-0007", "DL4004"),
        why="Only the last one counts; the others mislead.",
        bad='FROM debian:12\nENTRYPOINT ["a"]\nENTRYPOINT ["b"]',
        good='FROM debian:12\nENTRYPOINT ["b"]',
        on_guess=False,
        find=_several("ENTRYPOINT", "the ENTRYPOINT"),
    ),
    Check(
        id="MD007",
        title="Port out of range",
        severity=Severity.CRITICAL,
        aliases=("DS-0008", "DL3011", "ExposeInvalidFormat"),
        why="There is no such port: the build or the start of the container fails.",
        bad="FROM debian:12\nEXPOSE 80000",
        good="FROM debian:12\nEXPOSE 8000",
        find=_bad_port,
    ),
    Check(
        id="MD008",
        title="WORKDIR from no fixed place",
        severity=Severity.HIGH,
        aliases=("DS-0009", "DL3000", "WorkdirRelativePath"),
        why="Where it is depends on the base image and on lines above.",
        bad="FROM debian:12\nWORKDIR app",
        good="FROM debian:12\nWORKDIR /app",
        find=_relative_folder,
    ),
    Check(
        id="MD015",
        title="Several CMD in one stage",
        severity=Severity.HIGH,
        aliases=("DS-0016", "DL4003", "MultipleInstructionsDisallowed"),
        why="Only the last one counts; the others mislead.",
        bad='FROM debian:12\nCMD ["a"]\nCMD ["b"]',
        good='FROM debian:12\nCMD ["b"]',
        on_guess=False,
        find=_several("CMD", "the CMD"),
    ),
    Check(
        id="MD020",
        title="MAINTAINER is deprecated",
        severity=Severity.HIGH,
        aliases=("DS-0022", "DL4000", "MaintainerDeprecated"),
        why="Builders may drop it; a label can be read by every tool.",
        bad="FROM debian:12\nMAINTAINER someone",
        good='FROM debian:12\nLABEL org.opencontainers.image.authors="someone"',
        find=_maintainer,
    ),
    Check(
        id="MD021",
        title="Several HEALTHCHECK in one stage",
        severity=Severity.MEDIUM,
        aliases=("DS-0023", "DL3012"),
        why="Only the last one counts; the others mislead.",
        bad="FROM debian:12\nHEALTHCHECK CMD a\nHEALTHCHECK CMD b",
        good="FROM debian:12\nHEALTHCHECK CMD b",
        on_guess=False,
        find=_several("HEALTHCHECK", "the HEALTHCHECK"),
    ),
    Check(
        id="MD024",
        title="No HEALTHCHECK",
        severity=Severity.LOW,
        aliases=("DS-0026", "DL3057"),
        why="A program that hangs looks alive. Kubernetes has probes of its own and does not read it.",
        bad="FROM debian:12",
        good="FROM debian:12\nHEALTHCHECK CMD /app/health",
        find=_no_health,
    ),
    Check(
        id="MD027",
        title="WORKDIR on a system folder",
        severity=Severity.HIGH,
        aliases=("DS-0030",),
        why="What the program writes lands among the files of the system.",
        bad="FROM debian:12\nWORKDIR /usr/bin",
        good="FROM debian:12\nWORKDIR /app",
        find=_system_folder,
    ),
    Check(
        id="MD042",
        title="CMD or ENTRYPOINT in shell form",
        severity=Severity.MEDIUM,
        aliases=("DL3025", "JSONArgsRecommended"),
        why="A shell stands between: signals do not reach the program, and stopping takes until it is killed.",
        bad="FROM debian:12\nENTRYPOINT /app/serve --port 80",
        good='FROM debian:12\nENTRYPOINT ["/app/serve", "--port", "80"]',
        find=_shell_form,
    ),
    Check(
        id="MD053",
        title="System folder as a volume",
        severity=Severity.HIGH,
        why="The volume hides what updates of the image bring, or hands a socket or devices of the host to the container.",
        bad="FROM debian:12\nVOLUME /etc",
        good="FROM debian:12\nVOLUME /data",
        find=_system_volume,
    ),
    Check(
        id="MD057",
        title="List that is no JSON",
        severity=Severity.MEDIUM,
        aliases=("JSONArgsRecommended",),
        why="With single quotes it is no exec form: a shell looks for a program called `[`.",
        bad="FROM debian:12\nCMD ['serve', '--port', '80']",
        good='FROM debian:12\nCMD ["serve", "--port", "80"]',
        on_guess=False,
        find=_broken_list,
    ),
)
