"""What gates there are: as the JSON of Anchore's `policy_spec`, and as text for people. Both come from the gates themselves."""

import textwrap
from collections.abc import Iterator

from mooring.base.errors import UsageError
from mooring.policy.compiling.retired import RetiredGate
from mooring.policy.gate import Gate, State, Trigger, parameters_of
from mooring.policy.parameter import Parameter, ParameterKind
from mooring.policy.registry import Registry, all_gates, did_you_mean, trigger_of, triggers_of

_VALIDATORS = {
    "string": "type",
    "boolean": "BooleanString",
    "integer": "IntegerString",
    "float": "FloatString",
    "comma-list": "CommaDelimitedStringList",
    "comma-numbers": "CommaDelimitedStringOfNumbers",
    "one-of": "EnumString",
    "regex": "RegexValidator",
}
"""Our kinds of parameters, in the words of Anchore's validators."""
_MIN_WIDTH = 40
_ORDER = (State.ACTIVE, State.DEPRECATED, State.END_OF_LIFE)


def spec(gates: Registry | None = None) -> list[dict[str, object]]:
    """Every gate, trigger and parameter as `policy_spec` serves them, those that have ended included: sorted by state, then name."""
    registry = gates or all_gates()
    living = sorted(registry.gates, key=lambda gate: (_ORDER.index(gate.state), gate.name))
    ended = sorted(registry.retired.values(), key=lambda gate: gate.name)
    return [*map(_gate, living), *map(_retired, ended)]


def describe_text(
    gate: str = "", trigger: str = "", *, width: int = 100, gates: Registry | None = None
) -> tuple[str, ...]:
    """Lines for people: a list of all gates; of one gate all of it; of one trigger its parameters. Raises UsageError at unknown names."""
    registry = gates or all_gates()
    width = max(width, _MIN_WIDTH)
    if not gate:
        return tuple(_list_of_gates(registry, width))
    found = registry.gate(gate)
    if found is None:
        ended = registry.retired_gate(gate)
        if ended is not None:
            return tuple(_ended_lines(ended))
        raise UsageError(f"there is no gate {gate[:100]!r}", hint=did_you_mean(gate, registry.by_name) or None)
    if not trigger:
        return tuple(_gate_lines(found, width))
    kind = trigger_of(found, trigger)
    if kind is None:
        raise UsageError(
            f"the gate {found.name!r} has no trigger {trigger[:100]!r}",
            hint=did_you_mean(trigger, triggers_of(found)) or None,
        )
    return tuple(_trigger_lines(found, kind, width))


def _gate(gate: Gate) -> dict[str, object]:
    triggers = sorted(gate.triggers, key=lambda one: (_ORDER.index(one.STATE), one.NAME))
    return {
        "name": gate.name,
        "description": gate.description,
        "state": gate.state.value,
        "superceded_by": gate.superseded_by or None,
        "triggers": [_trigger(trigger) for trigger in triggers],
    }


def _trigger(trigger: type[Trigger]) -> dict[str, object]:
    return {
        "name": trigger.NAME,
        "description": trigger.DESCRIPTION,
        "state": trigger.STATE.value,
        "superceded_by": None,
        "parameters": [
            _parameter(name, parameter, is_required=is_required)
            for name, (_, parameter, is_required) in parameters_of(trigger).items()
        ],
    }


def _parameter(name: str, parameter: Parameter, *, is_required: bool) -> dict[str, object]:
    return {
        "name": name,
        "description": parameter.help,
        "example": parameter.example or None,
        "state": State.ACTIVE.value,
        "superceded_by": None,
        "required": is_required,
        "validator": _validator(parameter.kind),
    }


def _validator(kind: ParameterKind) -> dict[str, object]:
    return {
        "description": kind.description,
        "criteria": dict(kind.schema) or {"type": "string"},
        "type": _VALIDATORS.get(kind.name, kind.name),
    }


def _retired(gate: RetiredGate) -> dict[str, object]:
    state, successor = State.END_OF_LIFE.value, gate.stated_successor or gate.superseded_by or None
    return {
        "name": gate.name,
        "description": "Has ended: rules of this gate do nothing.",
        "state": state,
        "superceded_by": successor,
        "triggers": [
            {
                "name": name,
                "description": "Has ended.",
                "state": state,
                "superceded_by": None,
                "parameters": [],
            }
            for name in gate.triggers
        ],
    }


def _list_of_gates(registry: Registry, width: int) -> Iterator[str]:
    for gate in registry.gates:
        yield gate.name
        yield from _wrapped(gate.description, width, 2)
        yield from _wrapped("triggers: " + ", ".join(trigger.NAME for trigger in gate.triggers), width, 2)


def _gate_lines(gate: Gate, width: int) -> Iterator[str]:
    yield gate.name
    yield from _wrapped(gate.description, width, 2)
    if gate.aliases:
        yield from _wrapped("also: " + ", ".join(gate.aliases), width, 2)
    for trigger in gate.triggers:
        yield ""
        yield from _trigger_lines(gate, trigger, width)


def _trigger_lines(gate: Gate, trigger: type[Trigger], width: int) -> Iterator[str]:
    yield f"{gate.name}.{trigger.NAME}"
    yield from _wrapped(trigger.DESCRIPTION, width, 2)
    if trigger.ALIASES:
        yield from _wrapped("also: " + ", ".join(trigger.ALIASES), width, 2)
    for name, (_, parameter, is_required) in parameters_of(trigger).items():
        yield f"  {name} ({'required' if is_required else 'optional'}; {_lowered(parameter.kind.description)})"
        yield from _wrapped(parameter.help, width, 4)
        if parameter.example:
            yield from _wrapped(f"for instance {parameter.example}", width, 4)
        if parameter.aliases:
            yield from _wrapped("also: " + ", ".join(parameter.aliases), width, 4)


def _ended_lines(gate: RetiredGate) -> Iterator[str]:
    yield gate.name
    yield "  Has ended: rules of this gate do nothing."
    if gate.superseded_by:
        yield f"  Use the gate {gate.superseded_by!r}."


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _wrapped(text: str, width: int, indent: int) -> Iterator[str]:
    margin = " " * indent
    yield from textwrap.wrap(text, width, initial_indent=margin, subsequent_indent=margin, break_on_hyphens=False)
