"""What gates there are, for programs and people."""

import jsonschema
import pytest

from mooring.base.errors import UsageError
from mooring.policy.compiling.retired import RETIRED_GATES
from mooring.policy.describe import describe_text, spec
from policy.bundles import GATES

NAMED = {"type": "string"}
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": ["name", "description", "state", "superceded_by", "triggers"],
        "properties": {
            "name": NAMED,
            "description": {"type": "string", "minLength": 1},
            "state": {"enum": ["active", "deprecated", "eol"]},
            "superceded_by": {"type": ["string", "null"]},
            "triggers": {
                "type": "array",
                "minItems": 1,
                "items": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["name", "description", "state", "superceded_by", "parameters"],
                    "properties": {
                        "name": NAMED,
                        "description": {"type": "string", "minLength": 1},
                        "state": NAMED,
                        "superceded_by": {"type": ["string", "null"]},
                        "parameters": {
                            "type": "array",
                            "items": {
                                "type": "object",
                                "additionalProperties": False,
                                "required": [
                                    "name",
                                    "description",
                                    "example",
                                    "state",
                                    "superceded_by",
                                    "required",
                                    "validator",
                                ],
                                "properties": {
                                    "name": NAMED,
                                    "description": {"type": "string", "minLength": 1},
                                    "example": {"type": ["string", "null"]},
                                    "state": NAMED,
                                    "superceded_by": {"type": "null"},
                                    "required": {"type": "boolean"},
                                    "validator": {
                                        "type": "object",
                                        "additionalProperties": False,
                                        "required": ["description", "criteria", "type"],
                                        "properties": {
                                            "description": NAMED,
                                            "criteria": {"type": "object"},
                                            "type": NAMED,
                                        },
                                    },
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}


def test_the_gates_of_mooring_are_served_as_anchore_serves_them():
    jsonschema.validate(spec(), SCHEMA)


def test_gates_are_in_order_of_state_and_name_and_those_that_have_ended_are_last():
    found = [(gate["state"], gate["name"]) for gate in spec()]

    assert found == sorted(found)
    assert [name for state, name in found if state == "eol"] == sorted(gate.name for gate in RETIRED_GATES)


def test_an_ended_gate_says_what_takes_its_place_in_the_words_of_anchore():
    ended = {gate["name"]: gate for gate in spec(GATES)}

    assert ended["anchoresec"]["superceded_by"] == "vulnerabilities"
    assert ended["gemcheck"]["superceded_by"] == "gems"
    assert ended["pkgdiff"]["superceded_by"] is None
    assert [trigger["name"] for trigger in ended["imagecheck"]["triggers"]] == ["baseoutofdate"]


def test_a_parameter_describes_itself():
    things = next(gate for gate in spec(GATES) if gate["name"] == "things")
    named = next(trigger for trigger in things["triggers"] if trigger["name"] == "named")

    names, severity, *_ = named["parameters"]
    assert (names["required"], names["example"], names["validator"]["type"]) == (
        True,
        "bash,tar",
        "CommaDelimitedStringList",
    )
    assert severity["validator"]["criteria"] == {"type": "string", "enum": ["low", "high"]}
    assert [parameter["name"] for parameter in named["parameters"]] == ["names", "severity", "pattern", "loud"]


def test_people_get_gates_then_triggers_then_parameters():
    everything = "\n".join(describe_text(gates=GATES))
    gate, trigger = describe_text("STUFF", gates=GATES), describe_text("things", "called", gates=GATES)

    assert "things" in everything
    assert "triggers: named, flawed, secret, broken" in everything
    assert {"things.named", "things.broken"} <= set(gate)
    assert trigger[0] == "things.named"
    assert "  names (required; values joined by commas)" in trigger
    assert "    also: package_names" in trigger


@pytest.mark.parametrize("width", [0, 40, 80])
def test_lines_fit_the_width(width):
    assert all(len(line) <= max(width, 40) for line in describe_text(gates=GATES, width=width))


def test_unknown_names_are_told_with_the_nearest():
    with pytest.raises(UsageError, match="no gate 'thigns'") as wrong_gate:
        describe_text("thigns", gates=GATES)
    with pytest.raises(UsageError, match="no trigger 'nmaed'") as wrong_trigger:
        describe_text("things", "nmaed", gates=GATES)

    assert (wrong_gate.value.hint, wrong_trigger.value.hint) == ("did you mean 'things'?", "did you mean 'named'?")


def test_a_gate_that_has_ended_says_what_to_use():
    assert describe_text("filecheck", gates=GATES)[-1] == "  Use the gate 'files'."
