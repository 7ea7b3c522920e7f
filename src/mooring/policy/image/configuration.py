"""Triggers of the gate `image` about how it runs: environment, labels, ports, volumes, entry point, health check."""

from collections.abc import Iterator, Mapping
from typing import Annotated

from mooring.policy.evidence import Evidence
from mooring.policy.gate import Fired, RuleError, Trigger
from mooring.policy.image.config import MASK, config_of, final_directives, given_dockerfile
from mooring.policy.image.origin import moment_of
from mooring.policy.parameter import BOOLEAN, COMMA_LIST, COMMA_NUMBERS, REGEX, BadParameter, Parameter, one_of
from mooring.policy.regex import compile_regex
from mooring.policy.wildcard import PATTERNS, fits, fits_any

_REQUIRED, _DENIED = "required", "denied"
_SHELLS = (("/bin/sh", "-c"), ("/bin/bash", "-c"), ("/bin/ash", "-c"), ("cmd", "/S"), ("powershell", "-Command"))
_PARTS = ("created", "user", "entrypoint")

Names = Annotated[
    tuple[str, ...],
    Parameter(
        kind=PATTERNS,
        help="Names: exact, with `*`, or `regexp:` and an expression.",
        example="org.opencontainers.image.*",
    ),
]
Value = Annotated[
    str,
    Parameter(
        kind=REGEX, is_regex=True, help="Expression to be found in the value. Left out: any value.", example="^https://"
    ),
]


class _OfPairs(Trigger, frozen=True, kw_only=True):
    """What environment and labels have in common."""

    names: Names
    check_: Annotated[
        str,
        Parameter(
            kind=one_of(_REQUIRED, _DENIED),
            name="check",
            help="Whether each of the names must be there, or none may be.",
            example=_REQUIRED,
        ),
    ]
    value: Value = ""

    def _fired(self, pairs: Mapping[str, str], what: str) -> Iterator[Fired]:
        """Values are never shown: they may be secrets that no rule knows."""
        if self.check_ == _DENIED:
            yield from self._denied(pairs, what)
            return
        for name in self.names:
            own = {key: value for key, value in pairs.items() if fits(key, name)}
            if not own:
                yield Fired(message=f"{what} {name!r} is not set", trigger_id=f"{what.lower()}+missing+{name}")
            elif not any(self._is_value(key, value, what) for key, value in own.items()):
                message = f"{what} {name!r} has another value than {self.value!r}"
                yield Fired(message=message, trigger_id=f"{what.lower()}+value+{name}")

    def _denied(self, pairs: Mapping[str, str], what: str) -> Iterator[Fired]:
        masked = []
        for key, value in pairs.items():
            if not fits_any(key, self.names):
                continue
            if self.value and MASK in value:
                masked.append(key)
            elif self._is_value(key, value, what):
                yield Fired(message=f"{what} {key!r} is set and is denied", trigger_id=f"{what.lower()}+{key}")
        if masked:
            raise RuleError(f"the value of {what.lower()} {masked[0]!r} is masked, because it holds a secret")

    def _is_value(self, key: str, value: str, what: str) -> bool:
        if not self.value:
            return True
        if MASK in value:
            raise RuleError(f"the value of {what.lower()} {key!r} is masked, because it holds a secret")
        return compile_regex(self.value).is_found_in(value)


class Environment(_OfPairs, frozen=True, kw_only=True):
    """Fires for environment variables that must not, or must, be set."""

    NAME = "environment"
    DESCRIPTION = "Fires for each environment variable of the image config that is denied, or for each one required that is not there."

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """In the order of the config for denied ones, of the rule for required ones."""
        split = (one.partition("=") for one in config_of(evidence).environment)
        return self._fired({name: value for name, _, value in split}, "Environment variable")


class Label(_OfPairs, frozen=True, kw_only=True):
    """Fires for labels that must not, or must, be set."""

    NAME = "label"
    DESCRIPTION = "Fires for each label of the image config that is denied, or for each one required that is not there."

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """In the order of the config for denied ones, of the rule for required ones."""
        return self._fired(config_of(evidence).labels, "Label")


class ExposedPorts(Trigger, frozen=True, kw_only=True):
    """Fires for each port of the image config that it should not expose."""

    NAME = "exposed_ports"
    DESCRIPTION = "Fires for each port that the image config exposes and that is denied, not allowed, or below 1024 where that is refused."

    denied: Annotated[
        tuple[str, ...], Parameter(kind=COMMA_NUMBERS, help="Ports that are refused.", example="22,23")
    ] = ()
    allowed: Annotated[
        tuple[str, ...],
        Parameter(kind=COMMA_NUMBERS, help="The only ports that are not refused. Left out: all.", example="8080,8443"),
    ] = ()
    refuse_privileged: Annotated[
        bool,
        Parameter(
            kind=BOOLEAN, help="Whether ports below 1024, which need rights of root, are refused.", example="true"
        ),
    ] = False

    def __post_init__(self) -> None:
        """Refuse what would check nothing. Raises BadParameter."""
        if not (self.denied or self.allowed or self.refuse_privileged):
            raise BadParameter("has no ports", hint="give denied, allowed or refuse_privileged")

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One for each port, in the order of the config."""
        for written in config_of(evidence).exposed_ports:
            low, _, high = written.partition("/")[0].partition("-")
            if self._is_refused(low, high or low):
                yield Fired(message=f"The image exposes port {written}, which is refused", trigger_id=f"port+{written}")

    def _is_refused(self, low: str, high: str) -> bool:
        """A range is refused where a port in it is; what is no port is, since nobody knows what it means."""
        if not (_is_port(low) and _is_port(high)):
            return True
        ports = range(int(low), int(high) + 1)
        is_allowed = not self.allowed or set(ports) <= {int(port) for port in self.allowed}
        return (
            not is_allowed
            or any(int(port) in ports for port in self.denied)
            or (self.refuse_privileged and ports[0] < 1024)
        )


class Volumes(Trigger, frozen=True, kw_only=True):
    """Fires for each volume that the image declares and should not."""

    NAME = "volumes"
    DESCRIPTION = "Fires for each volume that the image config declares, unless its path is allowed."

    allowed: Annotated[
        tuple[str, ...],
        Parameter(kind=PATTERNS, help="Paths that may be volumes. Left out: none.", example="/data,/cache/*"),
    ] = ()

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One for each volume, in the order of the config."""
        for path in config_of(evidence).volumes:
            if not fits_any(path, self.allowed):
                yield Fired(message=f"The image declares the volume {path}", trigger_id=f"volume+{path}", subject=path)


class Entrypoint(Trigger, frozen=True, kw_only=True):
    """Fires where the image starts nothing, or not what it should."""

    NAME = "entrypoint"
    DESCRIPTION = "Fires if the image has neither entry point nor command, or one that is not allowed, is denied, or is started by a shell."

    allowed: Annotated[
        tuple[str, ...],
        Parameter(
            kind=PATTERNS,
            help="What may be started: entry point and command, joined by spaces. Left out: anything.",
            example="/usr/bin/tini *",
        ),
    ] = ()
    denied: Annotated[
        tuple[str, ...], Parameter(kind=PATTERNS, help="What must not be started.", example="*sshd*,/bin/bash*")
    ] = ()
    refuse_shell_form: Annotated[
        bool,
        Parameter(
            kind=BOOLEAN,
            help="Whether a start by a shell (`/bin/sh -c`) is refused: such a process does not get signals.",
            example="true",
        ),
    ] = False

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """At most one for each reason."""
        config = config_of(evidence)
        words = config.entrypoint + config.command
        whole = " ".join(words)
        if not words:
            yield Fired(message="The image has neither entry point nor command", trigger_id="entrypoint+none")
            return
        if fits_any(whole, self.denied) or (self.allowed and not fits_any(whole, self.allowed)):
            yield Fired(message="The image starts what it is not allowed to", trigger_id=f"entrypoint+{words[0]}")
        if self.refuse_shell_form and _is_shell_form(config.entrypoint or config.command):
            yield Fired(message=f"The image starts its process by {words[0]} {words[1]}", trigger_id="entrypoint+shell")


class Healthcheck(Trigger, frozen=True, kw_only=True):
    """Fires where the image does not tell whether it is well."""

    NAME = "healthcheck"
    DESCRIPTION = (
        "Fires if the image has no health check. Images in OCI form have no place for one: there, one in a given Dockerfile counts, and "
        "ignore_oci leaves the others out."
    )

    ignore_oci: Annotated[
        bool,
        Parameter(
            kind=BOOLEAN, help="Whether images in OCI form, which cannot carry one, are left out.", example="true"
        ),
    ] = False

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """At most one."""
        test = config_of(evidence).healthcheck
        dockerfile = given_dockerfile(evidence)
        is_oci = ".oci." in evidence.report.image.manifest_media_type
        if test and test[0].upper() != "NONE":
            return
        if not test and dockerfile is not None and "HEALTHCHECK" in final_directives(dockerfile):
            return
        if not (is_oci and self.ignore_oci):
            yield Fired(message="The image has no health check", trigger_id="healthcheck")


class Reproducible(Trigger, frozen=True, kw_only=True):
    """Fires for each thing that another build of the same files would make otherwise.

    `created`: a build that is given its time (SOURCE_DATE_EPOCH) writes whole seconds; a build that reads a clock writes fractions.
    `user` and `entrypoint`: they are set by the image itself and do not follow from what the base image has today. A config does not
    tell what was inherited, so that is looked at where the Dockerfile was given; elsewhere, that they are set.
    """

    NAME = "reproducible"
    DESCRIPTION = "Fires if the creation time is one that was read from a clock, or if user or entry point are not set by the image itself."

    parts: Annotated[
        tuple[str, ...],
        Parameter(
            kind=COMMA_LIST, help=f"What is looked at: {', '.join(_PARTS)}. Left out: all.", example="user,entrypoint"
        ),
    ] = _PARTS

    def __post_init__(self) -> None:
        """Refuse unknown words. Raises BadParameter."""
        odd = [part for part in self.parts if part not in _PARTS]
        if odd:
            raise BadParameter(f"has parts {odd[0][:100]!r}; expected {', '.join(_PARTS)}")

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """At most one for each part."""
        config = config_of(evidence)
        directives = final_directives(dockerfile) if (dockerfile := given_dockerfile(evidence)) is not None else None
        if "created" in self.parts and (moment := moment_of(config.created)) is not None and moment.microsecond:
            yield Fired(
                message="The creation time of the image was read from a clock", trigger_id="reproducible+created"
            )
        if "user" in self.parts and _is_left_open(bool(config.user), directives, {"USER"}):
            yield Fired(message="The image does not set its user itself", trigger_id="reproducible+user")
        is_set = bool(config.entrypoint or config.command)
        if "entrypoint" in self.parts and _is_left_open(is_set, directives, {"ENTRYPOINT", "CMD"}):
            yield Fired(message="The image does not set its entry point itself", trigger_id="reproducible+entrypoint")


def _is_left_open(is_set: bool, directives: frozenset[str] | None, wanted: set[str]) -> bool:
    return not is_set or (directives is not None and not directives & wanted)


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 5


def _is_shell_form(words: tuple[str, ...]) -> bool:
    return words[:2] in _SHELLS
