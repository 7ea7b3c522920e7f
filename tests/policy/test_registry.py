"""Which gates there are."""

import pytest

from mooring.policy.compiling.retired import RETIRED_GATES
from mooring.policy.registry import all_gates, did_you_mean, trigger_of
from policy.bundles import GATES


def test_every_gate_of_mooring_is_found_by_its_name():
    assert [gate.name for gate in all_gates().gates] == sorted(gate.name for gate in all_gates().gates)
    assert all(all_gates().gate(gate.name.upper()) is gate for gate in all_gates().gates)


def test_gates_and_triggers_are_found_in_any_case_and_by_other_names():
    gate = GATES.gate(" Stuff ")

    assert gate is not None
    assert (gate.name, trigger_of(gate, "CALLED").NAME) == ("things", "named")
    assert (GATES.gate("nothing"), trigger_of(gate, "nothing")) == (None, None)


def test_a_gate_that_has_ended_is_no_gate():
    assert GATES.gate("anchoresec") is None
    assert GATES.retired_gate("AnchoreSec").superseded_by == "vulnerabilities"


def test_what_takes_the_place_of_an_ended_gate_exists():
    missing = {gate.superseded_by for gate in RETIRED_GATES} - set(all_gates().by_name) - {""}

    assert missing - {"dockerfile", "metadata", "files", "licenses", "npms", "packages", "ruby_gems"} == set()


@pytest.mark.parametrize(("word", "hint"), [("thigns", "did you mean 'things'?"), ("xyz", ""), ("t" * 100_000, "")])
def test_a_hint_names_the_nearest_word(word, hint):
    assert hint == did_you_mean(word, ["things", "always"])
