"""What a report says of the image's distribution as a whole: how well it was assessed, and whether its release has ended."""

import re
from datetime import date

import msgspec

from mooring.model.distro import Distro
from mooring.model.match import Assessment, AssessmentState
from mooring.model.package import OS_TYPES
from mooring.policy.dates import day_of
from mooring.policy.evidence import Evidence

_ENDED_ON = re.compile(r"\bended on ([0-9]{4}-[0-9]{2}-[0-9]{2})\b")
_HAS_ENDED = "has ended;"
# WART: an assessment says in words that a release has ended; a field of its own would do without these two.


class End(msgspec.Struct, frozen=True, kw_only=True):
    """The end of a release."""

    day: date | None
    """None where it has ended and nobody says when."""
    source: str
    """Who says so: `life cycle data`, or `os-release`."""


def title_of(distro: Distro) -> str:
    """The distribution as assessments name it: `debian 12`."""
    release = distro.version_id or distro.codename
    return f"{distro.id} {release}" if release else distro.id


def namespace_of(distro: Distro | None) -> str:
    """The distribution as Anchore names its data: `debian:12`; `unknown` where there is none."""
    if distro is None:
        return "unknown"
    release = distro.version_id or distro.codename
    return f"{distro.id}:{release}" if release else distro.id


def assessment_of(evidence: Evidence) -> Assessment | None:
    """How well the packages of the distribution were assessed; None where there are none, or the report was not matched."""
    findings, distro = evidence.report.findings, evidence.report.inventory.distro
    if findings is None:
        return None
    names = {title_of(distro)} if distro is not None else OS_TYPES
    return next((one for one in findings.assessments if one.subject in names), None)


def is_assessed(evidence: Evidence) -> bool:
    """Whether anybody speaks about the packages of the distribution; a release that has ended is still spoken of."""
    assessment = assessment_of(evidence)
    if assessment is None:
        return False
    return assessment.state is not AssessmentState.NOT_ASSESSED or _end_in(assessment.reason) is not None


def end_of(evidence: Evidence) -> End | None:
    """When the release ends or ended, as far as the report says; None where it does not."""
    assessment = assessment_of(evidence)
    if assessment is not None and assessment.state is AssessmentState.NOT_ASSESSED:
        found = _end_in(assessment.reason)
        if found is not None:
            return found
    distro = evidence.report.inventory.distro
    day = day_of(distro.support_end) if distro is not None else None
    return End(day=day, source="os-release") if day is not None else None


def _end_in(reason: str) -> End | None:
    if found := _ENDED_ON.search(reason):
        return End(day=day_of(found[1]), source="life cycle data")
    return End(day=None, source="life cycle data") if _HAS_ENDED in reason else None
