"""A compliance report in plain sentences; the same for terminal, HTML and CSV. What image and rules say is made harmless for terminals."""

from collections.abc import Iterator

from mooring.model.compliance import CheckKind, ComplianceReport, ControlResult, ControlState, Totals
from mooring.model.policy import BundleProblem
from mooring.model.verdict import Allowance, Finding
from mooring.reports.text.style import clean
from mooring.reports.text.summary import counted

STATE_WORDS = {
    ControlState.FAIL: "fail",
    ControlState.NOT_GATHERED: "not gathered",
    ControlState.MANUAL: "by hand",
    ControlState.PASS: "pass",
    ControlState.NOT_APPLICABLE: "n/a",
}
CHECK_WORDS = {CheckKind.AUTO: "automatic", CheckKind.PARTIAL: "in part", CheckKind.MANUAL: "by hand"}


def headline(report: ComplianceReport) -> str:
    """One word for the whole: FAIL, INCOMPLETE, PASS, or NOTHING CHECKED where no control could be."""
    if report.totals.failed:
        return "FAIL"
    if not report.is_complete:
        return "INCOMPLETE"
    return "PASS" if report.totals.passed else "NOTHING CHECKED"


def score_words(totals: Totals) -> str:
    """`6 of 9 controls that a program can check pass, 2 of them in part`. Those not gathered count as not passed."""
    if not totals.checked:
        return "no control of this pack could be checked by a program"
    part = f", {totals.passed_in_part} of them in part" if totals.passed_in_part else ""
    verb = "passes" if totals.passed == 1 else "pass"
    return f"{totals.passed} of {counted(totals.checked, 'control')} that a program can check {verb}{part}"


def count_words(totals: Totals) -> list[str]:
    """How many are in each state that has any: `2 fail`, `1 not gathered`, `3 need evidence by hand`."""
    told = (
        (totals.failed, "fails", "fail"),
        (totals.not_gathered, "was not gathered", "were not gathered"),
        (totals.manual, "needs evidence by hand", "need evidence by hand"),
        (totals.not_applicable, "does not apply", "do not apply"),
    )
    return [f"{number} {one if number == 1 else many}" for number, one, many in told if number]


def state_words(control: ControlResult) -> str:
    """The state; a pass says where it speaks for a part only."""
    word = STATE_WORDS[control.state]
    return f"{word} (part)" if control.state is ControlState.PASS and control.is_partial else word


def why_words(control: ControlResult) -> str:
    """Why the control is in its state, in a few words."""
    match control.state:
        case ControlState.FAIL:
            waived = f", {control.waived_count:,} waived" if control.waived_count else ""
            return clean(f"{counted(control.finding_count, 'finding')}{waived}")
        case ControlState.NOT_GATHERED:
            return clean(control.missing[0] if control.missing else "the evidence is missing")
        case ControlState.MANUAL:
            return clean(control.missing[0] if control.missing else control.evidence_needed)
        case ControlState.NOT_APPLICABLE:
            return clean(control.reason)
        case ControlState.PASS:
            waived = f"{counted(control.waived_count, 'finding')} waived" if control.waived_count else ""
            gap = f"not looked at: {control.missing[0]}" if control.missing else ""
            return clean("; ".join(filter(None, (waived, gap))))


def finding_words(finding: Finding) -> str:
    """`files.suid_or_guid_set: SUID or SGID found set on file /bin/su`."""
    return clean(f"{finding.gate}.{finding.trigger}: {finding.message}")


def waiver_words(allowance: Allowance) -> str:
    """`accepted by 'x' of 'Base image' until 2027-01-01: no shell is used`."""
    item = f"{allowance.item_id!r} of " if allowance.item_id else ""
    until = f" until {allowance.expires_on[:10]}" if allowance.expires_on else ""
    reason = f": {allowance.reason}" if allowance.reason else ""
    return clean(f"accepted by {item}{allowance.allowlist_name or allowance.allowlist_id!r}{until}{reason}")


def note_words(problem: BundleProblem) -> str:
    """`whitelists[0].items[0] expired on …`."""
    return clean(f"{problem.path} {problem.message}")


def facts(report: ComplianceReport) -> Iterator[tuple[str, str]]:
    """Name and value of what the report is about and rests on, in reading order."""
    image, pack = report.image, report.pack
    told = (
        ("image", image.name),
        ("digest", image.digest or image.image_id),
        ("judged as", image.judged_as),
        ("system", " · ".join(filter(None, (image.system, image.platform)))),
        ("built", image.created[:16].replace("T", " ")),
        ("standard", f"{pack.source} (pack {pack.id}, version {pack.version})"),
        ("database", report.database or "none: the image was not matched"),
        ("evaluated", report.evaluated[:19].replace("T", " ")),
    )
    return ((name, clean(value)) for name, value in told if value)
