"""A verdict as Anchore Engine's PolicyEvaluation: what its API serves, and tools that were written for it read."""

from collections.abc import Iterator

from mooring.model.codec import printable
from mooring.model.policy import Bundle, BundleProblem, ImageRule, ImageSelector, Mapping
from mooring.model.verdict import Finding, Verdict

HEADER = (
    "Image_Id",
    "Repo_Tag",
    "Trigger_Id",
    "Gate",
    "Trigger",
    "Check_Output",
    "Gate_Action",
    "Whitelisted",
    "Policy_Id",
)
"""Columns of the rows; readers go by their place."""
_OURS = frozenset({"no-mapping", "expired-item", "needs-package-index", "empty-policy"})
"""Notes that the old engine does not have: its clients would take them for mistakes of the bundle."""


def anchore_result(
    verdict: Verdict, bundle: Bundle, *, user_id: str = "", document: dict[str, object] | None = None
) -> dict[str, object]:
    """The PolicyEvaluation. `bundle` is the one that was judged by; `document` (its JSON) is repeated in it where it is given."""
    image_id = _bare(verdict.image_id)
    return {
        "user_id": user_id,
        "image_id": image_id,
        "image_digest": verdict.image_digest,
        "tag": verdict.tag,
        "bundle": document or {},
        "status": status(verdict),
        "final_action": verdict.action.value,
        "final_action_reason": verdict.reason.value,
        "matched_mapping_rule": _mapping(bundle, verdict),
        "matched_whitelisted_images_rule": _image_rule(bundle.allowed_images, verdict.allowed_image),
        "matched_blacklisted_images_rule": _image_rule(bundle.denied_images, verdict.denied_image),
        "created_at": verdict.evaluated,
        "last_modified": verdict.evaluated,
        "evaluation_problems": [_problem(one) for one in verdict.problems if one.kind not in _OURS],
        "result": {image_id: {"result": result_table(verdict)}},
        "policy_data": [],
        "policy_name": "",
        "whitelist_data": [],
        "whitelist_names": [],
    }


def check_response(
    verdict: Verdict, bundle: Bundle, *, detail: bool, document: dict[str, object] | None = None
) -> list[dict[str, object]]:
    """The answer of `GET /images/{digest}/check`, without or with the evaluation."""
    details: dict[str, object] = {}
    if detail:
        details = {"result": anchore_result(verdict, bundle), "policy": document or {}}
    evaluation = {
        "detail": details,
        "policyId": verdict.bundle_id,
        "status": status(verdict),
        "last_evaluation": verdict.evaluated,
    }
    return [{verdict.image_digest: {verdict.tag: [evaluation]}}]


def result_table(verdict: Verdict) -> dict[str, object]:
    """Header, rows and final action."""
    rows = list(_rows(verdict))
    return {"header": list(HEADER), "row_count": len(rows), "rows": rows, "final_action": verdict.action.value}


def status(verdict: Verdict) -> str:
    """`pass` or `fail`."""
    return "pass" if verdict.passes else "fail"


def _rows(verdict: Verdict) -> Iterator[list[object]]:
    image_id = _bare(verdict.image_id)
    for finding in verdict.findings:
        yield [
            image_id,
            verdict.tag,
            printable(finding.trigger_id),
            finding.gate,
            finding.trigger,
            printable(finding.message),
            finding.action.value,
            _whitelisted(finding),
            finding.policy_id,
        ]


def _whitelisted(finding: Finding) -> object:
    allowance = finding.allowance
    if allowance is None:
        return False
    return {
        "whitelist_name": allowance.allowlist_name,
        "whitelist_id": allowance.allowlist_id,
        "matched_rule_id": allowance.item_id,
    }


def _problem(problem: BundleProblem) -> dict[str, str]:
    details = f"{problem.path} {problem.message}" if problem.path else f"the bundle {problem.message}"
    severity = "error" if problem.is_error else "warn"
    return {"severity": severity, "problem_type": problem.kind, "details": details}


def _mapping(bundle: Bundle, verdict: Verdict) -> object:
    if not 0 <= verdict.mapping_index < len(bundle.mappings):
        return False
    mapping: Mapping = bundle.mappings[verdict.mapping_index]
    return {
        "id": mapping.id,
        "name": mapping.name,
        **_selector(mapping.image),
        "policy_ids": list(mapping.policy_ids),
        "whitelist_ids": list(mapping.allowlist_ids),
    }


def _image_rule(rules: tuple[ImageRule, ...], name: str) -> object:
    rule = next((one for one in rules if name and name in (one.name, one.id, one.path)), None)
    if rule is None:
        return False
    return {"id": rule.id, "name": rule.name, **_selector(rule.image)}


def _selector(image: ImageSelector) -> dict[str, object]:
    return {
        "registry": image.registry,
        "repository": image.repository,
        "image": {"type": image.kind, "value": image.value},
    }


def _bare(image_id: str) -> str:
    return image_id.removeprefix("sha256:")
