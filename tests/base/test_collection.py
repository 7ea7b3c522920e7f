"""The search for cycles rests where it is told to, and no longer."""

import contextlib
import gc

from mooring.base.collection import no_cycle_search


def test_the_search_rests_inside_and_goes_on_after_an_error():
    seen = []
    with contextlib.suppress(ValueError), no_cycle_search():
        seen.append(gc.isenabled())
        raise ValueError

    assert [False, True] == [*seen, gc.isenabled()]


def test_what_rested_before_rests_after():
    with no_cycle_search():
        with no_cycle_search():
            pass
        rests = not gc.isenabled()

    assert rests
