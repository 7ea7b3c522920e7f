"""Grype's JSON: the parts of a document, for scripts that were written for Grype's.

Shape and names are Grype's. Where we know more than one advisory, the first reason is the match; the CVE is
the name of the vulnerability where there is one, as with Grype's `--by-cve`.
"""

from collections.abc import Iterator

from mooring.model.advisory import NameKind
from mooring.model.codec import printable
from mooring.model.distro import Distro
from mooring.model.match import Confidence, Findings, Match, MatchReason, SuppressedBy, Suppression, Vulnerability
from mooring.model.package import Package
from mooring.model.report import ScanReport
from mooring.model.severity import SeverityRating
from mooring.reports.findings.counts import assessment_words, not_assessed, partly_assessed
from mooring.reports.findings.facts import addresses_of, identifiers, risk_of, score_of, share
from mooring.reports.findings.words import suppression_words
from mooring.reports.sbom import syft
from mooring.reports.sbom.syft import Part

_LANGUAGES = {
    "npm": "javascript",
    "pypi": "python",
    "maven": "java",
    "golang": "go",
    "gem": "ruby",
    "cargo": "rust",
    "composer": "php",
    "nuget": "dotnet",
    "hex": "elixir",
    "pub": "dart",
    "swift": "swift",
    "github": "github-action",
    "bitnami": "bitnami",
}
_DISTROS = {"rhel": "redhat", "sles": "suse", "archlinux": "arch"}
_MATCHERS = {
    "deb": "dpkg-matcher",
    "rpm": "rpm-matcher",
    "apk": "apk-matcher",
    "alpm": "pacman-matcher",
    "ebuild": "portage-matcher",
    "npm": "javascript-matcher",
    "pypi": "python-matcher",
    "maven": "java-matcher",
    "golang": "go-module-matcher",
    "gem": "ruby-gem-matcher",
    "cargo": "rust-matcher",
    "nuget": "dotnet-matcher",
    "bitnami": "bitnami-matcher",
}
_VEX = {SuppressedBy.VEX: "not_affected"}
_MAX_ITEMS = 100


def match_part(match: Match, package: Package, report: ScanReport) -> Part:
    """One finding."""
    return {
        "vulnerability": _vulnerability(match),
        "relatedVulnerabilities": [
            _related(alias, match.vulnerability) for alias in identifiers(match.vulnerability)[1:_MAX_ITEMS]
        ],
        "matchDetails": [
            _detail(reason, match, package, report.inventory.distro) for reason in match.reasons[:_MAX_ITEMS]
        ],
        "artifact": artifact(package),
    }


def ignored_part(match: Match, package: Package, report: ScanReport) -> Part:
    """One that is suppressed, with who says so as ignore rules."""
    rules = [_rule(one, match, package) for one in match.suppressions[:_MAX_ITEMS]]
    return match_part(match, package, report) | {"appliedIgnoreRules": rules}


def artifact(package: Package) -> Part:
    """The package."""
    part = syft.artifact(package)
    upstream: list[Part] = []
    if package.source_name and package.source_name != package.name:
        upstream = [{"name": printable(package.source_name), "version": printable(package.source_version)}]
    part["licenses"] = [printable(item.expression or item.declared) for item in package.licenses]
    part["cpes"] = [printable(cpe) for cpe in package.cpes]
    return part | {"upstreams": upstream}


def alerts(findings: Findings, packages: dict[str, Package]) -> Iterator[Part]:
    """Of each package that was not assessed, why."""
    for one in [*not_assessed(findings), *partly_assessed(findings)]:
        # Without a list the whole kind is meant; it is called by its type where it is no distribution.
        kind = [package.id for package in packages.values() if package.type == one.subject]
        alert: Part = {"type": one.state.value, "message": printable(assessment_words(one)), "metadata": {}}
        for package in one.packages or kind:
            if package in packages:
                yield {"package": artifact(packages[package]), "alerts": [alert]}


def descriptor(report: ScanReport, findings: Findings) -> Part:
    """Tool and database; what was not assessed makes its status an error."""
    database = findings.database
    gaps = [assessment_words(one) for one in not_assessed(findings)]
    gaps += [str(problem) for problem in report.problems[:_MAX_ITEMS]]
    status: Part = {
        "schemaVersion": printable(database.schema),
        "from": printable(database.kind),
        "built": printable(database.built),
        "path": printable(database.path),
        "valid": not gaps,
    }
    if gaps:
        status["error"] = printable("; ".join(gaps))
    providers = {
        printable(feed.name): {"captured": printable(feed.captured), "input": printable(feed.digest)}
        for feed in database.feeds
    }
    return {
        "name": report.tool.name,
        "version": report.tool.version,
        "configuration": {},
        "db": {"status": status, "providers": providers},
    }


def assessments(findings: Findings) -> list[Part]:
    """Ours alone: how well each kind of package could be judged."""
    return [
        {
            "subject": printable(one.subject),
            "state": one.state.value,
            "reason": printable(one.reason),
            "packages": one.package_count,
        }
        for one in findings.assessments
    ]


def namespace_of(reason: MatchReason) -> str:
    """The namespace as Grype writes it: `debian:distro:debian:12`, `github:language:python`, `nvd:cpe`."""
    name, separator, release = reason.namespace.partition(":")
    feed = reason.source.feed
    if name == "cpe":
        return "nvd:cpe"
    if name in _LANGUAGES or not separator:
        return f"{feed}:language:{_LANGUAGES.get(name, name)}"
    vendor = _DISTROS.get(name, name)
    return f"{vendor}:distro:{vendor}:{release}"


def _vulnerability(match: Match) -> Part:
    flaw = match.vulnerability
    name = identifiers(flaw)[0]
    reason = match.reasons[0] if match.reasons else None
    addresses = addresses_of(flaw)
    versions = [printable(version) for version in match.fix.versions[:_MAX_ITEMS]]
    available = [
        {"version": version, "date": printable(match.fix.date), "kind": "advisory"}
        for version in versions[:1]
        if match.fix.date
    ]
    part: Part = {
        "id": printable(name),
        "dataSource": addresses[0] if addresses else "",
        "namespace": printable(namespace_of(reason)) if reason else "",
        "severity": match.severity.value.capitalize(),
        "urls": addresses,
        "description": printable(flaw.description or flaw.title),
        "cvss": [_cvss(rating) for rating in flaw.ratings[:_MAX_ITEMS] if rating.vector],
        "cwes": [
            {"cve": printable(name), "cwe": printable(cwe), "source": "", "type": ""} for cwe in flaw.cwes[:_MAX_ITEMS]
        ],
        "fix": {
            "versions": versions,
            "state": match.fix.state.value,
            **({"available": available} if available else {}),
        },
        "advisories": [{"id": printable(one), "link": ""} for one in match.fix.advisories[:_MAX_ITEMS]],
        "risk": risk_of(match),
    }
    return part | _exploitation(flaw, name)


def _exploitation(flaw: Vulnerability, name: str) -> Part:
    part: Part = {}
    if flaw.exploited:
        part["knownExploited"] = [
            {
                "cve": printable(name),
                "dateAdded": printable(entry.added),
                "dueDate": printable(entry.due),
                "requiredAction": printable(entry.required_action),
                "knownRansomwareCampaignUse": "Known" if entry.used_by_ransomware else "Unknown",
            }
            for entry in flaw.exploited[:_MAX_ITEMS]
        ]
    prediction = flaw.exploit_prediction
    if prediction is not None:
        part["epss"] = [
            {
                "cve": printable(name),
                "epss": share(prediction.score),
                "percentile": share(prediction.percentile),
                "date": printable(prediction.date),
            }
        ]
    return part


def _cvss(rating: SeverityRating) -> Part:
    return {
        "source": printable(rating.source),
        "type": "Primary" if rating.source == "nvd" else "Secondary",
        "version": printable(rating.cvss_version),
        "vector": printable(rating.vector),
        "metrics": {"baseScore": score_of(rating) or 0.0},
        "vendorMetadata": {},
    }


def _related(alias: str, flaw: Vulnerability) -> Part:
    address = next((source.url for source in flaw.sources if source.id == alias), "")
    return {
        "id": printable(alias),
        "dataSource": printable(address),
        "namespace": "nvd:cpe" if alias.startswith("CVE-") else "",
        "severity": "Unknown",
        "urls": [],
        "cvss": [],
    }


def _detail(reason: MatchReason, match: Match, package: Package, distro: Distro | None) -> Part:
    if reason.confidence is Confidence.POSSIBLE or reason.namespace == "cpe":
        kind = "cpe-match"
    else:
        kind = (
            "exact-indirect-match"
            if reason.name_kind is NameKind.SOURCE and reason.name != package.name
            else "exact-direct-match"
        )
    searched: Part = {
        "package": {"name": printable(reason.name), "version": printable(reason.version)},
        "namespace": printable(namespace_of(reason)),
    }
    if package.is_os_package and distro is not None:
        searched["distro"] = {"type": printable(distro.id), "version": printable(distro.version_id)}
    scheme = f" ({reason.scheme})" if reason.scheme else ""
    part: Part = {
        "type": kind,
        "matcher": "stock-matcher" if kind == "cpe-match" else _MATCHERS.get(package.type, "stock-matcher"),
        "searchedBy": searched,
        "found": {
            "vulnerabilityID": printable(reason.source.id or match.vulnerability.id),
            "versionConstraint": printable(f"{reason.constraint or 'none'}{scheme}"),
        },
    }
    return part | (
        {"fix": {"suggestedVersion": printable(match.fix.versions[0])}} if match.has_fix and match.fix.versions else {}
    )


def _rule(suppression: Suppression, match: Match, package: Package) -> Part:
    rule: Part = {
        "vulnerability": printable(identifiers(match.vulnerability)[0]),
        "reason": printable(suppression_words(suppression)),
        "package": {"name": printable(package.name), "version": printable(package.version), "type": package.type},
    }
    if suppression.by in _VEX:
        rule["vex-status"] = _VEX[suppression.by]
    if suppression.justification:
        rule["vex-justification"] = printable(suppression.justification)
    return rule


def distro_part(report: ScanReport) -> Part:
    """The distribution, as Grype names it."""
    found = report.inventory.distro
    if found is None:
        return {"name": "", "version": "", "idLike": None}
    return {
        "name": printable(found.id),
        "version": printable(found.version_id),
        "idLike": [printable(one) for one in found.id_like] or None,
    }


def source_part(report: ScanReport) -> Part:
    """What was scanned, as Grype names it."""
    part = syft.source(report)
    if part["type"] == "image":
        return {"type": "image", "target": part["metadata"]}
    return {"type": "directory", "target": printable(report.image.name)}
