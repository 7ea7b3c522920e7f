"""Judged reports made by hand: stopped with every kind of finding, passed, allowed, denied, without a mapping, hostile."""

import msgspec

from mooring.model.policy import Action, BundleProblem
from mooring.model.verdict import Allowance, Finding, FindingKind, PolicyResult, Verdict, VerdictReason
from reports.samples import REPORT
from reports.worlds import BLIND, CLEAN, LODASH, MATCHED, MATCHES, WILD, ZLIB

DIGEST = "sha256:" + "d" * 64
ALLOWANCE = Allowance(
    allowlist_id="base",
    allowlist_name="Base image",
    item_id="shell",
    expires_on="2027-01-31T00:00:00Z",
    reason="needed to start",
)


def finding(trigger: str, message: str, action: Action = Action.STOP, **fields: object) -> Finding:
    """A finding of `gate.trigger`."""
    gate, _, name = trigger.partition(".")
    whole = Finding(gate=gate, trigger=name, message=message, action=action, rule_action=action, trigger_id=message)
    return msgspec.structs.replace(whole, policy_id="house", rule_id=f"{gate}-1", **fields)


FOUND = (
    finding(
        "vulnerabilities.package",
        "CRITICAL Vulnerability found in os package type (dpkg) - zlib1g (CVE-2023-45853)",
        trigger_id="CVE-2023-45853+zlib1g",
        subject=ZLIB.id,
        vulnerability="CVE-2023-45853",
        match_id=MATCHES[3].id,
    ),
    finding(
        "vulnerabilities.package",
        "HIGH Vulnerability found in non-os package type (npm) - lodash (CVE-2021-23337)",
        trigger_id="CVE-2021-23337+lodash",
        subject=LODASH.id,
        vulnerability="CVE-2021-23337",
        match_id=MATCHES[0].id,
        recommendation="update lodash",
    ),
    finding(
        "dockerfile.instruction",
        "Dockerfile directive 'USER' not found",
        Action.WARN,
        trigger_id="2" * 32,
        recommendation="add USER app",
    ),
    finding(
        "files.suid_or_guid_set",
        "SUID or SGID found set on file /bin/su",
        Action.GO,
        rule_action=Action.STOP,
        trigger_id="3" * 32,
        subject="/bin/su",
        allowance=ALLOWANCE,
    ),
    finding(
        "malware.scans",
        "The rule needs evidence that was not gathered: malware",
        trigger_id="evidence_missing+malware",
        kind=FindingKind.NOT_GATHERED,
    ),
    finding(
        "expression.matches",
        "The rule could not be evaluated: it took too long",
        trigger_id="evaluation_error",
        kind=FindingKind.FAILED,
    ),
)
STOP = Verdict(
    action=Action.STOP,
    reason=VerdictReason.POLICY_EVALUATION,
    bundle_id="house",
    bundle_name="House rules",
    bundle_digest="sha256:" + "e" * 64,
    image_digest=DIGEST,
    tag="registry.example/team/app:1.4",
    mapping="all",
    mapping_index=0,
    policies=(PolicyResult(policy_id="house", name="House policy", action=Action.STOP, rules=6),),
    findings=FOUND,
    problems=(
        BundleProblem(
            path="allowlists[0].items[2]",
            message="expired on 2026-10-01; it no longer accepts anything",
            kind="expired-item",
            is_error=False,
        ),
    ),
    evaluated="2026-11-23T20:09:07.999177+00:00",
    database_built="2026-11-20T06:00:00Z",
)
PASS = msgspec.structs.replace(
    STOP,
    action=Action.GO,
    findings=(),
    problems=(),
    policies=(PolicyResult(policy_id="house", name="House policy", action=Action.GO, rules=6),),
)
WARN = msgspec.structs.replace(STOP, action=Action.WARN, findings=FOUND[2:4], problems=())
ALLOWED = msgspec.structs.replace(
    STOP, action=Action.GO, reason=VerdictReason.WHITELISTED, allowed_image="golden", findings=FOUND[:1]
)
DENIED = msgspec.structs.replace(STOP, reason=VerdictReason.BLACKLISTED, denied_image="never", findings=())
UNMAPPED = msgspec.structs.replace(
    PASS,
    mapping="",
    mapping_index=-1,
    policies=(),
    problems=(BundleProblem(path="mappings", message="has none", kind="no-mapping", is_error=False),),
)
MISTAKEN = msgspec.structs.replace(
    PASS,
    action=Action.STOP,
    problems=(
        BundleProblem(
            path="policies[0].rules[0].gate",
            message="is 'filez'; expected the name of a gate",
            hint="did you mean 'files'?",
            kind="unknown-gate",
        ),
    ),
)

_WILD = WILD.image.name
_WILD_FINDING = Finding(
    gate=_WILD,
    trigger=_WILD,
    message=_WILD,
    action=Action.STOP,
    rule_action=Action.STOP,
    trigger_id=_WILD,
    policy_id=_WILD,
    rule_id=_WILD,
    subject=_WILD,
    vulnerability=_WILD,
    match_id=_WILD,
    recommendation=_WILD,
)
_WILD_VERDICT = Verdict(
    action=Action.STOP,
    reason=VerdictReason.POLICY_EVALUATION,
    bundle_id=_WILD,
    bundle_name=_WILD,
    tag=_WILD,
    mapping=_WILD,
    image_digest=_WILD,
    policies=(PolicyResult(policy_id=_WILD, name=_WILD, action=Action.STOP, rules=1),),
    findings=(
        _WILD_FINDING,
        msgspec.structs.replace(_WILD_FINDING, kind=FindingKind.FAILED, subject="/" + _WILD),
        msgspec.structs.replace(
            _WILD_FINDING,
            action=Action.GO,
            allowance=Allowance(
                allowlist_id=_WILD, allowlist_name=_WILD, item_id=_WILD, expires_on=_WILD, reason=_WILD
            ),
        ),
    ),
    problems=(BundleProblem(path=_WILD, message=_WILD, hint=_WILD, kind=_WILD),),
    evaluated=_WILD,
    database_built=_WILD,
)


def judged(verdict: Verdict, report: object = MATCHED) -> object:
    """The report with this verdict."""
    return msgspec.structs.replace(report, verdict=verdict)


JUDGED = {
    "stop": judged(STOP),
    "pass": judged(PASS, CLEAN),
    "warn": judged(WARN, CLEAN),
    "allowed": judged(ALLOWED),
    "denied": judged(DENIED, CLEAN),
    "unmapped": judged(UNMAPPED, BLIND),
    "mistaken": judged(MISTAKEN, CLEAN),
    "unmatched": judged(STOP, REPORT),
    "wild": judged(_WILD_VERDICT, WILD),
}
