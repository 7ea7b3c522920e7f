"""One line for one update: binary packages of a source and versions of a package come together."""

import msgspec

from mooring.model.match import Match, SuppressedBy, Suppression
from mooring.reports.findings.groups import (
    accepted_matches,
    counted_matches,
    groups_of,
    package_of,
    packages_by_id,
    suppressed_matches,
)
from reports.worlds import BARE, EVIL, FINDINGS, MATCHED, MATCHES, OPENSSL_MATCHES, WILD

GROUPS = groups_of(MATCHED, counted_matches(FINDINGS))


def test_what_can_be_cured_comes_first_and_each_part_is_ordered_by_risk():
    assert [(group.name, group.fixed_in) for group in GROUPS] == [
        ("lodash", "4.17.21"),
        ("lodahs", ""),
        ("openssl", "3.0.15-1~deb12u1"),
        ("zlib", ""),
        ("tar", ""),
    ]


def test_an_update_that_cures_vulnerabilities_fixed_at_different_times_is_one_group():
    openssl = GROUPS[2]

    assert openssl.vulnerabilities == ("CVE-2024-5535", "CVE-2023-5678")
    assert [package.name for package in openssl.packages] == ["libssl3", "libssl-dev", "openssl"]
    assert openssl.installed == ("3.0.11-1~deb12u2",)


def test_several_versions_of_a_package_are_one_update():
    assert GROUPS[0].installed == ("4.17.15", "4.17.20")


def test_without_an_upgrade_plan_a_group_is_source_version_and_fix():
    findings = msgspec.structs.replace(FINDINGS, upgrades=())
    groups = groups_of(msgspec.structs.replace(MATCHED, findings=findings), counted_matches(findings))

    assert [group.fixed_in for group in groups if group.name == "openssl"] == ["3.0.15-1~deb12u1", "3.0.13-1~deb12u1"]


def test_malware_is_cured_by_removing_it():
    assert GROUPS[1].has_cure
    assert GROUPS[1].packages == (EVIL,)


def test_what_is_suppressed_is_kept_apart():
    assert [match.package for match in suppressed_matches(FINDINGS)] == [MATCHES[-1].package]
    assert MATCHES[-1] not in counted_matches(FINDINGS)


def test_what_people_decided_is_told_apart_from_rules_at_work():
    rule = Suppression(by=SuppressedBy.HARMLESS, statement="kernel headers")
    matches = (*MATCHES, msgspec.structs.replace(MATCHES[3], suppressions=(rule,)))
    findings = msgspec.structs.replace(FINDINGS, matches=matches)

    assert len(suppressed_matches(findings)) == 2
    assert accepted_matches(findings) == [MATCHES[-1]]


def test_a_package_that_the_inventory_lost_is_called_by_the_name_that_matched():
    lost = msgspec.structs.replace(OPENSSL_MATCHES[0], package="gone")

    assert package_of(lost, packages_by_id(MATCHED)).name == "openssl"
    assert package_of(Match(id="", vulnerability=lost.vulnerability, package="gone"), {}).name == "gone"


def test_nothing_gives_no_groups_and_odd_numbers_no_error():
    assert groups_of(BARE, ()) == []
    assert len(groups_of(WILD, WILD.findings.matches)) == 3
