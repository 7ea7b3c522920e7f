"""What is written as VEX is read back with the same effect, in every format."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mooring.model.match import ExceptionNote, Findings, Match, SuppressedBy
from mooring.model.report import ScanReport
from mooring.reports import csaf_vex, cyclonedx_vex, openvex
from mooring.reports.format import DEFAULT_OPTIONS, ReportFormat
from mooring.vulns.suppression.suppress import load_statements, suppressed
from reports.samples import EMPTY
from reports.vex.worlds import ACCEPTED, DISTRIBUTION, FIXED, JUSTIFIED, OPTION, VENDOR, replace, report_with
from reports.worlds import MATCHED, MATCHES

NOW = datetime(2026, 11, 23, tzinfo=UTC)
FORMATS = (openvex.FORMAT, csaf_vex.FORMAT, cyclonedx_vex.FORMAT)
CLEARING = (JUSTIFIED, VENDOR, FIXED, DISTRIBUTION)
KINDS = st.sampled_from(
    [(), (JUSTIFIED,), (ACCEPTED,), (VENDOR,), (FIXED,), (DISTRIBUTION,), (OPTION,), (ACCEPTED, FIXED)]
)


def read_back(form: ReportFormat, report: ScanReport) -> Findings:
    """The findings with no suppressions but those of the document that the format writes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vex.json"
        path.write_bytes(b"".join(form.render(report, DEFAULT_OPTIONS)))
        statements = load_statements(exceptions=(), vex=(path,))
    bare = tuple(replace(match, suppressions=()) for match in report.findings.matches)
    findings = replace(report.findings, matches=bare, exceptions=())
    return suppressed(findings, report.inventory, report.image, statements, now=NOW)


def is_cleared(match: Match) -> bool:
    return any(one in CLEARING for one in match.suppressions)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
@settings(max_examples=30, deadline=None)
@given(kinds=st.lists(KINDS, min_size=len(MATCHES), max_size=len(MATCHES)))
def test_what_is_cleared_is_suppressed_and_nothing_else_is(form, kinds):
    report = report_with(*kinds)

    found = read_back(form, report)

    assert [one.id for one in found.matches if one.is_suppressed] == [
        one.id for one in report.findings.matches if is_cleared(one)
    ]


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_status_and_justification_survive(form):
    found = read_back(form, report_with((JUSTIFIED,), (FIXED,), (DISTRIBUTION,)))

    assert [one.by for match in found.matches[:3] for one in match.suppressions] == [SuppressedBy.VEX] * 3
    assert found.matches[0].suppressions[0].justification == "vulnerable_code_not_in_execute_path"
    assert "the parser is never called" in found.matches[0].suppressions[0].reason
    assert found.matches[1].suppressions[0].reason.startswith("fixed: backported in r3")


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
@pytest.mark.parametrize("image", ["no-digest", "folder"])
def test_it_is_so_for_what_has_no_digest(form, image):
    report = report_with((JUSTIFIED,))
    bare = replace(report.image, digest="", repo_digests=()) if image == "no-digest" else EMPTY.image
    report = replace(report, image=bare)

    found = read_back(form, report)

    assert [one.id for one in found.matches if one.is_suppressed] == [MATCHES[0].id]


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_another_image_is_not_spoken_of_and_the_report_says_so(form, tmp_path):
    report = report_with((JUSTIFIED,))
    path = tmp_path / "vex.json"
    path.write_bytes(b"".join(form.render(report, DEFAULT_OPTIONS)))
    statements = load_statements(exceptions=(), vex=(path,))
    rebuilt = replace(report.image, digest="sha256:" + "7" * 64)
    findings = replace(MATCHED.findings, matches=MATCHES[:1], exceptions=())

    found = suppressed(findings, MATCHED.inventory, rebuilt, statements, now=NOW)

    assert not found.matches[0].is_suppressed
    (note,) = found.exceptions
    assert isinstance(note, ExceptionNote)
    assert note.problem.startswith("speaks of CVE-2021-23337, but of other products")
