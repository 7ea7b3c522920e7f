"""Comments that accept findings: `# mooring:ignore MD002`, `# hadolint ignore=DL3002`, `# trivy:ignore:DS-0002`, `# check=skip=…`.

A comment holds for the instruction below it, or the one it stands in. `# mooring:ignore-file`, `# hadolint global ignore=` and the
directive `check=skip=` hold for the file. `exp:2030-01-31` ends Mooring's and Trivy's comments after that day.
"""

import re
from collections.abc import Iterable

import msgspec

from mooring.base.clock import now
from mooring.content.dockerfile.checks.check import Check
from mooring.content.dockerfile.steps import Parsed

MAX_COMMENT_CHARS = 4096
_OURS = re.compile(r"^mooring:ignore(-file)?[:\s]\s*(.*)$", re.IGNORECASE)
_HADOLINT = re.compile(r"^hadolint\s+(global\s+)?ignore\s*=\s*([\w,\s-]+)", re.IGNORECASE)
_TRIVY = re.compile(r"(?:trivy|tfsec):ignore:([\w-]+)((?::[\w-]+)*)", re.IGNORECASE)
_ID = re.compile(r"[A-Za-z]{1,40}-?[A-Za-z]*-?\d{0,6}")
_END = re.compile(r"exp:(\d{4}-\d{2}-\d{2})")


class Ignores(msgspec.Struct, frozen=True, kw_only=True):
    """Which names of checks a comment accepts, and the words of the comment that does."""

    by_name: dict[str, str] = {}
    """Normalised name to the comment; `*` stands for every check."""

    def accepting(self, check: Check) -> str:
        """The comment that accepts the check; empty where none does."""
        for name in ("*", *names_of(check)):
            if comment := self.by_name.get(name):
                return comment
        return ""


def normal(name: str) -> str:
    """One spelling for `AVD-DS-0002`, `DS002`, `ds-0002`."""
    text = name.strip().lower().removeprefix("avd-")
    match = re.fullmatch(r"ds-?(\d{1,6})", text)
    return f"ds-{int(match.group(1)):04d}" if match else text


def names_of(check: Check) -> tuple[str, ...]:
    """Everything that the check is called, normalised."""
    return (normal(check.id), *(normal(alias) for alias in check.aliases))


def ignores_of(comments: Iterable[str]) -> Ignores:
    """What comments at one instruction accept."""
    found: dict[str, str] = {}
    for comment in comments:
        text = comment[:MAX_COMMENT_CHARS]
        match = _OURS.match(text)
        if match and not match.group(1) and not _is_over(text):
            _note(found, _listed(match.group(2)), "mooring:ignore")
        match = _HADOLINT.match(text)
        if match and not match.group(1):
            _note(found, _listed(match.group(2)), "hadolint ignore")
        for trivy in _TRIVY.finditer(text):
            if not _is_over(trivy.group(2)):
                _note(found, [trivy.group(1)], "trivy:ignore")
    return Ignores(by_name=found)


def ignores_of_file(parsed: Parsed) -> Ignores:
    """What comments and directives accept for the whole file."""
    found: dict[str, str] = {}
    for comment in parsed.comments:
        text = comment[:MAX_COMMENT_CHARS]
        match = _OURS.match(text)
        if match and match.group(1) and not _is_over(text):
            _note(found, _listed(match.group(2)), "mooring:ignore-file")
        match = _HADOLINT.match(text)
        if match and match.group(1):
            _note(found, _listed(match.group(2)), "hadolint global ignore")
    for setting in parsed.directives.get("check", "")[:MAX_COMMENT_CHARS].split(";"):
        name, _, value = setting.partition("=")
        if name.strip().lower() == "skip":
            _note(found, ["*" if text.strip() == "all" else text for text in value.split(",")], "check=skip")
    return Ignores(by_name=found)


def _listed(text: str) -> list[str]:
    """Identifiers at the start of a text, joined by commas or spaces; the first word that is none begins the reason."""
    found: list[str] = []
    for word in re.split(r"[,\s]+", text.strip()):
        if not _ID.fullmatch(word) or not (any(c.isdigit() for c in word) or (word[:1].isupper() and len(word) > 12)):
            break
        found.append(word)
    return found


def _note(found: dict[str, str], names: Iterable[str], what: str) -> None:
    for name in names:
        if name.strip():
            found.setdefault(normal(name), what)


def _is_over(text: str) -> bool:
    """Whether the day behind `exp:` has passed."""
    match = _END.search(text)
    return match is not None and now().date().isoformat() > match.group(1)
