"""Gate `dockerfile`: how the image was built, by the Dockerfile that is given or one rebuilt from the history.

Deviations from Anchore Engine: continued lines are joined; the port 0 stands for any port; ranges of ports are understood, and variables
with known values filled in; metadata instructions of a history are no RUN (anchore/anchore-engine#1099). `allowlist` and `denylist` are
taken for `whitelist` and `blacklist`. As there, `effective_user` compares the text of the last USER line of the file, so a list with
`root` does not have `0` or `root:root`: `compare=account` looks at the account that the image runs as. A condition that needs a value and
has none does not fire. The values of secrets are masked, for conditions as well as in messages. `check` is ours.
"""

import hashlib
import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Annotated

from mooring.model.evidence.dockerfile import Dockerfile, DockerfileFinding, DockerfileMode
from mooring.model.severity import SEVERITIES, Severity
from mooring.policy.dockerfile.lines import CONDITIONS, WITHOUT_VALUE, does_hold, lines_of
from mooring.policy.dockerfile.names import ONLY_ACTUAL, identifiers_of, known_names
from mooring.policy.dockerfile.ports import denied, not_allowed
from mooring.policy.dockerfile.users import account_of, last_user, running_user
from mooring.policy.evidence import Evidence
from mooring.policy.gate import Fired, Gate, RuleError, Trigger
from mooring.policy.parameter import BOOLEAN, COMMA_LIST, COMMA_NUMBERS, STRING, BadParameter, Parameter, one_of
from mooring.policy.regex import BadRegex, compile_regex

_DIRECTIVES = (
    "ADD", "ARG", "COPY", "CMD", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "MAINTAINER", "ONBUILD", "USER", "RUN",
    "SHELL", "STOPSIGNAL", "VOLUME", "WORKDIR",
)  # fmt: skip
_ALLOWED, _DENIED = ("whitelist", "allowlist"), ("blacklist", "denylist")
_LIST_TYPE = one_of(_ALLOWED[0], _DENIED[0], _ALLOWED[1], _DENIED[1])
_TEXT, _ACCOUNT = "text", "account"
_ACTUAL_ONLY = Parameter(
    kind=BOOLEAN,
    help="Judge only a Dockerfile that was given, and pass over one that was rebuilt from the history. Left out: both are judged.",
    example="true",
)


def _judged(evidence: Evidence, *, actual_only: bool = False) -> Dockerfile | None:
    """The Dockerfile that a trigger looks at; None where it is passed over."""
    dockerfile = evidence.dockerfile
    if dockerfile is None or dockerfile.mode is DockerfileMode.NONE:
        return None
    return None if actual_only and dockerfile.mode is not DockerfileMode.ACTUAL else dockerfile


class InstructionCheck(Trigger, frozen=True, kw_only=True):
    """Fires for each line that a condition holds for."""

    NAME = "instruction"
    DESCRIPTION = "Fires for each line with the instruction that the condition holds for; not_exists fires once if there is no such line."

    instruction: Annotated[
        str, Parameter(kind=one_of(*_DIRECTIVES), help="Which instruction is looked at.", example="FROM")
    ]
    check_: Annotated[
        str,
        Parameter(
            kind=one_of(*CONDITIONS),
            name="check",
            help="The condition: like takes an expression that matches at the start of the line, in takes values joined by commas.",
            example="=",
        ),
    ]
    value: Annotated[
        str | None,
        Parameter(
            kind=STRING,
            help="What the line, without the instruction itself, is compared with. A condition that needs one never fires without.",
            example="scratch",
        ),
    ] = None
    actual_dockerfile_only: Annotated[bool, _ACTUAL_ONLY] = False

    def __post_init__(self) -> None:
        """Refuse what is no expression where one is meant. Raises BadParameter."""
        if self.check_ in ("like", "not_like") and self.value is not None:
            try:
                compile_regex(self.value)
            except BadRegex as error:
                raise BadParameter(
                    f"value is {self.value[:200]!r}, which is not a regular expression: {error}"
                ) from None

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One for each line, in the order of the file."""
        dockerfile = _judged(evidence, actual_only=self.actual_dockerfile_only)
        if dockerfile is None or (self.value is None and self.check_ not in WITHOUT_VALUE):
            return
        is_found = False
        for line, forms in lines_of(dockerfile, self.instruction):
            is_found = True
            if does_hold(self.check_, forms, self.value or ""):
                yield Fired(
                    message=f"Dockerfile directive '{self.instruction}' check '{self.check_}' matched against '{self.value or ''}' "
                    f"for line '{line}'"
                )
        if self.check_ == "not_exists" and not is_found:
            yield Fired(
                message=f"Dockerfile directive '{self.instruction}' not found, matching condition 'not_exists' check"
            )


class EffectiveUser(Trigger, frozen=True, kw_only=True):
    """Fires where the image runs as an account that is listed, or is not."""

    NAME = "effective_user"
    DESCRIPTION = (
        "Fires if the user that the image runs as is on the list (type=denylist) or is not (type=allowlist). "
        "Without a USER line that is root."
    )

    users: Annotated[tuple[str, ...], Parameter(kind=COMMA_LIST, help="User names.", example="root,docker")]
    type: Annotated[str, Parameter(kind=_LIST_TYPE, help="How the list is meant.", example="denylist")]
    compare: Annotated[
        str,
        Parameter(
            kind=one_of(_TEXT, _ACCOUNT),
            help="text compares what the last USER line of the file says, as Anchore does. account compares who the image runs as: what "
            "its config says, else the last USER of the final stage; the group is left out, and 0 is root.",
            example=_ACCOUNT,
        ),
    ] = _TEXT

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """At most one."""
        dockerfile = _judged(evidence)
        if dockerfile is None:
            return
        if self.compare == _ACCOUNT:
            user = running_user(evidence, dockerfile)
            is_listed = account_of(user) in {account_of(name) for name in self.users}
        else:
            user = last_user(dockerfile)
            is_listed = user in self.users
        if self.type in _ALLOWED and not is_listed:
            yield Fired(message=f"User {user} found as effective user, which is not on the allowed list")
        elif self.type in _DENIED and is_listed:
            yield Fired(message=f"User {user} found as effective user, which is explicity not allowed")


class ExposedPorts(Trigger, frozen=True, kw_only=True):
    """Fires for each port that is exposed and listed, or not listed."""

    NAME = "exposed_ports"
    DESCRIPTION = (
        "Fires for each port that EXPOSE opens and that is on the list (type=denylist) or is not (type=allowlist). "
        "0 on the list stands for any port."
    )

    ports: Annotated[tuple[str, ...], Parameter(kind=COMMA_NUMBERS, help="Port numbers.", example="80,8080,8088")]
    type: Annotated[str, Parameter(kind=_LIST_TYPE, help="How the list is meant.", example="denylist")]
    actual_dockerfile_only: Annotated[bool, _ACTUAL_ONLY] = False

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One for each port of each EXPOSE, in order."""
        dockerfile = _judged(evidence, actual_only=self.actual_dockerfile_only)
        if dockerfile is None:
            return
        ports = [int(port) for port in self.ports]
        for words in _exposed(evidence, dockerfile, with_config=self.type in _DENIED):
            for message in (denied if self.type in _DENIED else not_allowed)(words, ports):
                yield Fired(message=message)


def _exposed(evidence: Evidence, dockerfile: Dockerfile, *, with_config: bool) -> Iterator[tuple[str, ...]]:
    """The words of each EXPOSE; where one has a variable that nobody knows, the ports of the image config as well."""
    found = [one.words for one in dockerfile.instructions if one.directive == "EXPOSE"]
    yield from found
    if with_config and any("$" in word for words in found for word in words):
        named = {word.partition("/")[0] for words in found for word in words}
        rest = [port for port in evidence.report.image.config.exposed_ports if port.partition("/")[0] not in named]
        if rest:
            yield tuple(rest)


class NoDockerfileProvided(Trigger, frozen=True, kw_only=True):
    """Fires where nobody gave the Dockerfile."""

    NAME = "no_dockerfile_provided"
    DESCRIPTION = "Fires if the image was scanned without its actual Dockerfile."

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """At most one."""
        if evidence.dockerfile is None or evidence.dockerfile.mode is not DockerfileMode.ACTUAL:
            yield Fired(message="Image was not analyzed with an actual Dockerfile")


class DockerfileChecks(Trigger, frozen=True, kw_only=True):
    """Fires for each finding of the Dockerfile checks."""

    NAME = "check"
    DESCRIPTION = (
        "Fires for each finding of the Dockerfile checks (docs/dockerfile-checks.md), and for each part of a given Dockerfile "
        "that could not be understood."
    )

    checks: Annotated[
        tuple[str, ...],
        Parameter(
            kind=COMMA_LIST,
            help="Checks that count, by identifier or by what Trivy, hadolint or BuildKit call them. Left out: all.",
            example="MD002,DL3004",
        ),
    ] = ()
    min_severity: Annotated[
        str,
        Parameter(
            kind=one_of(*(severity.value for severity in SEVERITIES)),
            help="Lowest severity that fires.",
            example="high",
        ),
    ] = Severity.LOW.value
    include_accepted: Annotated[
        bool,
        Parameter(
            kind=BOOLEAN, help="Fire for findings that a comment in the Dockerfile accepts, too.", example="true"
        ),
    ] = False
    actual_dockerfile_only: Annotated[bool, _ACTUAL_ONLY] = False

    def __post_init__(self) -> None:
        """Refuse checks that do not exist: they would never fire. Raises BadParameter."""
        for name in self.checks:
            if not identifiers_of(name):
                near = get_close_matches(name.upper()[:60], known_names(), n=1)
                hint = f"did you mean {near[0]}?" if near else "docs/dockerfile-checks.md lists them"
                raise BadParameter(f"checks has {name[:60]!r}, which is no check of Dockerfiles", hint=hint)

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One for each finding by line, then one for each problem. Raises RuleError where the checks could not be made."""
        wanted = {identifier for name in self.checks for identifier in identifiers_of(name)}
        dockerfile = evidence.dockerfile
        if self.actual_dockerfile_only and (dockerfile is None or dockerfile.mode is not DockerfileMode.ACTUAL):
            return
        self._require_answer(dockerfile, wanted)
        if dockerfile is None:
            return
        least = Severity(self.min_severity)
        for finding in dockerfile.findings:
            is_wanted = finding.check in wanted if wanted else True
            is_accepted = bool(finding.accepted_by) and not self.include_accepted
            if is_wanted and not is_accepted and finding.severity >= least:
                yield _fired(finding)
        if dockerfile.mode is DockerfileMode.ACTUAL:
            for problem in dockerfile.problems:
                yield Fired(message=f"Dockerfile could not be read in full: {problem}")

    def _require_answer(self, dockerfile: Dockerfile | None, wanted: set[str]) -> None:
        if dockerfile is None or dockerfile.mode is DockerfileMode.NONE:
            raise RuleError("there is no Dockerfile to check; give it with the scan, or scan the image itself")
        unanswered = sorted(wanted & ONLY_ACTUAL) if dockerfile.mode is DockerfileMode.GUESSED else []
        if unanswered:
            raise RuleError(
                f"{', '.join(unanswered)} cannot be told from the history of an image; give the Dockerfile with the scan, "
                "or set actual_dockerfile_only"
            )


def _fired(finding: DockerfileFinding) -> Fired:
    """The id has no line in it, so that it holds when lines move: `MD009+` and a part of the message's digest."""
    said = re.sub(r"line \d+", "line", finding.message)
    digest = hashlib.md5(said.encode("utf-8", "surrogateescape"), usedforsecurity=False).hexdigest()
    return Fired(
        message=f"{finding.check} at line {finding.line} ({finding.severity.value}): {finding.message}",
        trigger_id=f"{finding.check}+{digest[:12]}",
    )


GATE = Gate(
    name="dockerfile",
    description="Checks of the Dockerfile that was given, or of one rebuilt from the history of the image",
    triggers=(InstructionCheck, EffectiveUser, ExposedPorts, NoDockerfileProvided, DockerfileChecks),
)
