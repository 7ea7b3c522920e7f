"""A pack as a bundle in Anchore's form: a policy for each control that has rules, all for every image.

The rule `4.1/root-user/1` is the first of the check `root-user` in the control 4.1: by it a finding leads back to its control.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from mooring.model.policy import Action, Allowlist, AllowlistItem, Bundle
from mooring.policy.packs.library import STATEMENT, all_checks, checks_of
from mooring.policy.packs.pack import Check, Control, Pack, PackRule
from mooring.policy.reading.bundle import read_bundle

_PLACE = re.compile(r"\{([a-z-]+)\}")
_WAIVERS = "waivers"


class PlannedRule(msgspec.Struct, frozen=True, kw_only=True):
    """A rule as it is judged, with where it comes from."""

    id: str
    rule: PackRule
    params: Mapping[str, str]
    action: Action


class PlannedCheck(msgspec.Struct, frozen=True, kw_only=True):
    """A check of one control, with its settings filled in."""

    name: str
    check: Check
    is_optional: bool
    rules: tuple[PlannedRule, ...]
    """Empty where a setting that it needs was not given."""


def plan_of(control: Control, settings: Mapping[str, str]) -> tuple[PlannedCheck, ...]:
    """The checks of a control, in order."""
    return tuple(_planned(control, name, settings) for name in checks_of(control))


def bundle_of(pack: Pack, settings: Mapping[str, str] | None = None, waivers: Iterable[Allowlist] = ()) -> Bundle:
    """The pack as a bundle; `waivers` hold for every image."""
    return read_bundle(bundle_json(pack, settings, waivers), f"{pack.id}.json").bundle


def bundle_json(pack: Pack, settings: Mapping[str, str] | None = None, waivers: Iterable[Allowlist] = ()) -> bytes:
    """The bundle as a document of the form 1_0: the same bytes for the same pack, settings and waivers."""
    return msgspec.json.format(msgspec.json.encode(document_of(pack, settings or {}, tuple(waivers))), indent=2) + b"\n"


def document_of(pack: Pack, settings: Mapping[str, str], waivers: tuple[Allowlist, ...] = ()) -> dict[str, object]:
    """The bundle as tables and lists."""
    policies = [_policy(control, settings) for control in pack.controls]
    kept = [policy for policy in policies if policy["rules"]]
    lists = [_allowlist(f"{_WAIVERS}-{number}", waiver) for number, waiver in enumerate(waivers, start=1)]
    return {
        "id": f"mooring-{pack.id}",
        "version": "1_0",
        "name": pack.title,
        "comment": comment_of(pack, {str(policy["id"]) for policy in kept}),
        "policies": kept,
        "whitelists": lists or [_allowlist(_WAIVERS, Allowlist(id=_WAIVERS, name="Accepted findings"))],
        "mappings": [
            {
                "id": "every-image",
                "name": "every image",
                "registry": "*",
                "repository": "*",
                "image": {"type": "tag", "value": "*"},
                "policy_ids": [policy["id"] for policy in kept],
                "whitelist_ids": [one["id"] for one in lists] or [_WAIVERS],
            }
        ],
        "whitelisted_images": [],
        "blacklisted_images": [],
    }


def comment_of(pack: Pack, judged: set[str]) -> str:
    """What the bundle covers, and what it leaves to people."""
    left = [control.id for control in pack.controls if control.id not in judged]
    rest = f" No rule judges {', '.join(left)}." if left else ""
    return f"{pack.source}, pack {pack.version}. {STATEMENT} {pack.coverage}{rest}"


def _policy(control: Control, settings: Mapping[str, str]) -> dict[str, object]:
    planned = plan_of(control, settings)
    return {
        "id": control.id,
        "version": "1_0",
        "name": f"{control.id} {control.title}",
        "comment": " ".join(filter(None, (control.description, f"Beyond an image: {control.beyond}" * bool(control.beyond)))),
        "rules": [_rule(control, check, rule) for check in planned for rule in check.rules],
    }  # fmt: skip


def _rule(control: Control, check: PlannedCheck, rule: PlannedRule) -> dict[str, object]:
    return {
        "id": rule.id,
        "gate": rule.rule.gate,
        "trigger": rule.rule.trigger,
        "action": rule.action.value.upper(),
        "params": [{"name": name, "value": value} for name, value in rule.params.items()],
        "recommendation": f"{control.id}: {check.check.remedy}",
    }


def _planned(control: Control, name: str, settings: Mapping[str, str]) -> PlannedCheck:
    check = all_checks()[name]
    is_optional = name in control.optional
    rules: tuple[PlannedRule, ...] = ()
    if not check.settings or any(settings.get(one) for one in check.settings):
        rules = tuple(
            PlannedRule(
                id=f"{control.id}/{name}/{number}",
                rule=rule,
                params=dict(_params(rule, settings)),
                action=_action(control, rule, is_optional=is_optional),
            )
            for number, rule in enumerate(check.rules, start=1)
        )
    return PlannedCheck(name=name, check=check, is_optional=is_optional, rules=rules)


def _action(control: Control, rule: PackRule, *, is_optional: bool) -> Action:
    """What a bundle does where the rule fires. Evidence that may be missing does not stop an image."""
    if rule.is_guard and is_optional:
        return Action.GO
    return max(control.action, rule.action, key=lambda action: action.rank)


def _params(rule: PackRule, settings: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in rule.params.items():
        asked = _PLACE.findall(value)
        if all(settings.get(one) for one in asked):
            yield name, _PLACE.sub(lambda found: settings[found[1]], value)


def _allowlist(identifier: str, allowlist: Allowlist) -> dict[str, object]:
    return {
        "id": identifier,
        "version": "1_0",
        "name": allowlist.name or allowlist.id,
        "items": [_item(item, f"{identifier}-{number}") for number, item in enumerate(allowlist.items, start=1)],
    }


def _item(item: AllowlistItem, identifier: str) -> dict[str, str]:
    fields = {
        "id": item.id or identifier,
        "gate": item.gate,
        "trigger_id": item.trigger_id,
        "expires_on": item.expires_on,
        "vulnerability": item.vulnerability,
        "package": item.package,
        "versions": item.versions,
        "reason": item.reason,
        "owner": item.owner,
    }
    return {name: value for name, value in fields.items() if value}
