"""Why a statement that met a package did not become a finding, in one line."""

from mooring.model.match import Decision, DecisionKind
from mooring.model.package import Package
from mooring.reports.findings.words import comparison_words
from mooring.reports.text.style import clean

_WHY = {
    DecisionKind.FIXED: "the installed version has the fix",
    DecisionKind.OUTSIDE: "the installed version is in no affected range",
    DecisionKind.NOT_AFFECTED: "the feed says that this package is not affected",
    DecisionKind.OVERRULED: "a source that knows the package better says otherwise",
    DecisionKind.OTHER_MODULE: "another module stream is meant",
    DecisionKind.OTHER_ARCHITECTURE: "another architecture is meant",
    DecisionKind.OTHER_PRODUCT: "another build, repository or platform is meant",
    DecisionKind.CODE_ABSENT: "the vulnerable functions are not in the program",
    DecisionKind.OWNED: "its files belong to an OS package, for which the distribution speaks",
    DecisionKind.HARMLESS: "the flaw is in something that the package does not bring",
    DecisionKind.INVESTIGATED: "the feed is still looking into it",
    DecisionKind.WITHDRAWN: "the advisory was withdrawn",
    DecisionKind.NOTICE: "it is a notice, not a vulnerability (--notices counts it)",
    DecisionKind.CPE_OFF: "only a product range of NVD speaks about it (--cpe counts it)",
    DecisionKind.NOT_CONSULTED: "the namespace does not speak about packages of this image",
    DecisionKind.NOT_COMPARABLE: "the installed version has no place in the order of versions",
    DecisionKind.MATCHED: "it applies",
}
_COMPARED = frozenset(
    {DecisionKind.FIXED, DecisionKind.OUTSIDE, DecisionKind.OVERRULED, DecisionKind.NOT_AFFECTED, DecisionKind.MATCHED}
)


def decision_words(decision: Decision, package: Package | None) -> str:
    """`CVE-2024-5535 in openssl 3.0.15-1: the installed version has the fix; debian (debian:12, …) says that versions < 3.0.15-1 …`.

    Without a package it is said of the vulnerability itself.
    """
    reason = decision.reason
    who = ", ".join(filter(None, (reason.namespace, reason.source.id)))
    where = f" in {package.name} {package.version}".rstrip() if package is not None else ""
    line = f"{decision.vulnerability}{where}: {_WHY[decision.kind]}"
    if decision.statement:
        line += f" ({decision.statement})"
    if reason.source.feed:
        line += f"; {reason.source.feed} ({who})"
        if decision.kind in _COMPARED and reason.constraint:
            is_met = decision.kind not in (DecisionKind.FIXED, DecisionKind.OUTSIDE)
            line += f" says {comparison_words(reason, is_met=is_met)}"
    return clean(f"{line}.")
