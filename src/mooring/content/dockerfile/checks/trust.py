"""Checks on what RUN believes: downloads that are run, servers and packages that nobody verifies."""

import re
from collections.abc import Iterator

from mooring.content.dockerfile.checks.check import Check, Hit, at
from mooring.content.dockerfile.shell.command import Command
from mooring.content.dockerfile.view import View
from mooring.model.severity import Severity

_SHELLS = frozenset({"sh", "bash", "ash", "dash", "zsh", "ksh", "python", "python3", "perl", "ruby", "node", "php"})
_DOWNLOADERS = frozenset({"curl", "wget", "fetch", "aria2c"})
_PIPEFAIL = re.compile(r"(?:^|\s)pipefail(?:\s|$)")
_UNVERIFIED_OPTIONS: dict[str, frozenset[str]] = {
    "curl": frozenset({"--insecure", "--proxy-insecure"}),
    "wget": frozenset({"--no-check-certificate"}),
    "aria2c": frozenset({"--check-certificate"}),
    "pip": frozenset({"--trusted-host"}),
    "pip3": frozenset({"--trusted-host"}),
    "conda": frozenset({"--insecure", "-k"}),
}
_UNVERIFIED_VARIABLES = {
    "NODE_TLS_REJECT_UNAUTHORIZED": ("0",),
    "PYTHONHTTPSVERIFY": ("0",),
    "GIT_SSL_NO_VERIFY": ("1", "true", "yes"),
    "NPM_CONFIG_STRICT_SSL": ("false",),
    "CONDA_SSL_VERIFY": ("false", "no", "0"),
    "HEX_UNSAFE_HTTPS": ("1",),
}
_UNSIGNED_OPTIONS = frozenset(
    {"--allow-unauthenticated", "--force-yes", "--allow-untrusted", "--nogpgcheck", "--no-gpg-check", "--no-gpg-checks", "--nosignature"}
    | {"--nodigest", "--noverify", "--allow-insecure-repositories", "--allow-unsigned-rpm", "--gpg-auto-import-keys"}
)  # fmt: skip
_MANAGERS = frozenset(
    {
        "apt-get",
        "apt",
        "aptitude",
        "apk",
        "yum",
        "dnf",
        "dnf5",
        "microdnf",
        "tdnf",
        "zypper",
        "rpm",
        "dpkg",
        "opkg",
        "pacman",
    }
)
_UNSIGNED_WORDS = re.compile(
    r"trusted=yes|gpgcheck\s*=\s*(?:0|no|false)\b|AllowUnauthenticated[\"'\s=]+(?:true|1)|SigLevel\s*=\s*Never",
    re.IGNORECASE,
)


def _pipe_hides_failure(view: View) -> Iterator[Hit]:
    for run in view.runs:
        if _PIPEFAIL.search(" ".join(run.step.shell)) and not run.step.instruction.is_exec_form:
            continue
        is_set = False
        for command in run.commands:
            is_set = is_set or (command.name == "set" and "pipefail" in command.texts)
            is_set = is_set or (command.name in _SHELLS and "pipefail" in command.texts)
            if command.joined_by in ("|", "|&") and not is_set:
                yield at(
                    run,
                    command,
                    'without pipefail only the last command of a pipe can fail the build; add SHELL ["/bin/bash", "-o", "pipefail", "-c"]',
                )
                break


def _runs_download(view: View) -> Iterator[Hit]:
    for run in view.runs:
        by_pipeline: dict[int, list[Command]] = {}
        for command in run.commands:
            by_pipeline.setdefault(command.pipeline, []).append(command)
            if _substitutes_download(command):
                yield at(
                    run,
                    command,
                    f"`{command.name}` runs what a server sends, unseen; download it, compare its checksum, then run it",
                )
        for commands in by_pipeline.values():
            names = [command.name for command in commands]
            if names[0] in _DOWNLOADERS and (last := _reading_shell(commands[1:])) is not None:
                yield at(
                    run,
                    last,
                    f"`{names[0]} … | {last.name}` runs what a server sends, unseen; download it, compare its checksum, then run it",
                )


def _reading_shell(commands: list[Command]) -> Command | None:
    """The interpreter that reads its program from the pipe."""
    for command in commands:
        takes_program = any(
            text in ("-c", "-e", "-m", "-n") or text.endswith((".py", ".sh", ".pl")) for text in command.texts
        )
        if command.name in _SHELLS and not takes_program:
            return command
    return None


def _substitutes_download(command: Command) -> bool:
    """`sh -c "$(curl …)"`, `eval "$(wget …)"`, `bash <(curl …)`."""
    if command.name not in _SHELLS and command.name not in ("eval", "source", "."):
        return False
    return any(re.search(r"(?:\$\(|`)\s*(?:curl|wget)\s", text) for text in command.texts)


def _unverified_server(view: View) -> Iterator[Hit]:
    for run in view.runs:
        for command in run.commands:
            if text := _unverified(command):
                yield at(
                    run,
                    command,
                    f"{text}: anyone on the way can send something else; leave it out, and install the authority's certificate instead",
                )
    for step in view.of("ENV", "ARG"):
        for pair in step.pairs:
            if (pair.value or "").strip("\"'").lower() in _UNVERIFIED_VARIABLES.get(pair.name.upper(), ()):
                yield Hit(
                    step=step,
                    message=f"{pair.name} turns the verification of servers off, in the image as well; leave it out",
                )


def _unverified(command: Command) -> str:
    """What turns verification off, in words; empty where nothing does."""
    texts = command.texts
    options = _UNVERIFIED_OPTIONS.get(command.name, frozenset()) & command.options
    if options and not (command.name == "aria2c" and "--check-certificate=false" not in texts):
        return f"`{command.name} {min(options)}` does not verify the server"
    if command.name == "curl" and command.has_short("k"):
        return "`curl -k` does not verify the server"
    joined = " ".join(texts).lower()
    if command.name in ("npm", "yarn", "pnpm") and re.search(r"strict-ssl[=\s]+false", joined):
        return f"`{command.name} config set strict-ssl false` turns verification off"
    if command.name == "git" and re.search(r"http\.(?:\S{0,200}\.)?sslverify[=\s]+(?:false|0)", joined):
        return "`git -c http.sslVerify=false` does not verify the server"
    for name, value in command.assignments:
        if value.lower() in _UNVERIFIED_VARIABLES.get(name.upper(), ()):
            return f"{name} turns the verification of servers off"
    return ""


def _unsigned_packages(view: View) -> Iterator[Hit]:
    for run in view.runs:
        for command in run.commands:
            options = command.options & _UNSIGNED_OPTIONS if command.name in _MANAGERS else frozenset()
            if options:
                yield at(
                    run,
                    command,
                    f"`{command.name} {min(options)}` takes packages that nobody signed; leave it out, and install the repository's key",
                )
            elif any(_UNSIGNED_WORDS.search(text) for text in command.texts):
                yield at(
                    run,
                    command,
                    "a repository whose packages are not verified is set up; install its key and name it with signed-by or gpgkey",
                )


def _apt_key(view: View) -> Iterator[Hit]:
    for run, command in view.calls("apt-key"):
        yield at(
            run,
            command,
            "`apt-key` trusts the key for every repository; put the key below /etc/apt/keyrings and name it with signed-by",
        )


CHECKS = (
    Check(
        id="MD029",
        title="Pipe without pipefail",
        severity=Severity.MEDIUM,
        aliases=("DL4006",),
        why="When the first command of a pipe fails the build goes on, with half a result.",
        bad="FROM debian:12\nRUN cat list | wc -l",
        good='FROM debian:12\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN cat list | wc -l',
        find=_pipe_hides_failure,
    ),
    Check(
        id="MD030",
        title="Download that is run unseen",
        severity=Severity.HIGH,
        why="Whoever controls the server, or the way there, runs commands in the build.",
        bad="FROM debian:12\nRUN curl -fsSL https://a.example/install | sh",
        good="FROM debian:12\nRUN curl -fsSLo /tmp/i https://a.example/install && sha256sum -c /tmp/i.sha256 && sh /tmp/i",
        find=_runs_download,
    ),
    Check(
        id="MD031",
        title="Servers not verified",
        severity=Severity.HIGH,
        why="TLS without verification protects against nobody who matters.",
        bad="FROM debian:12\nRUN curl -k -o x https://a.example/x",
        good="FROM debian:12\nRUN curl -o x https://a.example/x",
        find=_unverified_server,
    ),
    Check(
        id="MD032",
        title="Packages not verified",
        severity=Severity.HIGH,
        why="The signature is what tells a package of the distribution from any other file.",
        bad="FROM debian:12\nRUN apt-get install -y --allow-unauthenticated curl",
        good="FROM debian:12\nRUN apt-get install -y curl",
        find=_unsigned_packages,
    ),
    Check(
        id="MD035",
        title="apt-key is deprecated",
        severity=Severity.MEDIUM,
        why="A key added so may sign packages of every repository, those of the distribution as well.",
        bad="FROM debian:12\nRUN apt-key add key.asc",
        good="FROM debian:12\nCOPY key.asc /etc/apt/keyrings/vendor.asc",
        find=_apt_key,
    ),
)
