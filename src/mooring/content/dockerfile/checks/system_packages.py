"""Checks on the package managers of other distributions in RUN: apk, yum, dnf, microdnf, zypper; and on updates alone."""

import re
from collections.abc import Callable, Iterator

from mooring.content.dockerfile.checks.check import Check, Hit, at, short
from mooring.content.dockerfile.checks.managers import Call, calls_of, is_local, is_variable
from mooring.content.dockerfile.view import Run, View
from mooring.model.severity import Severity

_ALL = ("apt-get", "apt", "aptitude", "apk", "yum", "dnf", "dnf5", "microdnf", "tdnf", "zypper")
_INDEXING = {
    "apt-get": frozenset({"update"}),
    "apk": frozenset({"update"}),
    "yum": frozenset({"update", "makecache", "check-update"}),
    "zypper": frozenset({"update", "up", "refresh", "ref"}),
}
_INSTALLING = frozenset(
    {"install", "in", "add", "upgrade", "dist-upgrade", "full-upgrade", "build-dep", "source", "reinstall", "groupinstall"}
    | {"localinstall", "group", "module", "download", "builddep", "dup", "patch", "fix", "source-install", "distro-sync"}
)  # fmt: skip


def _update_alone(view: View) -> Iterator[Hit]:
    for run in view.runs:
        calls = list(calls_of(run, *_ALL))
        installing = {call.family for call in calls if call.action in _INSTALLING}
        for call in calls:
            if call.action in _INDEXING[call.family] and call.family not in installing and not _names_packages(call):
                yield at(
                    run,
                    call.command,
                    f"`{call.manager} {call.action}` alone in a RUN: its layer is kept while what comes later changes; "
                    "update and install in one RUN",
                )
                break


def _names_packages(call: Call) -> bool:
    return call.family in ("yum", "zypper") and call.action in ("update", "up") and bool(call.operands)


def _uncleaned(managers: tuple[str, ...], cache: str) -> Callable[[View], Iterator[Hit]]:
    """Finds installs whose RUN does not empty the manager's cache."""

    def find(view: View) -> Iterator[Hit]:
        for run in view.final_runs:
            calls = [call for call in calls_of(run, *managers) if call.action in (_INSTALLING | {"update", "up"})]
            if calls and not _cleans(run, managers, cache) and not run.is_cached(cache):
                manager = calls[-1].manager
                clean = "clean" if manager == "zypper" else "clean all"
                yield at(
                    run,
                    calls[-1].command,
                    f"`{manager} {calls[-1].action}` leaves its cache in the layer; end the RUN with `{manager} {clean}`",
                )

    return find


def _cleans(run: Run, managers: tuple[str, ...], cache: str) -> bool:
    if any(call.action in ("clean", "cc") for call in calls_of(run, *managers)):
        return True
    return any(
        command.name == "rm" and any(text.startswith(cache) for text in command.texts) for command in run.commands
    )


def _apk_cache(view: View) -> Iterator[Hit]:
    for run in view.final_runs:
        if run.is_cached("/var/cache/apk") or run.is_cached("/etc/apk/cache") or _cleans(run, (), "/var/cache/apk"):
            continue
        for call in calls_of(run, "apk"):
            if call.action == "add" and not call.has("--no-cache"):
                yield at(run, call.command, "`apk add` leaves its index in the layer; add --no-cache")


def _asks(view: View) -> Iterator[Hit]:
    for run in view.runs:
        for call in calls_of(run, "yum", "dnf", "dnf5", "microdnf", "zypper"):
            if call.action not in _INSTALLING | {"update", "up", "remove", "erase", "rm"} or call.action in (
                "source",
                "download",
            ):
                continue
            is_assumed = call.has("-y", "--assumeyes", "--no-confirm") or any(
                value.startswith("assumeyes=1") for _, value in call.values
            )
            if call.manager == "zypper":
                is_assumed = is_assumed or call.has("-n", "--non-interactive")
            if not is_assumed:
                yield at(
                    run,
                    call.command,
                    f"`{call.manager} {call.action}` asks before it goes on, and a build cannot answer; add -y",
                )


def _unpinned(managers: tuple[str, ...], marks: str, write: str) -> Callable[[View], Iterator[Hit]]:
    """Finds packages that are named without a version."""

    def find(view: View) -> Iterator[Hit]:
        for run in view.runs:
            for call in calls_of(run, *managers):
                if call.action not in ("install", "in", "add"):
                    continue
                loose = [name for name in call.operands if _is_loose(name, marks)]
                if loose:
                    yield at(
                        run,
                        call.command,
                        f"{_listed(loose)} without a version: the next build installs another; write {short(loose[0])}{write}",
                    )

    return find


def _is_loose(name: str, marks: str) -> bool:
    """Whether a name has no version behind one of the marks; behind `-` that is what begins with a digit."""
    if is_variable(name) or is_local(name) or name.startswith((".", "@", "-")):
        return False
    if marks == "-":
        return not re.search(r"-\d|[=<>]", name)
    return not any(mark in name for mark in marks)


def _listed(names: list[str]) -> str:
    shown = ", ".join(short(name, 40) for name in names[:3])
    return f"{shown} and {len(names) - 3} more" if len(names) > 3 else shown


CHECKS = (
    Check(
        id="MD014",
        title="Cache of yum left in the layer",
        severity=Severity.HIGH,
        aliases=("DS-0015", "DL3032"),
        why="It makes the image larger by tens of megabytes.",
        bad="FROM centos:7\nRUN yum install -y curl-7.29",
        good="FROM centos:7\nRUN yum install -y curl-7.29 && yum clean all",
        find=_uncleaned(("yum",), "/var/cache/yum"),
    ),
    Check(
        id="MD016",
        title="Package index updated alone",
        severity=Severity.HIGH,
        aliases=("DS-0017",),
        why="The layer with the index is reused for months, so later installs get old packages, or none.",
        bad="FROM debian:12\nRUN apt-get update\nRUN apt-get install -y curl",
        good="FROM debian:12\nRUN apt-get update && apt-get install -y curl",
        find=_update_alone,
    ),
    Check(
        id="MD017",
        title="Cache of dnf left in the layer",
        severity=Severity.HIGH,
        aliases=("DS-0019", "DL3040"),
        why="It makes the image larger by tens of megabytes.",
        bad="FROM fedora:40\nRUN dnf install -y curl-8.6",
        good="FROM fedora:40\nRUN dnf install -y curl-8.6 && dnf clean all",
        find=_uncleaned(("dnf", "dnf5"), "/var/cache/dnf"),
    ),
    Check(
        id="MD018",
        title="Cache of zypper left in the layer",
        severity=Severity.HIGH,
        aliases=("DS-0020", "DL3036"),
        why="It makes the image larger by tens of megabytes.",
        bad="FROM opensuse/leap:15.6\nRUN zypper install -y curl=8.6",
        good="FROM opensuse/leap:15.6\nRUN zypper install -y curl=8.6 && zypper clean",
        find=_uncleaned(("zypper",), "/var/cache/zypp"),
    ),
    Check(
        id="MD023",
        title="apk add without --no-cache",
        severity=Severity.HIGH,
        aliases=("DS-0025", "DL3019"),
        why="The index of packages stays in the layer.",
        bad="FROM alpine:3.20\nRUN apk add curl=8.9.1-r1",
        good="FROM alpine:3.20\nRUN apk add --no-cache curl=8.9.1-r1",
        find=_apk_cache,
    ),
    Check(
        id="MD025",
        title="Cache of microdnf left in the layer",
        severity=Severity.HIGH,
        aliases=("DS-0027",),
        why="It makes the image larger by tens of megabytes.",
        bad="FROM ubi9/ubi-minimal:9.4\nRUN microdnf install -y curl-7.76",
        good="FROM ubi9/ubi-minimal:9.4\nRUN microdnf install -y curl-7.76 && microdnf clean all",
        find=_uncleaned(("microdnf",), "/var/cache/yum"),
    ),
    Check(
        id="MD040",
        title="apk package without a version",
        severity=Severity.LOW,
        aliases=("DL3018",),
        why="Two builds of the same file give different images.",
        bad="FROM alpine:3.20\nRUN apk add --no-cache curl",
        good="FROM alpine:3.20\nRUN apk add --no-cache curl=8.9.1-r1",
        find=_unpinned(("apk",), "=<>~@", "=VERSION"),
    ),
    Check(
        id="MD046",
        title="yum, dnf or zypper that asks",
        severity=Severity.HIGH,
        aliases=("DL3030", "DL3034", "DL3038"),
        why="It waits for an answer that never comes; the build fails.",
        bad="FROM fedora:40\nRUN dnf install curl-8.6 && dnf clean all",
        good="FROM fedora:40\nRUN dnf install -y curl-8.6 && dnf clean all",
        find=_asks,
    ),
    Check(
        id="MD047",
        title="rpm package without a version",
        severity=Severity.LOW,
        aliases=("DL3033", "DL3037", "DL3041"),
        why="Two builds of the same file give different images.",
        bad="FROM fedora:40\nRUN dnf install -y curl && dnf clean all",
        good="FROM fedora:40\nRUN dnf install -y curl-8.6 && dnf clean all",
        find=_unpinned(("yum", "dnf", "dnf5", "microdnf", "zypper"), "-", "-VERSION"),
    ),
)
