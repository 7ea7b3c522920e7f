"""What files hold and what is wrong with the Dockerfile, in the columns that findings have."""

from collections.abc import Iterator

from mooring.model.report import ScanReport
from mooring.reports.sections.all import sections_of
from mooring.reports.sections.layers import Layers
from mooring.reports.text.style import clean


def gap_rows(report: ScanReport) -> Iterator[dict[str, str]]:
    """A row for each reason why something is not known."""
    for section in sections_of(report):
        for gap in section.gaps:
            yield {"record": "not-searched", "type": section.title, "explanation": gap}


def content_rows(report: ScanReport) -> Iterator[dict[str, str]]:
    """A row for each find; what is accepted says by what, in `explanation`."""
    yield from _malware(report)
    yield from _secrets(report)
    yield from _checks(report)
    yield from _others(report)


def _malware(report: ScanReport) -> Iterator[dict[str, str]]:
    layers = Layers(report)
    for scan in report.inventory.content.malware:
        for one in scan.findings:
            yield {
                "record": "malware",
                "severity": "critical",
                "kind": clean(scan.scanner),
                "path": one.path,
                "layer_index": layers.number(one.layer),
                "explanation": clean(f"{one.signature} ({layers.surface(one.surface, one.layer)}) {one.description}"),
            }


def _secrets(report: ScanReport) -> Iterator[dict[str, str]]:
    layers = Layers(report)
    for one in report.inventory.content.told_secrets:
        where = layers.surface(one.surface, one.layer, one.hidden_by)
        accepted = f"; accepted by {one.accepted_by}" if one.accepted_by else ""
        yield {
            "record": "secret" if not one.accepted_by else "accepted-secret",
            "severity": one.severity.value,
            "kind": clean(one.rule),
            "type": clean(one.category),
            "path": one.place + (f":{one.line}" if one.line else ""),
            "layer_index": layers.number(one.layer),
            "explanation": clean(f"{one.title or one.rule} ({where}){accepted}"),
            "id": one.fingerprint,
        }


def _checks(report: ScanReport) -> Iterator[dict[str, str]]:
    for one in report.dockerfile.findings if report.dockerfile is not None else ():
        assert report.dockerfile is not None
        accepted = f"; accepted by {one.accepted_by}" if one.accepted_by else ""
        yield {
            "record": "dockerfile" if not one.accepted_by else "accepted-dockerfile",
            "severity": one.severity.value,
            "kind": clean(one.check),
            "path": f"{report.dockerfile.path or 'history'}:{one.line}",
            "aliases": "; ".join(one.aliases),
            "explanation": clean(f"{one.message}{accepted}"),
        }


def _others(report: ScanReport) -> Iterator[dict[str, str]]:
    content, layers = report.inventory.content, Layers(report)
    for failure in content.verification:
        yield {
            "record": "changed-file",
            "kind": clean(failure.status),
            "package": failure.package_name,
            "path": failure.path,
            "layer_index": layers.number(failure.layer),
            "explanation": clean(f"{failure.what}: {failure.expected} is recorded, {failure.found} was found"),
        }
    for match in content.matches:
        yield {
            "record": "content-match",
            "kind": clean(match.name),
            "path": match.path + (f":{match.line}" if match.line else ""),
            "layer_index": layers.number(match.layer),
            "explanation": clean(match.regex),
        }
