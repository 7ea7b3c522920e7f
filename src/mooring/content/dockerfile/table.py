"""The checks as a page of documentation."""

from collections.abc import Iterator

from mooring.content.dockerfile.checks.all import CHECKS
from mooring.content.dockerfile.checks.check import Check

_HEAD = """\
# Checks of Dockerfiles

`mooring` checks the Dockerfile that is given with a scan. Without one it rebuilds the instructions from the history and the config of the
image; checks that a history cannot answer are then left out (the column *guess* says which are made). Lines are those of the file, or the
numbers of the history entries.

A comment accepts a finding for the instruction below it: `# mooring:ignore MD002`, and as other tools write it
`# hadolint ignore=DL3002`, `# trivy:ignore:DS-0002`. For the whole file: `# mooring:ignore-file MD002`,
`# hadolint global ignore=DL3002`, and the directive `# check=skip=JSONArgsRecommended`. `exp:2030-01-31` behind Mooring's and Trivy's
comments ends them after that day. Accepted findings stay in the report and do not count.

In a policy the trigger `check` of the gate `dockerfile` fires for findings; its parameter `checks` takes any name of this table.

Checks of what a command leaves in a layer (caches, lists, secrets in variables) look at the final stage and those it rests on. In the
examples `⏎` ends a line.

| id | severity | what | also known as | guess | why | bad | good |
|---|---|---|---|---|---|---|---|
"""


def page() -> str:
    """The page, made from the checks; a test compares it with the one that is published."""
    return _HEAD + "".join(_rows())


def _rows() -> Iterator[str]:
    for check in CHECKS:
        yield "| " + " | ".join(_cells(check)) + " |\n"


def _cells(check: Check) -> tuple[str, ...]:
    return (
        check.id,
        check.severity.value,
        _text(check.title),
        ", ".join(check.aliases) or "-",
        "yes" if check.on_guess else "no",
        _text(check.why),
        _code(check.bad),
        _code(check.good),
    )


def _text(text: str) -> str:
    return text.replace("|", "\\|")


def _code(text: str) -> str:
    """An example in one line; a bar would end the cell."""
    return "`" + text.replace("\n", " ⏎ ").replace("|", "\\|").replace("`", "'") + "`"
