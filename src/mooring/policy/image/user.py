"""The trigger `user` of the gate `image`: who the image runs as."""

from collections.abc import Iterable, Iterator
from typing import Annotated

from mooring.model.evidence.content import Need
from mooring.policy.content.asked import search_for
from mooring.policy.content.passwd import PASSWD, passwd_of
from mooring.policy.evidence import Evidence
from mooring.policy.gate import Fired, RuleError, Trigger
from mooring.policy.image.config import config_of, user_ids, user_of
from mooring.policy.parameter import BOOLEAN, COMMA_LIST, Parameter


class EffectiveUser(Trigger, frozen=True, kw_only=True):
    """Fires where the image runs as a user that it should not run as."""

    NAME = "user"
    DESCRIPTION = (
        "Fires if the image runs as root or another denied user: by name, by id (0, 0:0), by no user at all, or by a name that /etc/passwd "
        "gives the id of a denied one."
    )

    denied: Annotated[
        tuple[str, ...],
        Parameter(
            kind=COMMA_LIST,
            help="Names or ids that are refused; root means the id 0, whatever its name.",
            example="root,1000",
        ),
    ] = ("root",)
    allowed: Annotated[
        tuple[str, ...],
        Parameter(
            kind=COMMA_LIST, help="The only names or ids that are not refused. Left out: all.", example="65532,app"
        ),
    ] = ()
    require_number: Annotated[
        bool,
        Parameter(
            kind=BOOLEAN,
            help="Whether the user must be given as a number: Kubernetes cannot tell that a name is not root.",
            example="true",
        ),
    ] = False

    def retrieves(self) -> Iterable[str]:
        """/etc/passwd."""
        return (PASSWD,)

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """At most one for each reason."""
        user = user_of(evidence)
        is_number = user.isascii() and user.isdigit()
        if self.require_number and not is_number:
            yield Fired(message=f"The image runs as {user!r}, which is no number", trigger_id="user+name")
        if config_of(evidence).platform.os == "windows":
            yield from self._on_windows(user)
            return
        if not is_number and user != "root" and user not in self.denied:
            _require_passwd(evidence, user)
        number = user_ids(evidence, user)
        if number is None:
            message = f"The image runs as {user!r}, which is not in its /etc/passwd: nobody knows who that is"
            yield Fired(message=message, trigger_id=f"user+unknown+{user}")
        if self._is_among(self.denied, user, number, evidence):
            yield Fired(message=f"The image runs as {_shown(user, number)}, which is denied", trigger_id=f"user+{user}")
        elif self.allowed and not self._is_among(self.allowed, user, number, evidence):
            yield Fired(
                message=f"The image runs as {_shown(user, number)}, which is not allowed", trigger_id=f"user+{user}"
            )

    def _on_windows(self, user: str) -> Iterator[Fired]:
        name = user.lower()
        refused = {one.lower() for one in self.denied}
        is_root = "root" in refused and name in ("containeradministrator", "administrator")
        if is_root or name in refused or (self.allowed and name not in {one.lower() for one in self.allowed}):
            yield Fired(message=f"The image runs as {user!r}, which is refused", trigger_id=f"user+{user}")

    def _is_among(self, users: tuple[str, ...], user: str, number: str | None, evidence: Evidence) -> bool:
        return any(one == user or (number is not None and user_ids(evidence, one) == number) for one in users)


def _shown(user: str, number: str | None) -> str:
    return user if number is None or number == user else f"{user} (id {number})"


def _require_passwd(evidence: Evidence, user: str) -> None:
    """Raise RuleError where nobody can tell the id of a name."""
    if search_for(evidence, Need.RETRIEVED_FILES) is None:
        raise RuleError(
            f"the image runs as {user!r}, and /etc/passwd, which knows the id, was not kept; keep it with the scan"
        )
    passwd_of(evidence)
