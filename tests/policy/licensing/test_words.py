"""Anchore's triggers about licences, at their edges; their messages are tested with the gate."""

import pytest

from mooring.policy.gates.licenses import GATE
from policy.gate_rules import messages
from policy.matched import judged, licensed


@pytest.mark.parametrize("trigger", ["blacklist_exact_match", "blacklist_partial_match"])
def test_a_package_that_declares_a_word_twice_is_told_once(trigger):
    report = judged(packages=(licensed("a", ("GPL GPL", ""), ("GPL", "")), licensed("a", ("GPL", ""), kind="npm")))

    assert messages(GATE, trigger, report, licenses="GPL")[0].endswith(": a(GPL)")
