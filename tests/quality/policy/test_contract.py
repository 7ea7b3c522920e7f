"""Messages and trigger ids are Anchore's to the letter: allowlists of years name them."""

import ast
import json
import tomllib
from pathlib import Path

import pytest

from journeys.policies import bundle, rule
from mooring.model.verdict import FindingKind
from mooring.policy.compile import compile_bundle
from mooring.policy.evaluate import evaluate
from mooring.policy.gate import trigger_id
from mooring.policy.reading.bundle import read_bundle
from mooring.policy.registry import all_gates, trigger_of
from quality.policy.worlds import WORLDS

ROOT = Path(__file__).resolve().parents[3]
CONTRACT = tomllib.loads((Path(__file__).parent / "contract.toml").read_text())
MESSAGES = CONTRACT["message"]
TRIGGERS = {
    "always": "always",
    "dockerfile": "instruction effective_user exposed_ports no_dockerfile_provided",
    "files": "content_regex_match name_match attribute_match suid_or_guid_set",
    "licenses": "blacklist_exact_match blacklist_partial_match",
    "malware": "scans scan_not_run",
    "metadata": "attribute",
    "npms": "newer_version_in_feed unknown_in_feeds version_not_in_feeds blacklisted_name_version feed_data_unavailable",
    "packages": "required_package verify blacklist",
    "passwd_file": "content_not_available blacklist_usernames blacklist_userids blacklist_groupids blacklist_shells blacklist_full_entry",
    "retrieved_files": "content_not_available content_regex",
    "ruby_gems": "newer_version_found_in_feed not_found_in_feed version_not_found_in_feed blacklist feed_data_unavailable",
    "secret_scans": "content_regex_checks",
    "vulnerabilities": "package stale_feed_data vulnerability_data_unavailable blacklist",
}
"""The thirteen gates of Anchore Engine."""


def judged(row):
    document = json.dumps(bundle(rule(row["rule"], **row.get("params", {}))))
    compiled = compile_bundle(read_bundle(document.encode(), "bundle.json"))
    assert [one for one in compiled.strict_problems if one.is_error] == []
    return evaluate(compiled, WORLDS[row.get("world", "whole")]())


@pytest.mark.parametrize("row", MESSAGES, ids=lambda row: f"{row['rule']} {row['message'][:60]}")
def test_a_message_and_its_id_are_to_the_letter(row):
    findings = judged(row).findings

    found = [finding for finding in findings if finding.message == row["message"]]
    assert found, [finding.message for finding in findings]
    [finding] = found
    assert finding.kind is FindingKind.FIRED
    assert (row.get("id") or trigger_id(finding.gate, finding.trigger, row["message"])) == finding.trigger_id
    assert not row.get("alone") or len(findings) == 1, [one.message for one in findings]


def test_every_trigger_of_anchore_has_its_message_here():
    registry = all_gates()
    told = {
        (gate.name, trigger.NAME)
        for row in MESSAGES
        if (gate := registry.gate(row["rule"].partition(".")[0])) is not None
        and (trigger := trigger_of(gate, row["rule"].partition(".")[2])) is not None
    }

    assert {(gate, name) for gate, names in TRIGGERS.items() for name in names.split()} <= told


def test_every_proof_that_is_named_exists():
    missing = []
    for proof in CONTRACT["proof"]:
        place, _, name = proof["by"].partition("::")
        tree = ast.parse((ROOT / place).read_text()) if (ROOT / place).is_file() else ast.Module([], [])
        if all(not isinstance(one, ast.FunctionDef) or one.name != name for one in tree.body):
            missing.append(proof["by"])

    assert missing == []
