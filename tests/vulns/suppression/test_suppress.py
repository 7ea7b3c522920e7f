"""Exceptions and VEX together."""

import pytest

from mooring.base.errors import UsageError
from mooring.model.match import SuppressedBy, Suppression
from mooring.model.vex import VexStatus
from mooring.vulns.suppression.suppress import Statements, load_statements
from vulns.suppression.small import DIGEST, SSL, judged, match_of, problems, replace, rule, statement

VEX = statement(VexStatus.NOT_AFFECTED, DIGEST)


def test_both_are_named_and_what_matching_said_stays_first():
    by_rule = Suppression(by=SuppressedBy.HARMLESS, statement="kernel headers")
    match = replace(match_of(SSL), suppressions=(by_rule,))

    found = judged(match, rules=(rule(vulnerabilities=("CVE-2024-1",)),), vex=(VEX,))

    assert [one.by for one in found.matches[0].suppressions] == [
        SuppressedBy.HARMLESS,
        SuppressedBy.EXCEPTION,
        SuppressedBy.VEX,
    ]


def test_an_expired_exception_that_vex_replaces_counts_nothing_again():
    old = rule(vulnerabilities=("CVE-2024-1",), expires="2026-01-01")

    (said,) = problems(judged(match_of(SSL), rules=(old,), vex=(VEX,)))

    assert "nothing in this image counts again" in said


def test_without_statements_nothing_changes():
    match = match_of(SSL)

    assert judged(match).matches[0] is match


def test_a_match_of_a_package_that_is_lost_stays_as_it_is():
    match = replace(match_of(SSL), package="gone")

    assert judged(match, vex=(VEX,)).matches == (match,)


def test_files_are_read_in_order_and_each_once(tmp_path):
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"
    first.write_text("exceptions: [{id: A, package: x, reason: r}]")
    second.write_text("exceptions: [{id: B, package: x, reason: r}]")
    vex = tmp_path / "vex.json"
    vex.write_text(
        '{"@context": "https://openvex.dev/ns/v0.2.0", "author": "a", "statements": '
        '[{"vulnerability": {"name": "CVE-1-1"}, "status": "fixed", "products": [{"@id": "pkg:npm/x"}]}]}'
    )

    found = load_statements(exceptions=[second, first, second], vex=[vex, vex])

    assert [one.id for one in found.exceptions] == ["B", "A"]
    assert [one.origin for one in found.vex] == [str(vex)]
    assert load_statements(exceptions=[], vex=[]) == Statements()


def test_nothing_is_applied_from_half_a_set_of_files(tmp_path):
    good, bad = tmp_path / "a.yaml", tmp_path / "b.yaml"
    good.write_text("exceptions: [{id: A, package: x, reason: r}]")
    bad.write_text("exceptions: [{id: B, package: x}]")

    with pytest.raises(UsageError, match="b.yaml"):
        load_statements(exceptions=[good, bad], vex=[])
