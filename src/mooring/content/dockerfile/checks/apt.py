"""Checks on apt in RUN."""

from collections.abc import Iterator

from mooring.content.dockerfile.checks.check import Check, Hit, at, short
from mooring.content.dockerfile.checks.managers import Call, calls_of, is_local, is_variable
from mooring.content.dockerfile.view import Run, View
from mooring.model.severity import Severity

_CHANGING = frozenset(
    {"install", "upgrade", "dist-upgrade", "full-upgrade", "remove", "purge", "autoremove", "build-dep"}
)
_YES = ("-y", "--yes", "--assume-yes", "--force-yes", "--allow-downgrades")


def _calls(view: View, *names: str) -> Iterator[Call]:
    for run in view.runs:
        yield from calls_of(run, *names)


def _assumes_yes(call: Call) -> bool:
    answers = any(name in ("-o", "--option") and "Assume-Yes" in value for name, value in call.values)
    quiet = call.command.has_short("q") and sum(text.count("q") for text in call.options if text[:2] != "--") > 1
    piped = any(command.name == "yes" and command.pipeline == call.command.pipeline for command in call.run.commands)
    return (
        call.has(*_YES)
        or answers
        or quiet
        or piped
        or any(name == "-q" and value == "2" for name, value in call.values)
    )


def _asks(view: View) -> Iterator[Hit]:
    for call in _calls(view, "apt-get", "apt", "aptitude"):
        if call.action in _CHANGING and not _assumes_yes(call):
            yield at(
                call.run,
                call.command,
                f"`{call.manager} {call.action}` asks before it goes on, and a build cannot answer; add -y",
            )


def _upgrades_system(view: View) -> Iterator[Hit]:
    for call in _calls(view, "apt-get", "apt", "aptitude", "zypper"):
        if call.action in ("dist-upgrade", "full-upgrade", "dup"):
            yield at(
                call.run,
                call.command,
                f"`{call.manager} {call.action}` may remove packages and change the release; start from a newer base image",
            )


def _recommends(view: View) -> Iterator[Hit]:
    for run in view.runs:
        is_off = any("Install-Recommends" in text for command in run.commands for text in command.texts)
        for call in calls_of(run, "apt-get", "apt", "aptitude"):
            if call.action == "install" and not is_off and not call.has("--no-install-recommends", "-R"):
                yield at(
                    run,
                    call.command,
                    f"`{call.manager} install` brings recommended packages as well; add --no-install-recommends",
                )


def _unpinned(view: View) -> Iterator[Hit]:
    for call in _calls(view, "apt-get", "apt", "aptitude"):
        if call.action != "install":
            continue
        loose = [
            name
            for name in call.operands
            if "=" not in name and "/" not in name and not is_local(name) and not is_variable(name)
        ]
        if loose:
            yield at(
                call.run,
                call.command,
                f"{_listed(loose)} without a version: the next build installs another; write {short(loose[0])}=VERSION",
            )


def _listed(names: list[str]) -> str:
    shown = ", ".join(short(name, 40) for name in names[:3])
    return f"{shown} and {len(names) - 3} more" if len(names) > 3 else shown


def _leaves_lists(view: View) -> Iterator[Hit]:
    for run in view.final_runs:
        updates = [call for call in calls_of(run, "apt-get", "apt", "aptitude") if call.action == "update"]
        if (
            updates
            and not _removes_lists(run)
            and not run.is_cached("/var/lib/apt/lists")
            and not run.is_cached("/var/lib/apt")
        ):
            yield at(
                run,
                updates[-1].command,
                "the package lists stay in the layer; end the RUN with `rm -rf /var/lib/apt/lists/*`",
            )


def _removes_lists(run: Run) -> bool:
    return any(
        command.name in ("rm", "find")
        and any(text.startswith("/var/lib/apt") or text in ("/var/lib/*", "/var/lib/") for text in command.texts)
        for command in run.commands
    )


def _interactive(view: View) -> Iterator[Hit]:
    for call in _calls(view, "apt"):
        yield at(call.run, call.command, "`apt` is made for people and may change; write `apt-get` or `apt-cache`")


CHECKS = (
    Check(
        id="MD019",
        title="apt-get without -y",
        severity=Severity.HIGH,
        aliases=("DS-0021", "DL3014"),
        why="It waits for an answer that never comes; the build fails.",
        bad="FROM debian:12\nRUN apt-get update && apt-get install curl",
        good="FROM debian:12\nRUN apt-get update && apt-get install -y curl",
        find=_asks,
    ),
    Check(
        id="MD022",
        title="Upgrade to another release",
        severity=Severity.HIGH,
        aliases=("DS-0024", "DL3005", "DL3035"),
        why="The image is no longer what its base image says, and differs from build to build.",
        bad="FROM debian:12\nRUN apt-get update && apt-get dist-upgrade -y",
        good="FROM debian:13\nRUN apt-get update && apt-get install -y curl",
        find=_upgrades_system,
    ),
    Check(
        id="MD026",
        title="apt-get install with recommended packages",
        severity=Severity.HIGH,
        aliases=("DS-0029", "DL3015"),
        why="What nobody asked for makes the image larger and brings vulnerabilities of its own.",
        bad="FROM debian:12\nRUN apt-get install -y curl",
        good="FROM debian:12\nRUN apt-get install -y --no-install-recommends curl",
        find=_recommends,
    ),
    Check(
        id="MD037",
        title="apt package without a version",
        severity=Severity.LOW,
        aliases=("DL3008",),
        why="Two builds of the same file give different images.",
        bad="FROM debian:12\nRUN apt-get install -y curl",
        good="FROM debian:12\nRUN apt-get install -y curl=7.88.1-10+deb12u5",
        find=_unpinned,
    ),
    Check(
        id="MD044",
        title="Package lists of apt left in the layer",
        severity=Severity.LOW,
        aliases=("DL3009",),
        why="They are tens of megabytes that age; removing them in a later RUN does not make the image smaller.",
        bad="FROM debian:12\nRUN apt-get update && apt-get install -y curl",
        good="FROM debian:12\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*",
        find=_leaves_lists,
    ),
    Check(
        id="MD045",
        title="apt instead of apt-get",
        severity=Severity.LOW,
        aliases=("DL3027",),
        why="The arguments and output of `apt` are not promised to stay.",
        bad="FROM debian:12\nRUN apt install -y curl",
        good="FROM debian:12\nRUN apt-get install -y curl",
        find=_interactive,
    ),
)
