"""What every reader promises, whatever it is handed."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from contracts.example_paths import example_paths
from mooring.scan.dispatch import Dispatch
from mooring.scan.readers import FAMILIES, all_readers

TESTS = Path(__file__).parents[1]
READERS = all_readers()


def test_no_two_readers_have_one_name():
    assert [name for name, count in Counter(reader.name for reader in READERS).items() if count > 1] == []


def test_every_reader_says_what_it_reads():
    assert [
        reader.name for reader in READERS if not reader.summary or reader.summary.endswith(".") or reader.version < 1
    ] == []


def test_every_claim_wants_something_and_is_read_somewhere():
    lost = [
        reader.name
        for reader in READERS
        if not (claim := reader.claim).in_images | claim.in_directories
        or not (claim.names or claim.suffixes or claim.folders or claim.paths or claim.magics)
    ]

    assert lost == []


def test_every_claim_lets_a_path_through():
    assert [reader.name for reader in READERS if not example_paths(reader)] == []


def test_the_dispatch_hands_each_reader_the_paths_that_its_claim_wants():
    dispatch = Dispatch(READERS, 1 << 20)
    missed = [
        (reader.name, path)
        for reader in READERS
        for path in example_paths(reader)
        if reader.wants(path)
        and reader.name not in {one.reader.name for one in dispatch(path.encode(), b"....", 1 << 20) or ()}
    ]

    assert missed == []


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_suffixes_and_paths_are_written_as_the_dispatch_compares_them(reader):
    claim = reader.claim

    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in claim.suffixes)
    assert not any(path.startswith("/") or path.endswith("/") for path in (*claim.paths, *claim.folders))
    assert not any("/" in name for name in claim.names)
    assert all(len(magic) in (2, 4) for magic in claim.magics)


@pytest.mark.parametrize("family", FAMILIES)
def test_nothing_hostile_makes_a_reader_fail_hang_or_grow(family):
    """In a process of its own: 1.5 GiB of address space for the family, 20 seconds for a call."""
    program = [sys.executable, "-W", "error", "-m", "contracts.hostile_reading", family]

    done = subprocess.run(
        program, cwd=TESTS, env=os.environ | {"PYTHONPATH": str(TESTS)}, capture_output=True, text=True, timeout=500
    )

    assert (done.returncode, done.stderr[-2000:]) == (0, "")
    assert json.loads(done.stdout) == []
