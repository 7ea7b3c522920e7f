"""Compliance in words."""

import pytest

from mooring.model.compliance import Totals
from mooring.reports.controls.words import count_words, headline, score_words, state_words, why_words
from reports.compliance.worlds import ALL, BY_HAND, FAILED, NONE, PARTLY, PASSED, PING, REPORT, UNKNOWN, changed


@pytest.mark.parametrize(
    ("control", "state", "why"),
    [
        (FAILED, "fail", "1 finding, 1 waived"),
        (UNKNOWN, "not gathered", "The Dockerfile copies: not known, since there is none"),
        (PARTLY, "pass (part)", "not looked at: FROM is pinned: not known, since there is no Dockerfile"),
        (PASSED, "pass", ""),
        (changed(PASSED, waived=(PING,), waived_count=1), "pass", "1 finding waived"),
        (BY_HAND, "by hand", "Configuration of TLS."),
        (NONE, "n/a", "the image is in OCI form"),
    ],
)
def test_each_state_has_a_word_and_a_reason(control, state, why):
    assert (state, why) == (state_words(control), why_words(control))


@pytest.mark.parametrize(
    ("totals", "words"),
    [
        (Totals(), "no control of this pack could be checked by a program"),
        (Totals(manual=3), "no control of this pack could be checked by a program"),
        (Totals(passed=1), "1 of 1 control that a program can check passes"),
        (Totals(passed=3, passed_in_part=2, failed=1, not_gathered=2), "3 of 6 controls that a program can check pass, 2 of them in part"),
    ],
)  # fmt: skip
def test_the_score_counts_what_was_not_gathered_as_not_passed(totals, words):
    assert words == score_words(totals)


def test_states_that_nothing_is_in_are_left_out():
    assert ["2 fail", "1 needs evidence by hand"] == count_words(Totals(failed=2, manual=1))


@pytest.mark.parametrize(
    ("report", "word"),
    [
        (REPORT, "FAIL"),
        (ALL["good"], "PASS"),
        (ALL["incomplete"], "INCOMPLETE"),
        (changed(REPORT, totals=Totals(passed=1, not_gathered=1)), "INCOMPLETE"),
        (ALL["nothing"], "NOTHING CHECKED"),
    ],
)
def test_one_word_for_the_whole(report, word):
    assert word == headline(report)
