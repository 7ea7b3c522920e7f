"""Checks on the package managers of languages in RUN: pip, npm, yarn, gem, go."""

import re
from collections.abc import Iterator

from mooring.content.dockerfile.checks.check import Check, Hit, at, short
from mooring.content.dockerfile.checks.managers import Call, calls_of, is_local, is_variable
from mooring.content.dockerfile.view import View
from mooring.model.severity import Severity

_PIPS = ("pip", "pip2", "pip3")


def _calls(view: View, *names: str, only_final: bool = False) -> Iterator[Call]:
    for run in view.final_runs if only_final else view.runs:
        yield from calls_of(run, *names)


def _pip_cache(view: View) -> Iterator[Hit]:
    is_off = any(pair.name == "PIP_NO_CACHE_DIR" for step in view.final("ENV") for pair in step.pairs)
    for call in _calls(view, *_PIPS, only_final=True):
        if call.action != "install" or is_off or call.has("--no-cache-dir") or call.run.is_cached("/root/.cache/pip"):
            continue
        if any(name == "PIP_NO_CACHE_DIR" for name, _ in call.command.assignments) or call.run.is_cached(
            "/root/.cache"
        ):
            continue
        yield at(call.run, call.command, "`pip install` leaves what it downloads in the layer; add --no-cache-dir")


def _pip_unpinned(view: View) -> Iterator[Hit]:
    for call in _calls(view, *_PIPS):
        if call.action != "install" or any(name in ("-c", "--constraint") for name, _ in call.values):
            continue
        loose = [name for name in call.operands if _is_loose_python(name)]
        if loose:
            yield _unpinned(call, loose, "==VERSION")


def _is_loose_python(name: str) -> bool:
    return not re.search(r"[=<>~!@]", name) and not is_variable(name) and not is_local(name)


def _unpinned(call: Call, loose: list[str], write: str) -> Hit:
    shown = ", ".join(short(name, 40) for name in loose[:3])
    more = f" and {len(loose) - 3} more" if len(loose) > 3 else ""
    return at(
        call.run,
        call.command,
        f"{shown}{more} without a version: the next build installs another; write {short(loose[0])}{write}",
    )


def _npm_install(view: View) -> Iterator[Hit]:
    for call in _calls(view, "npm"):
        if call.action in ("install", "i") and not call.operands and not call.has("-g", "--global"):
            yield at(
                call.run,
                call.command,
                f"`npm {call.action}` may install other versions than the lock file names; write `npm ci`",
            )


def _npm_unpinned(view: View) -> Iterator[Hit]:
    for call in _calls(view, "npm"):
        if call.action not in ("install", "i", "add"):
            continue
        loose = [
            name
            for name in call.operands
            if not is_variable(name) and "@" not in name[1:] and not re.match(r"[./~]|[a-z+]+:|[\w-]+/", name)
        ]
        if loose:
            yield _unpinned(call, loose, "@VERSION")


def _gem_unpinned(view: View) -> Iterator[Hit]:
    for call in _calls(view, "gem"):
        has_version = any(name in ("-v", "--version") for name, _ in call.values)
        if call.action != "install" or has_version:
            continue
        loose = [name for name in call.operands if ":" not in name and not is_variable(name) and not is_local(name)]
        if loose:
            yield _unpinned(call, loose, ":VERSION")


def _yarn_cache(view: View) -> Iterator[Hit]:
    for run in view.final_runs:
        calls = [call for call in calls_of(run, "yarn") if call.action in ("", "install", "add")]
        is_cleaned = any(call.action == "cache" and "clean" in call.operands for call in calls_of(run, "yarn"))
        if calls and not is_cleaned and not run.caches:
            yield at(run, calls[-1].command, "yarn leaves its cache in the layer; end the RUN with `yarn cache clean`")


def _go_latest(view: View) -> Iterator[Hit]:
    for call in _calls(view, "go"):
        if call.action not in ("install", "get"):
            continue
        for name in call.operands:
            if name.endswith("@latest") or (
                call.action == "install" and "@" not in name and "." in name.split("/", 1)[0].lstrip(".")
            ):
                yield at(
                    call.run,
                    call.command,
                    f"{short(name)} names no version: the next build installs another; write {short(name.removesuffix('@latest'))}@VERSION",
                )
                break


CHECKS = (
    Check(
        id="MD033",
        title="pip install without --no-cache-dir",
        severity=Severity.LOW,
        aliases=("DL3042",),
        why="Everything that is installed lies in the layer twice.",
        bad="FROM python:3.12\nRUN pip install requests==2.32.3",
        good="FROM python:3.12\nRUN pip install --no-cache-dir requests==2.32.3",
        find=_pip_cache,
    ),
    Check(
        id="MD034",
        title="npm install where npm ci is meant",
        severity=Severity.LOW,
        why="`npm ci` installs exactly what the lock file names, and stops where the two disagree.",
        bad="FROM node:22\nRUN npm install",
        good="FROM node:22\nRUN npm ci",
        find=_npm_install,
    ),
    Check(
        id="MD038",
        title="Python package without a version",
        severity=Severity.LOW,
        aliases=("DL3013",),
        why="Two builds of the same file give different images.",
        bad="FROM python:3.12\nRUN pip install --no-cache-dir requests",
        good="FROM python:3.12\nRUN pip install --no-cache-dir requests==2.32.3",
        find=_pip_unpinned,
    ),
    Check(
        id="MD039",
        title="npm package without a version",
        severity=Severity.LOW,
        aliases=("DL3016",),
        why="Two builds of the same file give different images.",
        bad="FROM node:22\nRUN npm install -g typescript",
        good="FROM node:22\nRUN npm install -g typescript@5.5.4",
        find=_npm_unpinned,
    ),
    Check(
        id="MD041",
        title="Ruby gem without a version",
        severity=Severity.LOW,
        aliases=("DL3028",),
        why="Two builds of the same file give different images.",
        bad="FROM ruby:3.3\nRUN gem install rake",
        good="FROM ruby:3.3\nRUN gem install rake:13.2.1",
        find=_gem_unpinned,
    ),
    Check(
        id="MD063",
        title="Cache of yarn left in the layer",
        severity=Severity.LOW,
        aliases=("DL3060",),
        why="Everything that is installed lies in the layer twice.",
        bad="FROM node:22\nRUN yarn install",
        good="FROM node:22\nRUN yarn install && yarn cache clean",
        find=_yarn_cache,
    ),
    Check(
        id="MD064",
        title="Go program without a version",
        severity=Severity.LOW,
        aliases=("DL3062",),
        why="Two builds of the same file give different images.",
        bad="FROM golang:1.22\nRUN go install example.com/tool@latest",
        good="FROM golang:1.22\nRUN go install example.com/tool@v1.4.0",
        find=_go_latest,
    ),
)
