"""Gate `coverage`: what the report does not know. All of it is ours.

Other gates say what was found; this one says how much silence means. Its triggers name no evidence they need where their very question is
whether it was gathered: they fire on what is missing.
"""

from collections.abc import Iterable, Iterator
from typing import Annotated

from mooring.model.evidence.content import Need
from mooring.model.files import Problem
from mooring.model.match import AssessmentState
from mooring.policy.evidence import Evidence
from mooring.policy.gate import Fired, Gate, RuleError, Trigger
from mooring.policy.parameter import BOOLEAN, COMMA_LIST, INTEGER, BadParameter, Parameter
from mooring.policy.wildcard import PATTERNS, fits_any

_NEEDS = tuple(need.value for need in Need)
_KINDS = ("full", "starter", "imported")


class ScanIncomplete(Trigger, frozen=True, kw_only=True):
    """Fires for each thing that could not be read or was left out."""

    NAME = "scan_incomplete"
    DESCRIPTION = "Fires for each problem of the report: a file or a layer that could not be read, or was left out."

    readers: Annotated[
        tuple[str, ...],
        Parameter(kind=PATTERNS, help="Names of readers whose problems count. Left out: all.", example="dpkg,rpm,apk"),
    ] = ()
    paths: Annotated[
        tuple[str, ...], Parameter(kind=PATTERNS, help="Paths that count. Left out: all.", example="/var/lib/*,/app/*")
    ] = ()
    exclude_paths: Annotated[
        tuple[str, ...],
        Parameter(kind=PATTERNS, help="Paths that do not count. Left out: none.", example="*/testdata/*"),
    ] = ()
    max_count: Annotated[
        int,
        Parameter(
            kind=INTEGER, help="Up to so many problems nothing fires. Left out: none are tolerated.", example="3"
        ),
    ] = 0

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One for each problem, in order, where there are more than tolerated."""
        counted = [problem for problem in evidence.report.problems if self._counts(problem)]
        if len(counted) <= self.max_count:
            return
        for problem in counted:
            path = _rooted(problem.path)
            yield Fired(
                message=f"The scan is incomplete: {problem}",
                trigger_id=f"{path or 'image'}+{_name(problem)}".rstrip("+"),
                subject=path,
            )

    def _counts(self, problem: Problem) -> bool:
        path = _rooted(problem.path)
        return (
            (not self.readers or fits_any(_name(problem), self.readers))
            and (not self.paths or fits_any(path, self.paths))
            and not fits_any(path, self.exclude_paths)
        )


class NotAssessed(Trigger, frozen=True, kw_only=True):
    """Fires for each kind of package that the vulnerability database cannot judge, and where nothing was judged at all."""

    NAME = "not_assessed"
    DESCRIPTION = "Fires for each kind of package that could not be assessed, or only partly, and if the image was not matched at all."

    subjects: Annotated[
        tuple[str, ...],
        Parameter(kind=PATTERNS, help="Kinds of packages that count. Left out: all.", example="debian *,npm"),
    ] = ()
    include_partly: Annotated[
        bool, Parameter(kind=BOOLEAN, help="Whether kinds that were assessed in part count.", example="false")
    ] = True

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One for each kind of package, in the order of the report."""
        findings = evidence.report.findings
        if findings is None:
            yield Fired(message="The image was not matched with a vulnerability database", trigger_id="not_assessed")
            return
        if not findings.assessments and not self.subjects:
            yield Fired(message="The image has no packages that could be assessed", trigger_id="not_assessed+nothing")
        for one in findings.assessments:
            is_partly = one.state is AssessmentState.PARTLY
            if one.state is AssessmentState.ASSESSED or (is_partly and not self.include_partly):
                continue
            if not self.subjects or fits_any(one.subject, self.subjects):
                state = "assessed in part" if is_partly else "not assessed"
                reason = f": {one.reason}" if one.reason else ""
                yield Fired(
                    message=f"{one.package_count} packages of {one.subject} are {state}{reason}",
                    trigger_id=f"{one.state.value}+{one.subject}",
                )


class UnexplainedExecutables(Trigger, frozen=True, kw_only=True):
    """Fires for each executable that no package explains."""

    NAME = "unexplained_executables"
    DESCRIPTION = "Fires for each executable that belongs to no package: nobody speaks about its vulnerabilities."

    allowed_paths: Annotated[
        tuple[str, ...],
        Parameter(kind=PATTERNS, help="Paths that are known. Left out: none.", example="/app/*,/usr/local/bin/tini"),
    ] = ()
    max_count: Annotated[
        int,
        Parameter(
            kind=INTEGER, help="Up to so many executables nothing fires. Left out: none are tolerated.", example="5"
        ),
    ] = 0

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One for each executable, in order, where there are more than tolerated."""
        if evidence.report.image.kind == "sbom":
            raise RuleError("the report was made from an SBOM, which does not tell what files there are")
        executables = evidence.report.inventory.unexplained_executables
        paths = [one.path for one in executables if not fits_any(one.path, self.allowed_paths)]
        if len(paths) > self.max_count:
            for path in paths:
                yield Fired(message=f"Executable {path} belongs to no package", trigger_id=path, subject=path)


class EvidenceMissing(Trigger, frozen=True, kw_only=True):
    """Fires for each kind of evidence that was not gathered."""

    NAME = "evidence_missing"
    DESCRIPTION = "Fires for each of these kinds of evidence that the report does not have, or not wholly."

    kinds: Annotated[
        tuple[str, ...],
        Parameter(kind=COMMA_LIST, help=f"One or more of: {', '.join(_NEEDS)}.", example="matches,secrets,malware"),
    ]

    def __post_init__(self) -> None:
        """Refuse unknown words. Raises BadParameter."""
        _require_known(self.kinds, _NEEDS, "kinds")

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One for each kind, in the order of the rule."""
        for word in self.kinds:
            if not evidence.has(Need(word)):
                yield Fired(message=f"The report has no {word}, or not all of them", trigger_id=f"missing+{word}")


class DatabaseKind(Trigger, frozen=True, kw_only=True):
    """Fires where the vulnerability database is one that knows little."""

    NAME = "database_kind"
    DESCRIPTION = "Fires if the image was matched with another kind of vulnerability database than these: a starter one knows only a part."

    allowed: Annotated[
        tuple[str, ...],
        Parameter(
            kind=COMMA_LIST, help=f"One or more of: {', '.join(_KINDS)}. Left out: full.", example="full,imported"
        ),
    ] = ("full",)

    def __post_init__(self) -> None:
        """Refuse unknown words. Raises BadParameter."""
        _require_known(self.allowed, _KINDS, "allowed")

    def needs(self) -> Iterable[Need]:
        """Vulnerabilities."""
        return (Need.MATCHES,)

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """At most one."""
        findings = evidence.report.findings
        if findings is None:
            raise RuleError("the image was not matched with a vulnerability database")
        kind = findings.database.kind
        if kind not in self.allowed:
            message = f"The vulnerability database is of the kind {kind}; allowed is {', '.join(self.allowed)}"
            yield Fired(message=message, trigger_id=f"database_kind+{kind}")


class SearchIncomplete(Trigger, frozen=True, kw_only=True):
    """Fires for each search in the content of files that something kept from being complete."""

    NAME = "search_incomplete"
    DESCRIPTION = "Fires for each search (secrets, malware, licences, …) that was made and is not complete."

    kinds: Annotated[
        tuple[str, ...],
        Parameter(
            kind=COMMA_LIST, help=f"One or more of: {', '.join(_NEEDS)}. Left out: all.", example="secrets,malware"
        ),
    ] = ()

    def __post_init__(self) -> None:
        """Refuse unknown words. Raises BadParameter."""
        _require_known(self.kinds, _NEEDS, "kinds")

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One for each search, in the order of the report."""
        for search in evidence.content.searches:
            word = search.need.value
            if search.problem and (not self.kinds or word in self.kinds):
                message = f"The search for {word} is not complete: {search.problem}"
                yield Fired(message=message, trigger_id=f"incomplete+{word}")


def _require_known(words: tuple[str, ...], known: tuple[str, ...], name: str) -> None:
    odd = next((word for word in words if word not in known), None)
    if odd is not None:
        raise BadParameter(f"has {name} {odd[:100]!r}; expected {', '.join(known)}")


def _rooted(path: str) -> str:
    return f"/{path.lstrip('/')}" if path else ""


def _name(problem: Problem) -> str:
    """The reader without its version."""
    return problem.reader.partition(" ")[0]


GATE = Gate(
    name="coverage",
    description="Checks of what is not known: problems of the scan, what was not assessed, what was not looked for",
    triggers=(ScanIncomplete, NotAssessed, UnexplainedExecutables, EvidenceMissing, DatabaseKind, SearchIncomplete),
)
