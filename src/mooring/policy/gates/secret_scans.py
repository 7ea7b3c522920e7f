"""Gate `secret_scans`: secrets that the search found.

How the message of `content_regex_checks` is made: Anchore Engine wrote `regexp=NAME=regex`, and made the trigger id from it. Rules here are
no single expression, so the message has the rule's id alone (`regexp=AWS_ACCESS_KEY`): the id is the same from image to image, and for
Anchore's five default names (AWS_ACCESS_KEY, AWS_SECRET_KEY, PRIV_KEY, DOCKER_AUTH, API_KEY), which are rules here, too. Whoever has old
allowlists for such findings gives the expression of the old `analyzer_config.yaml` as `legacy_regex`, and message and id are the old ones.

Deviations from Anchore Engine: `content_regex_name` names exactly one rule (Anchore: any whose name is a part of what was given). As there,
only files that the image shows count in `content_regex_checks`; `secret` looks at every surface. Secrets that a baseline or an allow rule
accepts fire nowhere. A rule that the search does not have makes the trigger fail, and never pass.
"""

from collections.abc import Iterable, Iterator
from typing import Annotated

from mooring.model.evidence.content import Need, Secret, Surface
from mooring.model.severity import SEVERITIES, Severity
from mooring.policy.content.asked import require_subject, search_for
from mooring.policy.content.secret import fired_by
from mooring.policy.content.surfaces import SURFACES
from mooring.policy.evidence import Evidence
from mooring.policy.files.paths import matches_path
from mooring.policy.gate import Fired, Gate, RuleError, Trigger
from mooring.policy.parameter import BOOLEAN, REGEX, STRING, Parameter, one_of
from mooring.policy.wildcard import PATTERNS, fits, fits_any

_FOUND, _NOT_FOUND = "found", "notfound"


class ContentRegexChecks(Trigger, frozen=True, kw_only=True):
    """Fires for each file in which a rule found a secret; or, with `notfound`, once where none did."""

    NAME = "content_regex_checks"
    DESCRIPTION = (
        "Fires once for each file and rule of the secret search that found something in it; or, with match_type=notfound, if nothing "
        "was found. Only files that the image shows are looked at; the trigger secret looks everywhere."
    )

    content_regex_name: Annotated[
        str,
        Parameter(
            kind=STRING,
            help="Id of the rule (or NAME=expression, as Anchore wrote it). Left out: all rules.",
            example="AWS_ACCESS_KEY",
        ),
    ] = ""
    filename_regex: Annotated[
        str,
        Parameter(
            kind=REGEX,
            is_regex=True,
            help="Expression that the full path is matched with, at its start. Left out: all files.",
            example="/etc/.*",
        ),
    ] = ""
    match_type: Annotated[
        str,
        Parameter(
            kind=one_of(_FOUND, _NOT_FOUND), help="Whether the rule fires where something is found.", example=_FOUND
        ),
    ] = _FOUND
    legacy_regex: Annotated[
        str,
        Parameter(
            kind=STRING,
            help="Expression that old allowlists have in the message after the name, so that their trigger ids hold.",
            example="(?i).*token.*",
        ),
    ] = ""

    def needs(self) -> Iterable[Need]:
        """The secret search."""
        return (Need.SECRETS,)

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """With `found`, one for each file and rule in the order of the files; with `notfound`, at most one."""
        name = self.content_regex_name.partition("=")[0]
        secrets = (secret for secret in evidence.content.secrets if not secret.is_accepted_elsewhere)
        found = {(secret.place, secret.rule): None for secret in secrets if self._means(secret, name)}
        if not found and name:
            require_subject(evidence, Need.SECRETS, name, "the secret search has no rule of this id")
        if self.match_type == _FOUND:
            yield from (self._fired(path, rule) for path, rule in found)
        elif not found:
            where, what = self.filename_regex or "*", self.content_regex_name or "all"
            yield Fired(
                message="Secret content search analyzer did not find regexp match in container: "
                f"filename_regex={where} content_regex_name={what}"
            )

    def _means(self, secret: Secret, name: str) -> bool:
        if secret.surface is not Surface.PRESENT or (name and secret.rule != name):
            return False
        return not self.filename_regex or matches_path(self.filename_regex, secret.place)

    def _fired(self, path: str, rule: str) -> Fired:
        regex = f"{rule}={self.legacy_regex}" if self.legacy_regex else rule
        message = f"Secret content search analyzer found regexp match in container: file={path} regexp={regex}"
        return Fired(message=message, subject=path)


class SecretFound(Trigger, frozen=True, kw_only=True):
    """Fires for each secret, wherever in the image it stands."""

    NAME = "secret"
    DESCRIPTION = (
        "Fires for each secret that nobody has accepted: in files that the image shows or that a later layer hides, in the image config "
        "and in its history."
    )

    rules: Annotated[
        tuple[str, ...],
        Parameter(kind=PATTERNS, help="Ids of rules. Left out: all rules.", example="github-*,aws-access-key-id"),
    ] = ()
    categories: Annotated[
        tuple[str, ...], Parameter(kind=PATTERNS, help="Categories of rules. Left out: all.", example="aws,github")
    ] = ()
    min_severity: Annotated[
        str,
        Parameter(
            kind=one_of(*(severity.value for severity in SEVERITIES)),
            help="Lowest severity that fires. Left out: every one.",
            example="high",
        ),
    ] = Severity.UNKNOWN.value
    surfaces: Annotated[
        tuple[str, ...],
        Parameter(
            kind=SURFACES,
            help="Where the secret stands: in files that the image shows, that a later layer replaces or removes, in the image config, "
            "its history, the Dockerfile. Left out: anywhere.",
            example="present,config,history",
        ),
    ] = ()
    paths: Annotated[
        tuple[str, ...],
        Parameter(
            kind=PATTERNS, help="Places that count: paths, or `config:…`. Left out: all.", example="/app/*,/root/*"
        ),
    ] = ()
    exclude_paths: Annotated[
        tuple[str, ...],
        Parameter(kind=PATTERNS, help="Places that do not count. Left out: none.", example="*/testdata/*"),
    ] = ()
    heed_comments: Annotated[
        bool,
        Parameter(
            kind=BOOLEAN,
            help="Whether a comment on its line (`mooring:allow`, `gitleaks:allow`) accepts a secret. Whoever builds the image writes such "
            "comments, so they do not count unless this is true; a baseline always counts.",
            example="true",
        ),
    ] = False

    def needs(self) -> Iterable[Need]:
        """The secret search."""
        return (Need.SECRETS,)

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One for each secret, in the order of their places. The id is made of rule, place and fingerprint: it does not change with the
        line. Raises RuleError at a name that no rule has."""
        self._require_rules(evidence)
        for secret in evidence.secrets:
            if self._means(secret):
                yield fired_by(secret)

    def _require_rules(self, evidence: Evidence) -> None:
        """Raise RuleError where a name is that of no rule: it would never fire."""
        search = search_for(evidence, Need.SECRETS)
        if search is None or not search.subjects:
            return
        known = {*search.subjects, *(secret.rule for secret in evidence.content.secrets)}
        for pattern in self.rules:
            if not any(fits(rule, pattern) for rule in known):
                raise RuleError(f"the secret search has no rule {pattern[:100]!r}; docs/secret-rules.md lists them")

    def _means(self, secret: Secret) -> bool:
        return (
            secret.severity >= Severity(self.min_severity)
            and not (self.heed_comments and secret.accepted_by)
            and (not self.surfaces or secret.surface.value in self.surfaces)
            and (not self.rules or fits_any(secret.rule, self.rules))
            and (not self.categories or fits_any(secret.category, self.categories))
            and (not self.paths or fits_any(secret.place, self.paths))
            and not fits_any(secret.place, self.exclude_paths)
        )


GATE = Gate(
    name="secret_scans",
    description="Checks of the secrets that were found in the content of files and in the image config",
    triggers=(ContentRegexChecks, SecretFound),
)
