"""What rows say about versions: loose bounds, foreign schemes, unknown epochs, many names."""

from pathlib import Path

import pytest

from mooring.model.advisory import Affected, VersionRange
from mooring.model.distro import Distro
from mooring.model.match import Confidence
from mooring.vulns.match import MatchOptions, trace
from mooring.vulns.matching.judge import Shelf
from mooring.vulns.matching.statements import Keys
from vulns.world import NOW, SOURCE, advisory, below, database_of, every, findings, inventory, package, pairs

RHEL = Distro(id="rhel", version_id="9")


def test_a_bound_that_is_no_version_is_compared_loosely(tmp_path: Path):
    database = database_of(tmp_path, advisory("PYSEC-1", below("pypi", "a", "2.0-release_3")))

    old, new = (findings(inventory(package("pypi", "a", version)), database) for version in ("1.9", "2.1"))

    assert ([("a", "PYSEC-1")], []) == (pairs(old), pairs(new))
    assert (Confidence.LIKELY, "loose") == (old.matches[0].confidence, old.matches[0].reasons[0].scheme)
    assert ["the range is not written in the ecosystem's form of versions and was compared loosely"] == list(
        old.matches[0].reasons[0].notes
    )


def test_why_a_loose_bound_does_not_hold_is_told(tmp_path: Path):
    database = database_of(tmp_path, advisory("PYSEC-1", below("pypi", "a", "2.0-release_3")))

    kinds = [
        trace(inventory(package("pypi", "a", version)), database, MatchOptions(), ["PYSEC-1"], now=NOW)[0].kind.value
        for version in ("2.1", "no version")
    ]

    assert ["fixed", "not-comparable"] == kinds


def test_a_row_may_have_an_order_of_its_own(tmp_path: Path):
    database = database_of(tmp_path, advisory("GHSA-1", below("npm", "a", "1.0.post2", scheme="pep440")))

    found = [
        trace(inventory(package("npm", "a", v)), database, MatchOptions(), ["GHSA-1"], now=NOW)[0]
        for v in ("1.0.post1", "1.0.post3")
    ]

    assert [("matched", "pep440"), ("fixed", "pep440")] == [(each.kind.value, each.reason.scheme) for each in found]


@pytest.mark.parametrize(
    ("version", "is_affected"), [("1.5-1", True), ("2.0-1", False), ("0.5-1", False), ("1.9-9", True)]
)
def test_epochs_that_are_not_known_are_left_out_at_both_ends(tmp_path: Path, version: str, is_affected: bool):
    row = Affected(
        namespace="rhel:9",
        name="perl",
        name_kind=SOURCE,
        ranges=(VersionRange(low="4:1.0-1", high="4:2.0-1"),),
        versions=("4:1.9-9",),
    )
    carp = package("rpm", "perl-Carp", "9-1", source_name="perl", source_version=version, found_by="rpm")
    database = database_of(tmp_path, advisory("CVE-2024-1", row))

    assert is_affected is bool(pairs(findings(inventory(carp, distro=RHEL), database)))


@pytest.mark.parametrize(
    ("version", "kind"), [("1-1", "matched"), ("9-1", "fixed"), ("5-1", "matched"), ("3-1", "matched")]
)
def test_a_range_that_changes_the_epoch_is_read_in_favour_of_the_flaw(tmp_path: Path, version: str, kind: str):
    """1-1 is below the range with epoch 0, and inside of it with epoch 1."""
    row = Affected(namespace="rhel:9", name="a", name_kind=SOURCE, ranges=(VersionRange(low="3-1", high="1:6-1"),))
    found = package("rpm", "a-libs", "8-2", source_name="a", source_version=version, found_by="rpm")
    database = database_of(tmp_path, advisory("CVE-2024-1", row))

    decisions = trace(inventory(found, distro=RHEL), database, MatchOptions(), ["CVE-2024-1"], now=NOW)

    assert kind == decisions[0].kind.value


def test_a_scheme_of_a_later_time_gives_no_key():
    assert b"" == Keys().of("no such scheme", "1.0")


def test_clearing_some_architectures_clears_no_package_without_one(tmp_path: Path):
    rows = [
        advisory("CVE-2024-1", every("rhel:9", "a"), feed="x"),
        advisory("CVE-2024-1", every("rhel:9", "a", is_negative=True, architectures=("s390x",)), feed="y"),
    ]
    database = database_of(tmp_path, *rows)

    found = [
        bool(pairs(findings(inventory(package("rpm", "a", "1", architecture=machine), distro=RHEL), database)))
        for machine in ("", "s390x", "x86_64")
    ]

    assert [True, False, True] == found


def test_names_are_remembered_while_there_is_room():
    class Nothing:
        asked = 0

        def rows(self, _namespace: str, _name: str) -> tuple[()]:
            self.asked += 1
            return ()

    nothing = Nothing()
    shelf = Shelf(nothing, 100)

    assert {()} == {tuple(shelf.rows("npm", f"p{number % 50_001}")) for number in range(50_002)}
    assert 50_002 == nothing.asked
