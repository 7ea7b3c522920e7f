"""Triggers about exploited vulnerabilities and malicious packages."""

import msgspec
import pytest

from mooring.model.advisory import AdvisoryKind
from mooring.model.match import Exploitation, Vulnerability
from mooring.policy.gates.vulnerabilities import GATE
from policy.gate_rules import failure, fired, messages
from policy.matched import DATABASE, LODASH, OPENSSL, judged, match

LISTED = Vulnerability(
    id="CVE-2021-44228",
    aliases=("GHSA-jfh8-c2jp-5v3q",),
    exploited=(Exploitation(source="cisa", added="2026-11-13", due="2026-11-22", used_by_ransomware=True),),
)
REPORT = judged(match(LISTED, LODASH), match("CVE-2024-1", OPENSSL))


def test_an_exploited_vulnerability_fires_with_what_the_catalogue_says():
    found = fired(GATE, "kev_list", REPORT)

    assert [
        "CVE-2021-44228 in lodash 4.17.15 is known to be exploited (cisa, listed 2026-11-13, due 2026-11-22, used by ransomware)"
    ] == [one.message for one in found]
    assert ["CVE-2021-44228+lodash+kev_list"] == [one.trigger_id for one in found]
    assert "GHSA-jfh8-c2jp-5v3q+lodash+kev_list" in found[0].other_ids


@pytest.mark.parametrize(
    ("params", "fires"),
    [
        ({"package_type": "non-os"}, True),
        ({"package_type": "os"}, False),
        ({"severity": "critical"}, False),
        ({"fix_available": "true"}, False),
        ({"package_path_exclude": "/app/.*"}, False),
        ({"vendor_only": "true"}, True),
        ({"ransomware_only": "true"}, True),
        ({"overdue_only": "true"}, True),
        ({"max_days_since_listed": "10"}, True),
        ({"max_days_since_listed": "11"}, False),
    ],
)
def test_what_fires_can_be_chosen(params, fires):
    assert fires == bool(messages(GATE, "kev_list", REPORT, **params))


def test_an_entry_without_days_is_old_and_overdue_and_not_known_to_be_used_by_ransomware():
    bare = msgspec.structs.replace(LISTED, exploited=(Exploitation(source="cisa"),))
    report = judged(match(bare, LODASH))

    assert ["CVE-2021-44228 in lodash 4.17.15 is known to be exploited (cisa)"] == messages(
        GATE, "kev_list", report, max_days_since_listed="10", overdue_only="true"
    )
    assert [] == messages(GATE, "kev_list", report, ransomware_only="true")


def test_an_entry_that_is_due_today_is_not_overdue():
    due = msgspec.structs.replace(LISTED, exploited=(Exploitation(source="cisa", due="2026-11-23"),))

    assert [] == messages(GATE, "kev_list", judged(match(due, LODASH)), overdue_only="true")


def test_without_the_catalogue_the_rule_cannot_be_evaluated():
    bare = msgspec.structs.replace(DATABASE, feeds=DATABASE.feeds[:1])

    assert "holds no catalogue of exploited vulnerabilities" in failure(GATE, "kev_list", judged(database=bare))


def test_a_malicious_package_fires():
    evil = Vulnerability(id="MAL-2024-1", kind=AdvisoryKind.MALWARE)

    found = fired(GATE, "malicious_package", judged(match(evil, LODASH), match("CVE-2024-1", LODASH)))

    assert [("lodash 4.17.15 is a malicious package (MAL-2024-1)", "MAL-2024-1+lodash+malicious_package")] == [
        (one.message, one.trigger_id) for one in found
    ]
