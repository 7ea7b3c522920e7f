"""Bundles as users write them, and one with every gate, trigger and parameter there is, made from what the gates say of themselves."""

import json
from collections.abc import Iterator, Mapping
from functools import cache

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from journeys.advisories import AT_THE_TIME
from journeys.running import inside
from mooring.policy.gate import Gate, Trigger, parameters_of
from mooring.policy.registry import all_gates

ONE_OF: Mapping[str, Mapping[str, str]] = {
    "expression.cel": {"for_each": "package"},
    "image.base_image": {"allowed": "registry.example/base:*"},
    "image.exposed_ports": {"denied": "22"},
    "metadata.attribute": {"value": "10"},
    "packages.metadata": {"name": "libssl3"},
    "vulnerabilities.epss": {"score": "0.5"},
    "vulnerabilities.age": {"max_days_since_published": "30"},
}
"""Of several parameters of these one must be given, though none of them is required by itself."""
NOT_TOGETHER = {
    ("expression.cel", "for_each", "image"): "the example is about an item, which there is only with for_each",
}
"""Values that do not go with the others."""
TRUSTED_ROOT = json.dumps({"tlogs": [{"publicKey": {"rawBytes": ""}}]})


def bundle(*rules: Mapping[str, object], **more: object) -> dict[str, object]:
    """A bundle of one policy for every image."""
    return {
        "id": "b",
        "name": "bundle",
        "version": "1_0",
        "policies": [{"id": "p", "name": "policy", "version": "1_0", "rules": list(rules)}],
        "whitelists": [],
        "mappings": [mapping()],
        **more,
    }


def mapping(
    name: str = "all", registry: str = "*", repository: str = "*", tag: str = "*", **more: object
) -> dict[str, object]:
    """A mapping to the policy of `bundle`."""
    where = {"registry": registry, "repository": repository, "image": {"type": "tag", "value": tag}}
    return {"id": name, "name": name, **where, "policy_ids": ["p"], "whitelist_ids": [], **more}


def rule(name: str, action: str = "STOP", /, *, rule_id: str = "r", **params: str) -> dict[str, object]:
    """A rule `gate.trigger`."""
    gate, _, trigger = name.partition(".")
    given = [{"name": key, "value": value} for key, value in params.items()]
    return {"id": rule_id, "gate": gate, "trigger": trigger, "action": action, "params": given}


def written(folder, document, name="bundle.json"):
    """The name of a file that holds the document."""
    (folder / name).write_text(document if isinstance(document, str) else json.dumps(document))
    return name


def policy(folder, *arguments, extra=AT_THE_TIME, **given):
    """`mooring policy …` when the advisories of the tests were new."""
    return inside("policy", *arguments, folder=folder, extra=extra, **given)


def verdict(folder, reference, document, *arguments):
    """The verdict of `policy check`, as JSON has it; whatever it is."""
    name = written(folder, document)
    ended = policy(folder, "check", reference, "--bundle", name, "-q", "-o", "json", *arguments)
    assert ended.code in (0, 1, 3), ended.messages
    return json.loads(ended.out)["verdict"]


def every_rule() -> list[dict[str, object]]:
    """For every trigger: a rule with what it requires alone, one for each value of each parameter, one with all parameters."""
    shapes = [
        (f"{gate.name}.{trigger.NAME}", values)
        for gate in all_gates().gates
        for trigger in gate.triggers
        for values in _values(gate, trigger)
    ]
    return [rule(name, rule_id=f"r{number}", **values) for number, (name, values) in enumerate(shapes)]


def _values(gate: Gate, trigger: type[Trigger]) -> Iterator[dict[str, str]]:
    name = f"{gate.name}.{trigger.NAME}"
    usable = {parameter: usable_values(name, parameter, trigger) for parameter in parameters_of(trigger)}
    required = {parameter for parameter, (_, _, is_needed) in parameters_of(trigger).items() if is_needed}
    base = {**{one: usable[one][0] for one in usable if one in required}, **ONE_OF.get(name, {})}
    yield base
    for parameter, values in usable.items():
        for value in values:
            if (name, parameter, value) not in NOT_TOGETHER:
                yield {**base, parameter: value}
    yield {**{one: values[0] for one, values in usable.items()}, **base}


def usable_values(name: str, parameter: str, trigger: type[Trigger]) -> list[str]:
    """Every choice, or the example; empty texts where there is none."""
    if parameter == "keys":
        return [public_key()]
    if parameter == "trusted_root":
        return [TRUSTED_ROOT]
    _, described, _ = parameters_of(trigger)[parameter]
    first = described.example or next(iter(described.kind.choices), "")
    return [first, *(choice for choice in described.kind.choices if choice != first)]


@cache
def public_key() -> str:
    """A public key that signs nothing."""
    key = ec.derive_private_key(7, ec.SECP256R1()).public_key()
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
