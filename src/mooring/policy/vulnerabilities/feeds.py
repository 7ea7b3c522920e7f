"""Triggers about the data that vulnerabilities are found by: how old, whether there are any, what was not assessed."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

from mooring.model.match import Assessment, AssessmentState
from mooring.policy.dates import moment_of
from mooring.policy.distribution import is_assessed, namespace_of
from mooring.policy.evidence import Evidence
from mooring.policy.gate import Fired, RuleError, Trigger
from mooring.policy.parameter import BOOLEAN, INTEGER, Parameter
from mooring.policy.wildcard import PATTERNS, fits_any

_FEEDS = {
    "rhel": "redhat", "centos": "redhat", "almalinux": "alma", "amzn": "amazon", "ol": "oracle", "sles": "suse", "sled": "suse",
    "opensuse-leap": "suse", "opensuse-tumbleweed": "suse", "opensuse": "suse",
}  # fmt: skip
"""Id of a distribution to the feed that speaks about it, where they differ."""
_SECONDS_A_DAY = 86_400


class StaleFeedData(Trigger, frozen=True, kw_only=True):
    """Fires where the data about the image's distribution are older than allowed, or were never fetched."""

    NAME = "stale_feed_data"
    DESCRIPTION = (
        "Fires where the vulnerability data for the image's distribution are older than this many days, or where there are none. What "
        "counts is when the distribution's feed was fetched; where nobody says that, when the database was built."
    )

    max_days_since_sync: Annotated[int, Parameter(kind=INTEGER, help="Days that the data may be old.", example="2")]

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """At most one finding."""
        fetched = _fetched(evidence)
        age = (evidence.now - fetched).total_seconds() / _SECONDS_A_DAY if fetched is not None else None
        if age is None or age > self.max_days_since_sync:
            yield Fired(
                message=f"The vulnerability feed for this image distro is older than MAXAGE ({self.max_days_since_sync}) days"
            )


class VulnerabilityDataUnavailable(Trigger, frozen=True, kw_only=True):
    """Fires where nobody speaks about the packages of the image's distribution."""

    NAME = "vulnerability_data_unavailable"
    DESCRIPTION = (
        "Fires where there are no vulnerability data for the image's distribution, where the distribution is not known, and where the "
        "report was not matched: packages of the distribution could then not be assessed."
    )

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """At most one finding."""
        if not is_assessed(evidence):
            namespace = namespace_of(evidence.report.inventory.distro)
            yield Fired(
                message=f"Distro-specific feed data not found for distro namespace: {namespace}. "
                "Cannot perform CVE scan OS/distro packages"
            )


class NotAssessed(Trigger, frozen=True, kw_only=True):
    """Fires for each kind of package that could not be judged, or not wholly."""

    NAME = "not_assessed"
    DESCRIPTION = (
        "Fires for each kind of package that could not be assessed for vulnerabilities, or only partly; and once where the report was "
        "not matched, or where no package at all was found. No finding elsewhere means something only where this does not fire."
    )

    partly: Annotated[
        bool, Parameter(kind=BOOLEAN, help="Fire for what was assessed only partly, too.", example="false")
    ] = True
    subjects: Annotated[
        tuple[str, ...],
        Parameter(
            kind=PATTERNS,
            help="Look only at these: `debian 12`, `npm`, …, with `*` for any text. Left out, at all.",
            example="debian*,npm",
        ),
    ] = ()
    except_subjects: Annotated[
        tuple[str, ...],
        Parameter(kind=PATTERNS, help="Pass over these, written in the same way.", example="generic,github"),
    ] = ()

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One finding for each kind, in the order of the report."""
        findings = evidence.report.findings
        if findings is None:
            yield Fired(
                message="The image was not matched with a vulnerability database", trigger_id="not_assessed+image"
            )
            return
        if not findings.assessments:
            yield Fired(
                message="Nothing in the image could be assessed for vulnerabilities: no package was found",
                trigger_id="not_assessed+image",
            )
            return
        for one in findings.assessments:
            if self.subjects and not fits_any(one.subject, self.subjects):
                continue
            if self._is_missed(one) and not fits_any(one.subject, self.except_subjects):
                yield Fired(message=_words(one), trigger_id=f"not_assessed+{one.subject}")

    def _is_missed(self, one: Assessment) -> bool:
        return one.state is AssessmentState.NOT_ASSESSED or (self.partly and one.state is AssessmentState.PARTLY)


def must_have_feed(evidence: Evidence, name: str, what: str) -> None:
    """Raises RuleError where the database was built without this feed, so that its silence would mean nothing."""
    findings = evidence.report.findings
    feeds = findings.database.feeds if findings is not None else ()
    if all(feed.name != name for feed in feeds):
        raise RuleError(f"the vulnerability database holds no {what}; update it, or build it with the feed {name!r}")


def _fetched(evidence: Evidence) -> datetime | None:
    findings, distro = evidence.report.findings, evidence.report.inventory.distro
    if findings is None:
        return None
    name = _FEEDS.get(distro.id, distro.id) if distro is not None else ""
    captured = next((feed.captured for feed in findings.database.feeds if feed.name == name), "")
    return moment_of(captured) or moment_of(findings.database.built)


def _words(one: Assessment) -> str:
    how = "was not assessed" if one.state is AssessmentState.NOT_ASSESSED else "was assessed only partly"
    packages = f"{one.package_count} package{'' if one.package_count == 1 else 's'}"
    reason = f": {one.reason}" if one.reason else ""
    return f"{one.subject} {how} for vulnerabilities ({packages}){reason}"
