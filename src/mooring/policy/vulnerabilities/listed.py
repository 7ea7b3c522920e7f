"""Triggers about vulnerabilities that a list names: the policy's own, the catalogue of exploited ones, malicious packages."""

from collections.abc import Iterable, Iterator
from typing import Annotated

from mooring.model.advisory import AdvisoryKind
from mooring.model.evidence.content import Need
from mooring.model.match import Exploitation
from mooring.policy.dates import day_of, days_since
from mooring.policy.evidence import Evidence
from mooring.policy.gate import Fired, Trigger
from mooring.policy.parameter import BOOLEAN, COMMA_LIST, INTEGER, BadParameter, Parameter
from mooring.policy.vulnerabilities import words
from mooring.policy.vulnerabilities.feeds import must_have_feed
from mooring.policy.vulnerabilities.rows import Row, rows_of
from mooring.policy.vulnerabilities.selecting import Selecting, named


class DeniedVulnerabilities(Trigger, frozen=True, kw_only=True):
    """Fires once where the image has any of these vulnerabilities, whatever their severity."""

    NAME = "blacklist"
    ALIASES = ("denylist",)
    DESCRIPTION = (
        "Fires once, with a list, where the image has any of the vulnerabilities named, whatever their severity. A vulnerability may be "
        "named by its CVE, by an alias, or by the advisory that tells of it."
    )

    vulnerability_ids: Annotated[
        tuple[str, ...],
        Parameter(
            kind=COMMA_LIST, help="Identifiers of vulnerabilities.", example="CVE-2021-44228,GHSA-jfh8-c2jp-5v3q"
        ),
    ]
    vendor_only: Annotated[bool, words.VENDOR_ONLY] = True

    def __post_init__(self) -> None:
        """Refuse what no vulnerability is called: other hyphens, several identifiers in one. Raises BadParameter."""
        for name in self.vulnerability_ids:
            if not name.isascii() or not name.isprintable() or set(name) & set(" ;|"):
                raise BadParameter(f"vulnerability_ids has {name[:100]!r}; expected identifiers, joined by commas")

    def needs(self) -> Iterable[Need]:
        """Vulnerabilities."""
        return (Need.MATCHES,)

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """At most one finding; the identifiers as the policy writes them, in its order."""
        names = rows_of(evidence).names
        found = [
            name
            for name in dict.fromkeys(self.vulnerability_ids)
            if (is_open := names.get(name.upper())) is not None and (is_open or not self.vendor_only)
        ]
        if found:
            yield Fired(message=f"Blacklisted vulnerabilities detected: {found}")


class KnownExploited(Selecting, frozen=True, kw_only=True):
    """Fires for each vulnerability that a catalogue lists as exploited."""

    NAME = "kev_list"
    DESCRIPTION = (
        "Fires for each vulnerability of a package that a catalogue of exploited vulnerabilities (CISA KEV) lists. Where the database was "
        "built without the catalogue the rule cannot be evaluated, which is a finding."
    )

    ransomware_only: Annotated[
        bool, Parameter(kind=BOOLEAN, help="Only those that ransomware is known to use.", example="false")
    ] = False
    max_days_since_listed: Annotated[
        int | None,
        Parameter(
            kind=INTEGER,
            help="Fire only for what has been listed for at least so many days. An unknown day counts as long ago.",
            example="14",
        ),
    ] = None
    overdue_only: Annotated[
        bool,
        Parameter(kind=BOOLEAN, help="Only those whose due day in the catalogue has passed.", example="false"),
    ] = False

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One finding for each match."""
        must_have_feed(evidence, "kev", "catalogue of exploited vulnerabilities")
        for row in self.rows(evidence):
            entry = next((one for one in row.match.vulnerability.exploited if self._counts(one, evidence)), None)
            if entry is not None:
                yield row.fired(_exploited_words(row, entry), suffix="+kev_list")

    def _counts(self, entry: Exploitation, evidence: Evidence) -> bool:
        if self.ransomware_only and not entry.used_by_ransomware:
            return False
        added, due = day_of(entry.added), day_of(entry.due)
        grace = self.max_days_since_listed
        if grace is not None and added is not None and days_since(added, evidence.now) < grace:
            return False
        return not self.overdue_only or due is None or days_since(due, evidence.now) > 0


class MaliciousPackage(Selecting, frozen=True, kw_only=True):
    """Fires for each package that an advisory calls malicious."""

    NAME = "malicious_package"
    DESCRIPTION = "Fires for each package that an advisory calls malicious: it is not flawed, it is malware."

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One finding for each match."""
        for row in self.rows(evidence):
            if row.match.vulnerability.kind is AdvisoryKind.MALWARE:
                message = f"{named(row)} is a malicious package ({row.match.vulnerability.id})"
                yield row.fired(message, suffix="+malicious_package")


def _exploited_words(row: Row, entry: Exploitation) -> str:
    told = [entry.source or "a catalogue"]
    if entry.added:
        told.append(f"listed {entry.added[:10]}")
    if entry.due:
        told.append(f"due {entry.due[:10]}")
    if entry.used_by_ransomware:
        told.append("used by ransomware")
    return f"{row.match.vulnerability.id} in {named(row)} is known to be exploited ({', '.join(told)})"
