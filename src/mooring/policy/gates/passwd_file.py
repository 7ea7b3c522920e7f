"""Gate `passwd_file`: the users of the image, as /etc/passwd names them.

The file is one of the retrieved ones. Password hashes in it are masked when it is kept (`…`), so messages show them masked, and
`blacklist_full_entry` does not compare a masked field. Lines that are no entries (another number of fields, ids that are no numbers) are
reported by `malformed_entry`, which is ours; where programs read them as entries all the same (`x:x:0`), the other triggers see name and
ids.

Deviation from Anchore Engine: where /etc/passwd was not looked for, or is in the image and was not kept, the triggers fail and do not pass.
"""

from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import Annotated

from mooring.model.evidence.content import Need
from mooring.policy.content.passwd import PASSWD, PasswdEntry, PasswdFile, passwd_of
from mooring.policy.evidence import Evidence
from mooring.policy.gate import Fired, Gate, RuleError, Trigger
from mooring.policy.parameter import COMMA_LIST, COMMA_NUMBERS, STRING, Parameter


class _OfEntries(Trigger, frozen=True, kw_only=True):
    """What the triggers have in common: they look at entries of the file."""

    def needs(self) -> Iterable[Need]:
        """Retrieved files."""
        return (Need.RETRIEVED_FILES,)

    def retrieves(self) -> Iterable[str]:
        """The file."""
        return (PASSWD,)

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One for each entry that the trigger refuses, in the order of the file. Raises RuleError where the file is too long."""
        parsed = passwd_of(evidence) or PasswdFile()
        for entry in sorted((*parsed.entries, *parsed.loose), key=attrgetter("number")):
            refused = self.refused(entry)
            if refused:
                yield Fired(
                    message=f"Blacklisted {refused} found in image's /etc/passwd: pentry={entry.line}", subject=PASSWD
                )
        if parsed.lines_left_out:
            raise RuleError(f"the last {parsed.lines_left_out} lines of /etc/passwd were not read")

    def refused(self, entry: PasswdEntry) -> str:
        """What is refused of the entry, as the message names it; empty where nothing is."""
        raise NotImplementedError


class ContentNotAvailable(Trigger, frozen=True, kw_only=True):
    """Fires where /etc/passwd was not kept: for whatever reason, also where nobody looked."""

    NAME = "content_not_available"
    DESCRIPTION = "Fires if /etc/passwd was not kept: the image has none, it is too large, or it was not asked for."

    def retrieves(self) -> Iterable[str]:
        """The file."""
        return (PASSWD,)

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """At most one."""
        if all(file.path != PASSWD for file in evidence.content.retrieved):
            yield Fired(
                message="Cannot locate /etc/passwd in image stored files archive: check analyzer settings.",
                subject=PASSWD,
            )


class BlacklistUsernames(_OfEntries, frozen=True, kw_only=True):
    """Fires for each entry of a refused user name."""

    NAME = "blacklist_usernames"
    ALIASES = ("denylist_usernames", "usernamematch")
    DESCRIPTION = "Fires for each entry of /etc/passwd whose user name is one of these."

    user_names: Annotated[
        tuple[str, ...],
        Parameter(
            kind=COMMA_LIST,
            help="User names that must not be there.",
            example="daemon,ftp",
            aliases=("usernameblacklist", "usernamedenylist"),
        ),
    ]

    def refused(self, entry: PasswdEntry) -> str:
        """The user name."""
        return f"user '{entry.user}'" if entry.user in self.user_names else ""


class BlacklistUserIds(_OfEntries, frozen=True, kw_only=True):
    """Fires for each entry of a refused user id."""

    NAME = "blacklist_userids"
    ALIASES = ("denylist_userids", "useridmatch")
    DESCRIPTION = "Fires for each entry of /etc/passwd whose user id is one of these."

    user_ids: Annotated[
        tuple[str, ...],
        Parameter(
            kind=COMMA_NUMBERS,
            help="User ids that must not be there.",
            example="0,1",
            aliases=("useridblacklist", "useriddenylist"),
        ),
    ]

    def refused(self, entry: PasswdEntry) -> str:
        """The user id."""
        return f"uid '{entry.user_id}'" if _has_id(self.user_ids, entry.user_id) else ""


class BlacklistGroupIds(_OfEntries, frozen=True, kw_only=True):
    """Fires for each entry of a refused group id."""

    NAME = "blacklist_groupids"
    ALIASES = ("denylist_groupids", "groupidmatch")
    DESCRIPTION = "Fires for each entry of /etc/passwd whose group id is one of these."

    group_ids: Annotated[
        tuple[str, ...],
        Parameter(
            kind=COMMA_NUMBERS,
            help="Group ids that must not be there.",
            example="999,20",
            aliases=("groupidblacklist", "groupiddenylist"),
        ),
    ]

    def refused(self, entry: PasswdEntry) -> str:
        """The group id."""
        return f"gid '{entry.group_id}'" if _has_id(self.group_ids, entry.group_id) else ""


class BlacklistShells(_OfEntries, frozen=True, kw_only=True):
    """Fires for each entry with a refused shell."""

    NAME = "blacklist_shells"
    ALIASES = ("shellmatch", "denylist_shells")
    DESCRIPTION = "Fires for each entry of /etc/passwd whose login shell is one of these."

    shells: Annotated[
        tuple[str, ...],
        Parameter(
            kind=COMMA_LIST,
            help="Login shells that must not be there.",
            example="/bin/bash,/bin/zsh",
            aliases=("shellblacklist", "shelldenylist"),
        ),
    ]

    def refused(self, entry: PasswdEntry) -> str:
        """The shell."""
        return f"shell '{entry.shell}'" if entry.shell in self.shells else ""


class BlacklistFullEntry(_OfEntries, frozen=True, kw_only=True):
    """Fires for an entry that stands in the file as it is given."""

    NAME = "blacklist_full_entry"
    ALIASES = ("denylist_full_entry", "pentrymatch")
    DESCRIPTION = "Fires if this entry stands in /etc/passwd, field by field."

    entry: Annotated[
        str,
        Parameter(
            kind=STRING,
            help="The whole entry that must not be there.",
            example="ftp:x:14:50:FTP User:/var/ftp:/sbin/nologin",
            aliases=("pentryblacklist", "pentrydenylist"),
        ),
    ]

    def refused(self, entry: PasswdEntry) -> str:
        """The entry."""
        return f"pentry '{entry.line}'" if entry.is_same_line(self.entry) else ""


class MalformedEntry(Trigger, frozen=True, kw_only=True):
    """Fires for each line that is no entry: what the other triggers pass over."""

    NAME = "malformed_entry"
    DESCRIPTION = "Fires for each line of /etc/passwd that is no entry: not seven fields, or ids that are no numbers."

    def needs(self) -> Iterable[Need]:
        """Retrieved files."""
        return (Need.RETRIEVED_FILES,)

    def retrieves(self) -> Iterable[str]:
        """The file."""
        return (PASSWD,)

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One for each line, in order. The line itself is not shown: what stands in a wrong field may be a password."""
        parsed = passwd_of(evidence) or PasswdFile()
        for number in parsed.odd_lines:
            yield Fired(message=f"Line {number} of /etc/passwd is no entry", subject=PASSWD)
        if parsed.lines_left_out:
            yield Fired(message=f"The last {parsed.lines_left_out} lines of /etc/passwd were not read", subject=PASSWD)


def _has_id(ids: tuple[str, ...], found: str) -> bool:
    return int(found) in {int(one) for one in ids}


GATE = Gate(
    name="passwd_file",
    description="Checks of the users in /etc/passwd",
    triggers=(
        ContentNotAvailable,
        BlacklistUsernames,
        BlacklistUserIds,
        BlacklistGroupIds,
        BlacklistShells,
        BlacklistFullEntry,
        MalformedEntry,
    ),
)
