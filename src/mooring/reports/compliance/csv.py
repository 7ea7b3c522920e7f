"""The report as comma-separated values: a line for each control, and one for each finding and waived finding."""

import csv
import io
from collections.abc import Iterator

from mooring.model.compliance import ComplianceReport, ControlResult
from mooring.model.verdict import Finding
from mooring.reports.compliance.format import ComplianceFormat
from mooring.reports.controls.words import CHECK_WORDS, waiver_words, why_words
from mooring.reports.format import RenderOptions
from mooring.reports.text.style import clean

COLUMNS = (
    *("record", "pack", "pack_version", "control", "title", "severity", "check", "state", "partial", "why", "findings", "waived"),
    *("gate", "trigger", "message", "subject", "trigger_id", "waiver", "evidence", "missing", "beyond", "evidence_needed", "remedy"),
    *("image", "digest", "database", "evaluated"),
)  # fmt: skip


def render(report: ComplianceReport, options: RenderOptions) -> Iterator[bytes]:
    """A control at a time; several values of a cell are joined by semicolons."""
    del options
    yield _line(COLUMNS)
    for control in report.controls:
        yield b"".join(_lines(report, control))


def _lines(report: ComplianceReport, control: ControlResult) -> Iterator[bytes]:
    yield _row(
        report,
        control,
        record="control",
        why=why_words(control),
        findings=str(control.finding_count),
        waived=str(control.waived_count),
        evidence="; ".join(control.evidence),
        missing="; ".join(control.missing),
        beyond=control.beyond,
        evidence_needed=control.evidence_needed,
        remedy=control.remedy,
    )
    for finding in control.findings:
        yield _finding(report, control, finding, "finding")
    for finding in control.waived:
        yield _finding(report, control, finding, "waived")


def _finding(report: ComplianceReport, control: ControlResult, finding: Finding, record: str) -> bytes:
    return _row(
        report,
        control,
        record=record,
        gate=finding.gate,
        trigger=finding.trigger,
        message=finding.message,
        subject=finding.subject,
        trigger_id=finding.trigger_id,
        waiver=waiver_words(finding.allowance) if finding.allowance is not None else "",
    )


def _row(report: ComplianceReport, control: ControlResult, **cells: str) -> bytes:
    """What is the same for all lines of a control, and what is not."""
    all_cells = {
        "pack": report.pack.id,
        "pack_version": report.pack.version,
        "control": control.id,
        "title": control.title,
        "severity": control.severity.value,
        "check": CHECK_WORDS[control.check],
        "state": control.state.value,
        "partial": str(control.is_partial).lower(),
        "image": report.image.name,
        "digest": report.image.digest or report.image.image_id,
        "database": report.database,
        "evaluated": report.evaluated,
        **cells,
    }
    return _line([_harmless(clean(all_cells.get(column, ""))) for column in COLUMNS])


def _harmless(value: str) -> str:
    """The value, marked as text where a spreadsheet would compute it."""
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t") else value


def _line(cells: tuple[str, ...] | list[str]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue().encode("utf-8", "replace")


FORMAT = ComplianceFormat(
    name="csv",
    media_type="text/csv",
    render=render,
    extension=".csv",
    summary="a line for each control and each finding, for spreadsheets and the tools of auditors",
)
