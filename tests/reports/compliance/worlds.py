"""Compliance reports made by hand: one with a control in every state, one where all is well, one that a hostile image could give."""

import msgspec

from mooring.model.compliance import (
    CheckKind,
    ComplianceReport,
    ControlResult,
    ControlState,
    ImageIdentity,
    PackDescription,
    Totals,
)
from mooring.model.files import Problem
from mooring.model.policy import Action, BundleProblem
from mooring.model.report import Tool
from mooring.model.severity import Severity
from mooring.model.verdict import Allowance, Finding

changed = msgspec.structs.replace


def finding(message: str, *, allowance: Allowance | None = None, subject: str = "") -> Finding:
    """Something that a rule fired for."""
    return Finding(
        gate="files",
        trigger="suid_or_guid_set",
        message=message,
        action=Action.STOP if allowance is None else Action.GO,
        rule_action=Action.STOP,
        trigger_id="0" * 32,
        subject=subject,
        allowance=allowance,
    )


SU = finding("SUID or SGID found set on file /bin/su. Mode: 0o4755", subject="/bin/su")
PING = finding(
    "SUID or SGID found set on file /bin/ping. Mode: 0o4755",
    subject="/bin/ping",
    allowance=Allowance(
        allowlist_id="w", allowlist_name="Ours", item_id="i", expires_on="2027-01-01T00:00:00Z", reason="needed to ping"
    ),
)
FAILED = ControlResult(
    id="4.8",
    title="No setuid programs",
    description="Nothing changes its user.",
    severity=Severity.HIGH,
    state=ControlState.FAIL,
    rules=("files.suid_or_guid_set",),
    evidence=("list of files: 120 entries",),
    findings=(SU,),
    finding_count=1,
    waived=(PING,),
    waived_count=1,
    remedy="Take the bits away.",
)
UNKNOWN = ControlResult(
    id="4.9",
    title="COPY and not ADD",
    severity=Severity.LOW,
    state=ControlState.NOT_GATHERED,
    missing=("The Dockerfile copies: not known, since there is none",),
    remedy="Give the Dockerfile.",
)
PARTLY = ControlResult(
    id="4.11",
    title="Verified packages",
    check=CheckKind.PARTIAL,
    state=ControlState.PASS,
    beyond="Which repositories were used.",
    evidence_needed="The list of repositories.",
    missing=("FROM is pinned: not known, since there is no Dockerfile",),
)
PASSED = ControlResult(id="4.2", title="Trusted base", severity=Severity.CRITICAL, state=ControlState.PASS)
BY_HAND = ControlResult(
    id="5.1",
    title="TLS only",
    check=CheckKind.MANUAL,
    state=ControlState.MANUAL,
    evidence_needed="Configuration of TLS.",
)
NONE = ControlResult(
    id="4.6", title="Health check", state=ControlState.NOT_APPLICABLE, reason="the image is in OCI form"
)
REPORT = ComplianceReport(
    pack=PackDescription(
        id="house",
        title="House rules",
        version="3",
        source="House rules of 2026",
        statement="This is no certification.",
        coverage="An image shows what was built.",
    ),
    image=ImageIdentity(
        name="registry.example/team/app:1.4",
        digest="sha256:" + "d" * 64,
        judged_as="registry.example/team/app:1.4",
        platform="linux/amd64",
        system="Debian GNU/Linux 12",
        created="2026-11-13T12:00:00Z",
    ),
    evaluated="2026-11-23T12:00:00+00:00",
    database="vulnerability database of 2026-11-22",
    controls=(PASSED, NONE, FAILED, UNKNOWN, PARTLY, BY_HAND),
    totals=Totals(controls=6, passed=2, passed_in_part=1, failed=1, not_gathered=1, not_applicable=1, manual=1),
    settings={"base-images": "registry.example/base/*"},
    notes=(BundleProblem(path="whitelists[0].items[1]", message="expired on 2026-01-01"),),
    tool=Tool(version="1.2.3"),
)
GOOD = changed(REPORT, controls=(PASSED,), totals=Totals(controls=1, passed=1), settings={}, notes=(), database="")
INCOMPLETE = changed(GOOD, problems=(Problem(path="lib/apk/db/installed", reason="it is cut off"),))
NOTHING = changed(GOOD, controls=(BY_HAND,), totals=Totals(controls=1, manual=1))
EVIL = "\x1b[31m<script>alert(1)</script>\u202e\udcff=cmd()"
HOSTILE = changed(
    REPORT,
    pack=changed(REPORT.pack, title=EVIL, coverage=EVIL),
    image=changed(REPORT.image, name=EVIL, system=EVIL, judged_as=EVIL),
    settings={EVIL: EVIL},
    problems=(Problem(path=EVIL, reason=EVIL),),
    notes=(BundleProblem(path=EVIL, message=EVIL),),
    controls=(
        changed(
            FAILED,
            id=f"1{EVIL}",
            title=EVIL,
            description=EVIL,
            evidence=(EVIL,),
            missing=(EVIL,),
            remedy=EVIL,
            findings=(finding(EVIL, subject=EVIL),),
            waived=(finding(EVIL, allowance=Allowance(allowlist_id=EVIL, item_id=EVIL, reason=EVIL)),),
        ),
        changed(UNKNOWN, missing=(EVIL,), title=EVIL),
        changed(BY_HAND, evidence_needed=EVIL),
        changed(NONE, reason=EVIL),
    ),
)
MANY = changed(
    REPORT,
    controls=tuple(
        changed(FAILED, id=f"1.{number}", findings=(SU,) * 500, finding_count=100_000) for number in range(200)
    ),
)
ALL = {"all": REPORT, "good": GOOD, "incomplete": INCOMPLETE, "nothing": NOTHING, "hostile": HOSTILE}
