"""Checks on ADD and COPY: what goes into the image, from where, and with which rights."""

import re
from collections.abc import Iterator

from mooring.content.dockerfile.checks.check import Check, Hit, short
from mooring.content.dockerfile.steps import Step
from mooring.content.dockerfile.view import View
from mooring.model.severity import Severity

_ARCHIVES = (
    ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tbz", ".tar.xz", ".txz", ".tar.zst", ".tar.lz", ".tar.z", ".gz", ".bz2", ".xz",
)  # fmt: skip
_REMOTE = re.compile(r"(?:https?|ftp)://|git@|git://|ssh://", re.IGNORECASE)
_GIT = re.compile(r"(?:git@|git://|ssh://)|\.git(?:#|$)", re.IGNORECASE)
_PRIVATE = re.compile(
    r"(?:^|/)(?:id_(?:rsa|dsa|ecdsa|ed25519)|\.env(?:\.(?!example|sample|template|dist)[\w-]+)?|\.npmrc|\.pypirc|\.netrc|\.pgpass|\.git-credentials"
    r"|\.git|\.ssh|\.aws|\.gnupg|\.kube|\.docker/config\.json|\.dockercfg|\.htpasswd|credentials\.json|secrets?\.(?:ya?ml|json|env)|[\w.-]+\.(?:p12|pfx|jks|kdbx|keytab|ppk)"
    r"|[\w.-]*(?:private|priv)[\w.-]*\.(?:pem|key)|(?:server|tls|ssl|client)\.key)/?$",
    re.IGNORECASE,
)


def sources_of(step: Step) -> tuple[str, ...]:
    """What is copied, heredocs apart."""
    return tuple(word.text for word in step.words[:-1] if not word.text.startswith("<<"))


def target_of(step: Step) -> str:
    """Where it goes; empty where the instruction has too few words."""
    return step.words[-1].text if len(step.words) > 1 else ""


def _is_archive(source: str) -> bool:
    return source.lower().endswith(_ARCHIVES) or "$" in source or "*" in source


def _add(view: View) -> Iterator[Hit]:
    for step in view.with_triggers("ADD"):
        sources = sources_of(step)
        if sources and not any(_REMOTE.match(source) or _is_archive(source) for source in sources):
            yield Hit(step=step, message="ADD unpacks archives and fetches addresses; for files and folders write COPY")


def _add_for_archives(view: View) -> Iterator[Hit]:
    copied: dict[str, Step] = {}
    for step in view.of("COPY"):
        for source in sources_of(step):
            if source.lower().endswith(_ARCHIVES[:11]) and not step.flag("from"):
                copied[source.rsplit("/", 1)[-1]] = step
    reported: set[str] = set()
    for run in view.runs if copied else ():
        for command in run.commands:
            if command.name not in ("tar", "unxz", "gunzip", "bunzip2"):
                continue
            for name in {text.rsplit("/", 1)[-1] for text in command.texts} & copied.keys() - reported:
                reported.add(name)
                yield Hit(
                    step=copied[name],
                    message=f"COPY of {short(name)!r}, which line {run.lines_of(command)[0]} unpacks: ADD does both and keeps one copy",
                )


def _unchecked_download(view: View) -> Iterator[Hit]:
    for step in view.with_triggers("ADD"):
        for source in sources_of(step):
            if not _REMOTE.match(source) or step.flag("checksum"):
                continue
            if _GIT.search(source):
                if not re.search(r"#[0-9a-f]{40}", source):
                    yield Hit(
                        step=step,
                        message="ADD of a git repository without a commit: what is built may change; name the commit behind #",
                    )
            else:
                yield Hit(
                    step=step,
                    message="ADD of a remote file without --checksum: whatever the server sends goes in; add --checksum=sha256:…",
                )


def _many_into_one(view: View) -> Iterator[Hit]:
    for step in view.with_triggers("COPY", "ADD"):
        target, known = target_of(step), step.words[-1].is_known if step.words else False
        many = len(step.words) > 2 and len(sources_of(step)) + len(step.heredocs) > 1
        if many and known and not target.endswith(("/", "\\", ".")):
            yield Hit(
                step=step,
                message=f"{step.directive} of several sources needs a folder as target; write {short(target + '/')!r}",
            )


def _from_nowhere(view: View) -> Iterator[Hit]:
    placed = set()
    for step in view.steps:
        if step.directive == "FROM" and view.stages[step.stage].parent in placed:
            placed.add(step.stage)
        if step.directive == "WORKDIR":
            placed.add(step.stage)
        if step.directive == "COPY" and step.stage not in placed:
            target = target_of(step)
            if target and not target.startswith(("/", "$", "\\")) and not re.match(r"[A-Za-z]:", target):
                yield Hit(
                    step=step,
                    message=f"COPY to {short(target)!r} with no WORKDIR before: add WORKDIR, or write it from the root",
                )


def _open_mode(view: View) -> Iterator[Hit]:
    for step in view.with_triggers("COPY", "ADD"):
        mode = step.flag("chmod") or ""
        if re.fullmatch(r"[0-7]{3,4}", mode) and int(mode[-1]) & 2:
            yield Hit(
                step=step,
                message=f"--chmod={mode} lets every account write; give no more than 755 for programs and 644 for files",
            )


def _private_files(view: View) -> Iterator[Hit]:
    for step in view.with_triggers("COPY", "ADD"):
        if step.flag("from"):
            continue
        for source in sources_of(step):
            if _PRIVATE.search(source[-300:]):
                yield Hit(
                    step=step,
                    message=f"{step.directive} of {short(source)!r} puts what looks private into a layer, where it stays; "
                    "use RUN --mount=type=secret, and list it in .dockerignore",
                )


CHECKS = (
    Check(
        id="MD004",
        title="ADD where COPY would do",
        severity=Severity.LOW,
        aliases=("DS-0005", "DL3020"),
        why="ADD does more than it says: it unpacks and downloads.",
        bad="FROM debian:12\nADD app.py /app/",
        good="FROM debian:12\nCOPY app.py /app/",
        on_guess=False,
        find=_add,
    ),
    Check(
        id="MD010",
        title="Several sources, and a target that is no folder",
        severity=Severity.CRITICAL,
        aliases=("DS-0011", "DL3021"),
        why="The build fails.",
        bad="FROM debian:12\nCOPY a b /app",
        good="FROM debian:12\nCOPY a b /app/",
        on_guess=False,
        find=_many_into_one,
    ),
    Check(
        id="MD043",
        title="Download without a checksum",
        severity=Severity.MEDIUM,
        why="Whoever controls the address, or the way there, decides what is in the image.",
        bad="FROM debian:12\nADD https://files.example/tool /usr/local/bin/",
        good=f"FROM debian:12\nADD --checksum=sha256:{'0' * 64} https://files.example/tool /usr/local/bin/",
        on_guess=False,
        find=_unchecked_download,
    ),
    Check(
        id="MD051",
        title="COPY to a place that depends on the base image",
        severity=Severity.LOW,
        aliases=("DL3045",),
        why="Without WORKDIR a relative target is wherever the base image says.",
        bad="FROM debian:12\nCOPY app.py app/",
        good="FROM debian:12\nWORKDIR /srv\nCOPY app.py app/",
        on_guess=False,
        find=_from_nowhere,
    ),
    Check(
        id="MD054",
        title="Private files copied",
        severity=Severity.HIGH,
        why="Keys and credentials in a layer can be read by everyone who can pull the image, even when a later layer removes them.",
        bad="FROM debian:12\nCOPY .env /app/",
        good="FROM debian:12\nRUN --mount=type=secret,id=env ./build",
        find=_private_files,
    ),
    Check(
        id="MD065",
        title="COPY and unpack where ADD would do",
        severity=Severity.LOW,
        aliases=("DL3010",),
        why="The archive stays in a layer of its own beside its content.",
        bad="FROM debian:12\nCOPY app.tar.gz /tmp/\nRUN tar -xzf /tmp/app.tar.gz",
        good="FROM debian:12\nADD app.tar.gz /app/",
        on_guess=False,
        find=_add_for_archives,
    ),
    Check(
        id="MD071",
        title="Copied with rights for everyone",
        severity=Severity.MEDIUM,
        why="Any account in the container can change the program that others run.",
        bad="FROM debian:12\nCOPY --chmod=777 app /app/",
        good="FROM debian:12\nCOPY --chmod=755 app /app/",
        find=_open_mode,
    ),
)
