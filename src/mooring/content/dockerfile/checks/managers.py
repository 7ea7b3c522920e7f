"""Calls of package managers in RUN: what is asked of them, for which packages."""

from collections.abc import Iterator

import msgspec

from mooring.content.dockerfile.shell.command import Command
from mooring.content.dockerfile.view import Run

_VALUE_OPTIONS: dict[str, frozenset[str]] = {
    "apt-get": frozenset({"-t", "--target-release", "-o", "--option", "-c", "--config-file", "-a", "--host-architecture"}),
    "apk": frozenset({"-t", "--virtual", "-X", "--repository", "-p", "--root", "--repositories-file", "--keys-dir"})
    | {"--cache-dir", "--wait", "--arch"},
    "yum": frozenset({"-c", "--config", "-x", "--exclude", "--enablerepo", "--disablerepo", "--repo", "--installroot"})
    | {"--releasever", "--setopt", "-d", "-e", "--forcearch"},
    "zypper": frozenset({"-t", "--type", "-r", "--repo", "--from", "-R", "--root", "-c", "--config"}),
    "pip": frozenset({"-r", "--requirement", "-c", "--constraint", "-i", "--index-url", "--extra-index-url", "-f"})
    | {"--find-links", "-t", "--target", "--trusted-host", "--prefix", "--cache-dir", "-e", "--editable", "--root"}
    | {"--platform", "--python-version", "--proxy", "--timeout", "--retries", "--no-binary", "--only-binary", "--log"}
    | {"--progress-bar", "--src", "--python", "--config-settings", "--global-option", "--report"},
    "npm": frozenset({"--prefix", "-C", "--registry", "--cache", "--loglevel", "--userconfig", "--omit", "--only", "-w"})
    | {"--workspace", "--include", "--fetch-retries", "--fetch-timeout"},
    "yarn": frozenset({"--cwd", "--registry", "--cache-folder", "--modules-folder", "--network-timeout"}),
    "gem": frozenset({"-v", "--version", "-i", "--install-dir", "-n", "--bindir", "-s", "--source", "--platform"}),
    "go": frozenset({"-tags", "-ldflags", "-o", "-gcflags", "-mod", "-C"}),
}  # fmt: skip
_FAMILY = {
    "apt-get": "apt-get", "apt": "apt-get", "aptitude": "apt-get",
    "apk": "apk",
    "yum": "yum", "dnf": "yum", "dnf5": "yum", "microdnf": "yum", "tdnf": "yum",
    "zypper": "zypper",
    "pip": "pip", "pip2": "pip", "pip3": "pip",
    "npm": "npm", "yarn": "yarn", "gem": "gem", "go": "go",
}  # fmt: skip


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One call of a package manager."""

    run: Run
    command: Command
    manager: str
    """As it is called: `dnf`; `python -m pip` is `pip`."""
    action: str
    """`install`, `update`, …; empty where there is none."""
    operands: tuple[str, ...]
    """Packages, files and addresses, without options and their values."""
    options: frozenset[str]
    """Without values: `--no-cache`."""
    values: tuple[tuple[str, str], ...] = ()
    """Options that have a value, with it."""

    @property
    def family(self) -> str:
        """Managers that take the same arguments: `yum` for `dnf`."""
        return _FAMILY[self.manager]

    def has(self, *names: str) -> bool:
        """Whether one of these options is given; `-y` is found in `-qy`, too."""
        return any(name in self.options or (len(name) == 2 and self.command.has_short(name[1])) for name in names)


def calls_of(run: Run, *managers: str) -> Iterator[Call]:
    """Every call of these managers in the RUN, in order."""
    for command in run.commands:
        call = _call(run, command)
        if call is not None and call.manager in managers:
            yield call


def _call(run: Run, command: Command) -> Call | None:
    name, texts = command.name, command.texts
    if name.startswith("python") and texts[:2] in (("-m", "pip"), ("-m", "pip3")):
        name, texts = "pip", texts[2:]
    elif name.startswith(("pip2.", "pip3.")):
        name = "pip"
    if name not in _FAMILY:
        return None
    takes_value = _VALUE_OPTIONS[_FAMILY[name]]
    operands: list[str] = []
    options: set[str] = set()
    values: list[tuple[str, str]] = []
    at = 0
    while at < len(texts):
        option, equals, value = texts[at].partition("=")
        if not option.startswith("-") or len(option) == 1:
            operands.append(texts[at])
        else:
            options.add(option)
            if not equals and option in takes_value and at + 1 < len(texts):
                at += 1
                value, equals = texts[at], "="
            if equals:
                values.append((option, value))
        at += 1
    return Call(
        run=run,
        command=command,
        manager=name,
        action=operands[0] if operands else "",
        operands=tuple(operands[1:]),
        options=frozenset(options),
        values=tuple(values),
    )


def is_variable(text: str) -> bool:
    """Whether the shell fills something in: then what it names is not known."""
    return "$" in text or "`" in text or "*" in text


def is_local(text: str) -> bool:
    """Whether a package is a file, a folder or an address rather than a name."""
    return (
        "/" in text
        or text.startswith(".")
        or text.endswith((".deb", ".rpm", ".apk", ".whl", ".tgz", ".gem", ".zip", ".gz"))
    )
