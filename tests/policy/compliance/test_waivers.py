"""Files of waivers: bundles of which only the allowlists count."""

import pytest

from mooring.base.errors import BadBundle
from mooring.policy.compliance.waivers import read_waivers, waivers_for
from policy.compliance.worlds import REPORT, called, evidence_of

ALONE = b"allowlists:\n- id: ours\n  version: 1_0\n  items:\n  - {id: a, vulnerability: CVE-2025-1}\n"
ITEMS = b'"whitelists": [{"id": "a", "version": "1_0", "items": []}, {"id": "b", "version": "1_0", "items": []}]'
MAPPED = (
    b'{"id": "x", "version": "1_0", "policies": [{"id": "p", "version": "1_0", "rules": []}], "mappings": ['
    b'{"id": "m", "name": "team", "registry": "registry.example", "repository": "team/*", "image": {"type": "tag", "value": "*"},'
    b' "policy_ids": ["p"], "whitelist_ids": ["b"]}], ' + ITEMS + b"}"
)


def read(content: bytes, name: str = "waivers.yaml"):
    return read_waivers(content, name, max_bytes=10_000)


def test_a_file_needs_nothing_but_allowlists():
    [allowlist] = waivers_for(read(ALONE), evidence_of())

    assert ("ours", "CVE-2025-1") == (allowlist.id, allowlist.items[0].vulnerability)


def test_of_a_bundle_with_mappings_those_for_the_image_count():
    """What is accepted for one team's images is not accepted for all."""
    waivers = read(MAPPED, "bundle.json")

    assert ["b"] == [one.id for one in waivers_for(waivers, evidence_of())]
    assert () == waivers_for(waivers, evidence_of(called("registry.example/other/app:1")(REPORT)))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"- a", "is a list"),
        (b"id: x", "has no allowlists"),
        (b"allowlist:\n- id: a\n", "allowlist is an unknown key"),
        (ALONE.replace(b"vulnerability: CVE-2025-1", b"trigger_id: x"), "has no 'gate'"),
        (ALONE.replace(b"CVE-2025-1}", b"CVE-2025-1, expires_on: tomorrow}"), "expires_on"),
        (MAPPED.replace(b'["b"]', b'["c"]'), "mappings"),
        (b"x" * 10_001, "the limit is"),
    ],
)
def test_a_mistake_is_refused_with_its_place(content, message):
    with pytest.raises(BadBundle, match=message.replace("[", r"\[")):
        read(content)
