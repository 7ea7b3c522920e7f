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
    loose: tuple[PasswdEntry, ...] = ()
    """What is no entry, and programs read as one all the same: fields too few or too many, ids with a sign, lines for NIS. Their lines hold
    name and ids alone, since what stands in a wrong field may be a password."""
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
    """The entries, in order. Empty lines, comments and NIS lines (`+::::::`) are neither entries nor odd.

    C libraries and container runtimes take lines without the last fields, and ids with a sign: those are loose entries.
    """
    entries, odd, loose = [], [], []
    lines = file.text.split("\n")
    for number, line in enumerate(lines[:MAX_LINES], start=1):
        line = line.rstrip("\r")
        if not line.strip() or line.startswith("#"):
            continue
        is_nis = line.startswith(("+", "-"))
        entry = None if is_nis else _entry(line, number)
        if entry is not None:
            entries.append(entry)
            continue
        if not is_nis:
            odd.append(number)
        if (likely := _loose_entry(line, number)) is not None:
            loose.append(likely)
    return PasswdFile(
        entries=tuple(entries),
        loose=tuple(loose),
        odd_lines=tuple(odd),
        lines_left_out=max(0, len(lines) - MAX_LINES),
    )


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


def _loose_entry(line: str, number: int) -> PasswdEntry | None:
    fields = [*line.strip().split(":"), "", "", "", "", "", ""]
    user, user_id, group_id = fields[0].lstrip("+-"), _loose_id(fields[2]), _loose_id(fields[3])
    if not user or not user_id:
        return None
    return PasswdEntry(
        line=f"{user}:{MASK}:{user_id}:{group_id}",
        number=number,
        user=user,
        user_id=user_id,
        group_id=group_id or "0",  # Nothing is 0 to who converts it.
        home=fields[5],
        shell=fields[6],
    )


def _loose_id(text: str) -> str:
    digits = text.strip().lstrip("+-")
    return digits if _is_id(digits) else ""


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 10
