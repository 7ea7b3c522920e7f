"""Statuses of Ubuntu's tracker with odd notes, as they stand in it."""

import pytest

from mooring.feeds.providers.distributions.deb.ubuntu_status import MAX_NOTE_CHARACTERS, ignored_fix, verdict_of
from mooring.model.advisory import FixState


@pytest.mark.parametrize(
    ("note", "version"),
    [
        ("0.6.21-2ubuntu0.5", "0.6.21-2ubuntu0.5"),
        (" 2:1.4.15-3ubuntu0.4", "2:1.4.15-3ubuntu0.4"),
        ("nova - 2011.2-0ubuntu1.2", "2011.2-0ubuntu1.2"),
        (" (1.58.1+dfsg1~ubuntu1-0ubuntu1", "1.58.1+dfsg1~ubuntu1-0ubuntu1"),
        ("0.27-1+deb7u1, 0.28-1+deb8u1", "0.27-1+deb7u1"),
        ("contained in 2.6.32-313.25 in proposed", "2.6.32-313.25"),
        ("", ""),
        ("see notes", ""),
    ],
)
def test_the_first_version_of_a_note_brought_the_fix(note, version):
    verdict = verdict_of("released", note)

    assert verdict is not None
    assert (version, not version) == (verdict.version, verdict.is_open)


@pytest.mark.parametrize(
    ("note", "state"),
    [
        ("superseded by linux-hwe-5.4", FixState.WONT_FIX),
        ("ESM criteria, was needed", FixState.WONT_FIX),
        ("end of kernel support", FixState.UNKNOWN),
        ("reached end-of-life", FixState.UNKNOWN),
        ("Ubuntu touch end-of-life", FixState.UNKNOWN),
        ("end of standard support, was deferred [2021-06-01]", FixState.NOT_FIXED),
        ("was needs-triage now end-of-life", FixState.NOT_FIXED),
        ("end of life, was ignored [no fix]", FixState.WONT_FIX),
    ],
)
def test_what_ended_is_no_decision(note, state):
    assert state is ignored_fix(note).state


def test_a_note_is_cut():
    assert len(ignored_fix("x" * 10_000).note) < MAX_NOTE_CHARACTERS + 20
