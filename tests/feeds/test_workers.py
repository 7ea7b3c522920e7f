"""Parsing in other processes: in order, and without hiding how one ended."""

import os
import signal

import pytest

from mooring.base.errors import OutputError
from mooring.feeds.spool import ParseOutcome
from mooring.feeds.workers import outcomes


def job(number):
    def work(spool):
        spool.write_bytes(str(number).encode())
        return ParseOutcome(items=number)

    return work


@pytest.mark.parametrize("processes", [0, 1, 2, 5])
def test_results_come_in_the_order_of_the_jobs(tmp_path, processes):
    found = [
        (outcome.items, spool.read_bytes())
        for outcome, spool in outcomes([job(n) for n in range(4)], tmp_path, processes)
    ]

    assert found == [(number, str(number).encode()) for number in range(4)]


def test_a_process_that_is_killed_is_a_problem_of_its_feed(tmp_path):
    def killed(spool):
        os.kill(os.getpid(), signal.SIGKILL)
        return ParseOutcome()

    first, second = [outcome for outcome, _ in outcomes([killed, job(1)], tmp_path, 1)]

    assert "ended early (signal 9)" in first.problem
    assert second.items == 1


def test_a_bug_in_a_feed_keeps_its_traceback(tmp_path):
    def buggy(spool):
        raise KeyError("the bug")

    with pytest.raises(RuntimeError, match="the bug"):
        list(outcomes([buggy], tmp_path, 1))


def test_a_disk_without_room_is_nobodys_bug(tmp_path):
    def full(spool):
        raise OutputError("what was read of a feed could not be written: no space left on device")

    with pytest.raises(OutputError, match="could not be written: no space left"):
        list(outcomes([full], tmp_path, 1))
