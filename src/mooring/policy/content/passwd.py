"""/etc/passwd (passwd(5)) of an image: its entries, and the lines that are none."""

import msgspec

from mooring.model.evidence.content import RetrievedFile
from mooring.policy.content.asked import retrieved_file
from mooring.policy.evidence import Evidence

PASSWD = "/etc/passwd"  # noqa: S105  # A path.
MASK = "…"
"""Stands where a kept file had a password hash; a mark that locks the password stays before it (`!…`)."""
_FIELDS = 7
MAX_LINES = 100_000


class PasswdEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One user."""

    line: str
    """As it stands in the kept file."""
    number: int
    """Of the line, from 1."""
    user: str
    user_id: str
    group_id: str
    home: str
    shell: str

    def is_same_line(self, line: str) -> bool:
        """Whether the entry is this line. The password field is not compared where the kept file masks it: its value is gone."""
        own, other = self.line.split(":"), line.strip().split(":")
        if own[1].endswith(MASK) and len(other) == len(own):
            own[1] = other[1]
        return own == other


class PasswdFile(msgspec.Struct, frozen=True, kw_only=True):
    """All that the file says."""

    entries: tuple[PasswdEntry, ...] = ()
    odd_lines: tuple[int, ...] = ()
    """Numbers of lines that are no entries: another number of fields, or ids that are no numbers."""
    lines_left_out: int = 0
    """Lines after the first 100,000, which are not read."""


def passwd_of(evidence: Evidence) -> PasswdFile | None:
    """The file of the image; None where the image has none. Raises RuleError where it has one that was not kept."""
    kept = retrieved_file(evidence, PASSWD)
    return None if kept is None else evidence.once(_of_kept)


def user_id_of(evidence: Evidence, user: str) -> str | None:
    """The id of a user name, without leading zeros; None where the image does not say: no such user, or no file that was kept."""
    return evidence.once(_user_ids).get(user)


def _user_ids(evidence: Evidence) -> dict[str, str]:
    parsed = evidence.once(_of_kept)
    # The first entry of a name is the one that getpwnam(3) gives.
    return {entry.user: entry.user_id.lstrip("0") or "0" for entry in reversed(parsed.entries)}


def _of_kept(evidence: Evidence) -> PasswdFile:
    kept = next((file for file in evidence.content.retrieved if file.path == PASSWD), None)
    return PasswdFile() if kept is None else parse_passwd(kept)


def parse_passwd(file: RetrievedFile) -> PasswdFile:
    """The entries, in order. Empty lines, comments and NIS lines (`+::::::`) are neither entries nor odd."""
    entries, odd = [], []
    lines = file.text.split("\n")
    for number, line in enumerate(lines[:MAX_LINES], start=1):
        line = line.rstrip("\r")
        if not line.strip() or line.startswith(("#", "+", "-")):
            continue
        entry = _entry(line, number)
        if entry is None:
            odd.append(number)
        else:
            entries.append(entry)
    return PasswdFile(entries=tuple(entries), odd_lines=tuple(odd), lines_left_out=max(0, len(lines) - MAX_LINES))


def _entry(line: str, number: int) -> PasswdEntry | None:
    fields = line.strip().split(":")
    if len(fields) != _FIELDS or not fields[0] or not (_is_id(fields[2]) and _is_id(fields[3])):
        return None
    return PasswdEntry(
        line=line.strip(),
        number=number,
        user=fields[0],
        user_id=fields[2],
        group_id=fields[3],
        home=fields[5],
        shell=fields[6],
    )


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 10
