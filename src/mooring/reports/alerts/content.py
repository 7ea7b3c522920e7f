"""Secrets, malware, changed files and checks of the Dockerfile as alerts."""

from collections.abc import Iterator

from mooring.model.evidence.content import Need, Secret, Surface
from mooring.model.evidence.dockerfile import Dockerfile, DockerfileFinding, DockerfileMode
from mooring.model.package import Location
from mooring.model.report import ScanReport
from mooring.model.severity import Severity
from mooring.reports.alerts.log import Alert, Notice, Part
from mooring.reports.sections.build import dockerfile_gaps
from mooring.reports.sections.content import malware_gaps, place_of, search_gaps
from mooring.reports.sections.layers import Layers
from mooring.reports.text.style import clean

_SCORES = {
    Severity.CRITICAL: 9.5,
    Severity.HIGH: 8.0,
    Severity.MEDIUM: 5.5,
    Severity.LOW: 2.0,
    Severity.NEGLIGIBLE: 0.5,
    Severity.UNKNOWN: 0.1,
}
"""The middle of the band that each word stands for."""
MAX_ID = 255


def content_alerts(report: ScanReport) -> Iterator[Alert]:
    """What was found besides vulnerabilities, the worst kinds first; accepted ones are suppressed."""
    yield from _malware(report)
    yield from _secrets(report)
    if report.dockerfile is not None:
        yield from _dockerfile(report.dockerfile)
    yield from _changed(report)


def content_notices(report: ScanReport) -> Iterator[Notice]:
    """What was asked for and not looked for wholly: no result of these kinds means nothing."""
    content = report.inventory.content
    for search in content.searches:
        gaps = malware_gaps(content) if search.need is Need.MALWARE else search_gaps(content, search.need)
        yield from (("not-searched", "error", f"{search.need.value}: {gap}") for gap in gaps)
    if report.dockerfile is not None:
        yield from (("not-searched", "error", f"Dockerfile: {gap}") for gap in dockerfile_gaps(report.dockerfile))
    if report.supply is not None and report.supply.problem:
        yield "not-searched", "error", f"signatures: {report.supply.problem}"


def level_of(severity: Severity) -> str:
    """SARIF's level."""
    if severity >= Severity.HIGH:
        return "error"
    return "warning" if severity is Severity.MEDIUM else "note"


def dockerfile_place(dockerfile: Dockerfile, line: int) -> Location:
    """The line of the file that was given; of one that was rebuilt, the entry of the history."""
    is_given = dockerfile.mode is DockerfileMode.ACTUAL
    return Location(path=dockerfile.path or "Dockerfile" if is_given else "history", line=max(line, 0))


def _malware(report: ScanReport) -> Iterator[Alert]:
    layers = Layers(report)
    for scan in report.inventory.content.malware:
        for one in scan.findings:
            where = layers.surface(one.surface, one.layer)
            yield Alert(
                rule=f"malware/{clean(scan.scanner)}"[:MAX_ID],
                title=f"Malware, as {clean(scan.scanner)} knows it",
                tags=("malware",),
                severity=_SCORES[Severity.CRITICAL],
                level="error",
                message=f"{one.path} ({where}) is malware: {one.signature}. {one.description}".strip(),
                places=(Location(path=one.path),),
                identity=(one.signature, one.path),
                properties={"signature": clean(one.signature), "surface": one.surface.value},
            )


def _secrets(report: ScanReport) -> Iterator[Alert]:
    layers = Layers(report)
    for secret in report.inventory.content.told_secrets:
        where = layers.surface(secret.surface, secret.layer, secret.hidden_by)
        title = clean(secret.title or secret.rule)
        advice = "Revoke it, and build without it: what a layer holds is pulled even where a later layer hides it."
        yield Alert(
            rule=f"secret/{clean(secret.rule)}"[:MAX_ID],
            title=f"{title} in an image",
            help=advice,
            tags=("secret",),
            severity=_SCORES[secret.severity],
            precision="very-high" if secret.is_valid else "high",
            level=level_of(secret.severity),
            message=f"{title} in {place_of(secret)} ({where}). {advice}",
            places=(_secret_place(secret, report),),
            identity=(secret.place, secret.fingerprint or str(secret.line)),
            properties=_secret_properties(secret),
            suppressions=(("external", f"accepted by {secret.accepted_by}"),) if secret.accepted_by else (),
        )


def _secret_properties(secret: Secret) -> Part:
    part: Part = {"severity": str(secret.severity), "surface": secret.surface.value, "category": clean(secret.category)}
    return part | ({"valid": secret.is_valid} if secret.is_valid is not None else {})


def _secret_place(secret: Secret, report: ScanReport) -> Location:
    number = secret.place.partition(":")[2]
    line = int(number) if number.isascii() and number.isdecimal() and len(number) < 9 else secret.line
    if secret.surface is Surface.DOCKERFILE and report.dockerfile is not None:
        return dockerfile_place(report.dockerfile, line)
    if secret.surface is Surface.HISTORY:
        return Location(path="history", line=line)
    if secret.surface is Surface.CONFIG:
        return Location(path=secret.place.replace(":", "/", 1))
    return Location(path=secret.place, line=max(secret.line, 0))


def _dockerfile(dockerfile: Dockerfile) -> Iterator[Alert]:
    for one in dockerfile.findings:
        yield Alert(
            rule=clean(one.check)[:MAX_ID] or "dockerfile",
            title=clean(one.title or one.check),
            help=_aliases(one),
            tags=("dockerfile",),
            severity=_SCORES[one.severity],
            level=level_of(one.severity),
            message=one.message or one.title,
            places=(dockerfile_place(dockerfile, one.line),),
            identity=(one.message,),
            properties={"severity": str(one.severity), "mode": dockerfile.mode.value},
            suppressions=(("inSource", f"accepted by {one.accepted_by}"),) if one.accepted_by else (),
        )


def _aliases(finding: DockerfileFinding) -> str:
    return f"{finding.title}. Others call it {', '.join(finding.aliases)}." if finding.aliases else finding.title


def _changed(report: ScanReport) -> Iterator[Alert]:
    for one in report.inventory.content.verification:
        what = f" ({one.what}: {one.expected or 'nothing'} is recorded, {one.found or 'nothing'} was found)"
        yield Alert(
            rule="changed-file",
            title="A file differs from what its package's record says",
            tags=("integrity",),
            severity=_SCORES[Severity.MEDIUM],
            level="warning",
            message=f"{one.path} of {one.package_name} is {one.status}{what if one.what else ''}",
            places=(Location(path=one.path),),
            identity=(one.path, one.status, one.what),
            properties={"package": clean(one.package_name), "status": clean(one.status)},
        )
