"""What the commands that match share: arguments, opening the database, and when to stop a pipeline."""

import argparse
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from mooring.base.clock import now
from mooring.base.config import Config
from mooring.base.errors import DatabaseTooOld, ReadError, UsageError
from mooring.cli.command import Context
from mooring.cli.exits import INCOMPLETE, PASS, STOP
from mooring.model.distro import Distro
from mooring.model.match import AssessmentState, Match
from mooring.model.report import ScanReport
from mooring.model.severity import Severity
from mooring.reports.text.style import clean

if TYPE_CHECKING:
    from mooring.scan.matching import Matching
    from mooring.vulns.advisories import Advisories

_RISK = re.compile(r"risk=(\d{1,3}(?:\.\d{1,3})?)")
_DISTRO = re.compile(r"([a-z][a-z0-9._-]{0,40})(?:[:@]([a-z0-9._-]{1,40}))?((?:\+[a-z0-9-]{1,20}){0,9})")
_WORDS = ("kev", "malware", "any", "not-assessed", "partly-assessed")
_ASSESSED_LESS = {
    "not-assessed": (AssessmentState.NOT_ASSESSED,),
    "partly-assessed": (AssessmentState.NOT_ASSESSED, AssessmentState.PARTLY),
}
"""States at which a condition stops a pipeline with a code of its own."""


class FailOn(msgspec.Struct, frozen=True, kw_only=True):
    """One condition of `--fail-on`."""

    text: str
    severity: Severity | None = None
    risk: float | None = None

    def holds(self, match: Match) -> bool:
        """Whether a match that counts is reason to stop."""
        if self.severity is not None:
            return match.severity >= self.severity
        if self.risk is not None:
            return match.risk >= self.risk
        if self.text == "kev":
            return match.is_exploited
        if self.text == "malware":
            return match.vulnerability.kind.value == "malware"
        return self.text == "any"


def add_match_arguments(parser: argparse.ArgumentParser) -> None:
    """Everything that decides what is found, and what stops a pipeline."""
    group = parser.add_argument_group("matching")
    group.add_argument(
        "--fail-on",
        metavar="CONDITION",
        action="append",
        default=[],
        help="exit with 1 where a finding that counts is of this severity or worse (negligible, low, medium, high, critical), has risk=N "
        "or more, is known to be exploited (kev), is malware, or is there at all (any); with 3 where something was not-assessed, or not "
        "wholly (partly-assessed: a parent's data, the starter database); may be given several times",
    )
    group.add_argument("--only-fixed", action="store_true", help="count only findings that have a fix")
    group.add_argument(
        "--new-since", metavar="REPORT", help="count only findings that this earlier report (-o json) does not have"
    )
    group.add_argument(
        "--exceptions", metavar="FILE", action="append", help="exceptions (YAML); see docs/exceptions.md"
    )
    group.add_argument("--vex", metavar="FILE", action="append", help="VEX document: OpenVEX, CSAF or CycloneDX")
    group.add_argument("--db", metavar="FILE", help="vulnerability database to use instead of the installed one")
    group.add_argument("--distro", metavar="NAME:VERSION", help="match as this distribution, whatever the image says")
    group.add_argument(
        "--cpe", action="store_true", help="also match by NVD's product ranges, where nothing better exists"
    )
    group.add_argument("--notices", action="store_true", help="count notices (unmaintained, unsound) too")
    group.add_argument("--show-suppressed", action="store_true", help="show what does not count, and who says so")
    group.add_argument("--by-vulnerability", action="store_true", help="one line a finding, not one an update")


def fail_conditions(texts: Sequence[str]) -> tuple[FailOn, ...]:
    """What `--fail-on` asks for. Raises UsageError at a word it does not know."""
    return tuple(_condition(text.strip()) for given in texts for text in given.split(","))


def matching_of(arguments: argparse.Namespace, config: Config) -> "Matching":
    """The database and all that goes with it. Raises DatabaseError, UsageError."""
    from mooring.scan.matching import Matching
    from mooring.vulns.match import MatchOptions
    from mooring.vulns.suppression.suppress import load_statements

    for option in ("db", "distro", "new_since"):
        if getattr(arguments, option) == "":
            raise UsageError(f"--{option.replace('_', '-')} is empty", hint="is a variable of the pipeline not set?")
    database, notes = open_advisories(arguments.db, config, keeps_starter=not arguments.no_cache)
    statements = load_statements(
        exceptions=[Path(name) for name in arguments.exceptions or config.match.exceptions],
        vex=[Path(name) for name in arguments.vex or config.match.vex],
    )
    return Matching(
        database=database,
        options=MatchOptions(
            use_cpe=arguments.cpe or config.match.use_cpe,
            with_notices=arguments.notices or config.match.with_notices,
            distro=_distro(arguments.distro) if arguments.distro else None,
        ),
        statements=statements,
        now=now(),
        only_fixed=arguments.only_fixed,
        since=_earlier(arguments.new_since, config.scan.max_file_bytes) if arguments.new_since else None,
        since_name=arguments.new_since or "",
        notes=notes,
    )


def open_advisories(path: str | None, config: Config, *, keeps_starter: bool) -> "tuple[Advisories, tuple[str, ...]]":
    """The given database, else the installed one, else the starter; with what a person should know of it."""
    folder = Path(config.database.directory).expanduser() if config.database.directory else None
    database = _opened(path, folder)
    if database is None:
        from mooring.vulns.starter import open_starter

        starter = open_starter(folder if keeps_starter else None)
        note = (
            f"no vulnerability database is installed; matched with the starter database of {starter.state.built[:10]}, "
            "which knows only a part: run `mooring db update` or `mooring db build`"
        )
        return starter, (note,)
    return database, _age_notes(database, config)


def _opened(path: str | None, folder: Path | None) -> "Advisories | None":
    """The given database, else the installed one; None where there is neither."""
    from mooring.vulns.database import open_database
    from mooring.vulns.installed import current, open_current

    if path:
        return open_database(Path(path))
    return open_current(folder) if folder is not None and current(folder) is not None else None


def exit_code_of_findings(report: ScanReport, conditions: Sequence[FailOn], context: Context) -> int:
    """What the conditions say, with the reason on standard error."""
    findings = report.findings
    if findings is None or not conditions:
        return PASS
    for condition in conditions:
        stopping = [match for match in findings.matches if not match.suppressions and condition.holds(match)]
        if stopping:
            count = f"{len(stopping)} findings" if len(stopping) > 1 else "a finding"
            print(f"stop: {count} for --fail-on {condition.text}, first {_shown(stopping[0])}", file=context.messages)
            return STOP
    less = {state for condition in conditions for state in _ASSESSED_LESS.get(condition.text, ())}
    for assessment in findings.assessments:
        if assessment.state in less:
            how = "not assessed" if assessment.state is AssessmentState.NOT_ASSESSED else "only partly assessed"
            print(clean(f"stop: {assessment.subject} was {how}: {assessment.reason}"), file=context.messages)
            return INCOMPLETE
    if less and not findings.assessments:
        print("stop: no package was found, so nothing could be assessed", file=context.messages)
        return INCOMPLETE
    return PASS


def _shown(match: Match) -> str:
    return clean(f"{match.vulnerability.id} ({match.severity}, risk {match.risk:g})")


def _distro(text: str) -> Distro:
    """`debian:12`, `ubuntu:22.04+esm`, `debian:bookworm`. Raises UsageError."""
    import msgspec.structs

    from mooring.packages.distro import from_os_release

    found = _DISTRO.fullmatch(text.strip().lower())
    if found is None:
        raise UsageError(f"--distro is {text!r}; expected a name and a release, like debian:12 or ubuntu:22.04+esm")
    name, release, channels = found.groups()
    release = _numbered(name, release or "")
    field = "VERSION_ID" if release[:1].isdigit() else "VERSION_CODENAME"
    distro = from_os_release(f"ID={name}\n{field}={release}\n", "--distro")
    assert distro is not None
    return msgspec.structs.replace(distro, channels=tuple(filter(None, (channels or "").split("+"))))


def _numbered(name: str, release: str) -> str:
    """The number of a release that is given by its codename; the name itself where it has none, as `sid`."""
    from mooring.packages.derivatives import DEBIAN_CODENAMES, UBUNTU_CODENAMES

    table = {"debian": DEBIAN_CODENAMES, "ubuntu": UBUNTU_CODENAMES}.get(name, {})
    return next((number for number, codename in table.items() if codename == release), release)


def _condition(text: str) -> FailOn:
    lowered = text.lower()
    if lowered in [severity.value for severity in Severity]:
        return FailOn(text=lowered, severity=Severity(lowered))
    if found := _RISK.fullmatch(lowered):
        return FailOn(text=lowered, risk=float(found.group(1)))
    if lowered in _WORDS:
        return FailOn(text=lowered)
    import difflib

    known = [*(severity.value for severity in Severity), "risk=N", *_WORDS]
    near = difflib.get_close_matches(lowered, known, n=1)
    raise UsageError(
        f"--fail-on is {text!r}; expected one of {', '.join(known)}",
        hint=f"did you mean {near[0]!r}?" if near else None,
    )


def _age_notes(database: "Advisories", config: Config) -> tuple[str, ...]:
    days = database.state.days_since_built(now())
    if days <= config.database.max_age_days:
        return ()
    message = (
        f"the vulnerability database was built {int(days)} days ago; the limit is {config.database.max_age_days:g} days"
    )
    hint = "run `mooring db update` or `mooring db build`, or raise database.max_age_days"
    if config.database.enforce_age:
        raise DatabaseTooOld(message, hint=hint)
    return (f"{message}: {hint}",)


def _earlier(name: str, max_bytes: int) -> ScanReport:
    from mooring.model.codec import from_json

    try:
        with Path(name).open("rb") as file:
            content = file.read(max_bytes + 1)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise UsageError(f"the report {name!r} cannot be read: {reason}") from None
    if len(content) > max_bytes:
        raise UsageError(
            f"the report {name!r} is larger than {max_bytes} bytes",
            hint="if you trust it, raise scan.max_file_bytes",
        )
    try:
        report = from_json(content)
    except ReadError as error:
        raise UsageError(
            f"{name!r} {error}", hint="--new-since takes a report that `mooring scan -o json` wrote"
        ) from None
    if report.findings is None:
        raise UsageError(
            f"{name!r} is the report of a scan that was not matched, so everything would count as new",
            hint="--new-since takes a report with findings, as `mooring scan -o json` writes it",
        )
    return report
