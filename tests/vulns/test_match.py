"""From an inventory and a database to findings."""

from pathlib import Path

import pytest

from mooring.model.advisory import FixState, KnownExploited
from mooring.model.match import AssessmentState, Confidence
from mooring.model.severity import Severity, SeverityRating
from mooring.vulns.match import Matcher, MatchOptions
from mooring.vulns.matching import case
from vulns.world import NOW, SOURCE, advisory, below, database_of, every, findings, inventory, package, pairs

OPENSSL = advisory(
    "CVE-2024-0001",
    below("debian:12", "openssl", "3.0.11-1~deb12u2", name_kind=SOURCE, severity=Severity.LOW, errata=("DSA-1-1",)),
    title="A flaw",
)


def test_a_binary_package_is_matched_by_its_source(tmp_path: Path):
    libssl = package("deb", "libssl3", "3.0.11-1~deb12u1", source_name="openssl", source_version="3.0.11-1~deb12u1")

    result = findings(inventory(libssl), database_of(tmp_path, OPENSSL))

    found = result.matches[0]
    assert [("libssl3", "CVE-2024-0001")] == pairs(result)
    assert (found.severity, found.severity_source, found.confidence) == (Severity.LOW, "debian", Confidence.CERTAIN)
    assert (found.fix.state, found.fix.versions) == (FixState.FIXED, ("3.0.11-1~deb12u2",))
    assert found.fix.advisories == ("DSA-1-1",)
    assert (found.reasons[0].name, found.reasons[0].version) == ("openssl", "3.0.11-1~deb12u1")
    assert found.reasons[0].constraint == "< 3.0.11-1~deb12u2"


def test_a_fixed_package_is_not_matched(tmp_path: Path):
    libssl = package("deb", "libssl3", "3.0.11-1~deb12u2", source_name="openssl")

    result = findings(inventory(libssl), database_of(tmp_path, OPENSSL))

    assert [] == pairs(result)
    assert [("debian 12", AssessmentState.ASSESSED, 1)] == [
        (found.subject, found.state, found.package_count) for found in result.assessments
    ]


def test_records_of_several_feeds_about_one_flaw_are_one_match(tmp_path: Path):
    first = advisory(
        "GHSA-aaaa-bbbb-cccc",
        below("npm", "lodash", "4.17.21"),
        feed="github",
        aliases=("CVE-2021-23337",),
        ratings=(SeverityRating(source="github", severity=Severity.HIGH, cvss_version="3.1", score=7.2),),
    )
    second = advisory("OSV-2021-1", below("npm", "lodash", "4.17.20"), feed="osv", aliases=("CVE-2021-23337",))
    exploited = KnownExploited(cve="CVE-2021-23337", added="2022-01-01")
    database = database_of(tmp_path, first, second, exploited)

    result = findings(inventory(package("npm", "lodash", "4.17.19"), distro=None), database)

    found = result.matches[0]
    assert [("lodash", "CVE-2021-23337")] == pairs(result)
    assert found.vulnerability.aliases == ("GHSA-aaaa-bbbb-cccc", "OSV-2021-1")
    assert [reason.source.id for reason in found.reasons] == ["GHSA-aaaa-bbbb-cccc", "OSV-2021-1"]
    assert (found.severity, found.severity_source) == (Severity.HIGH, "github")
    assert found.fix.versions == ("4.17.21",)
    assert found.is_exploited
    assert found.risk > 70


def test_a_record_that_knows_better_is_named_as_dissenting(tmp_path: Path):
    first = advisory("GHSA-aaaa-bbbb-cccc", below("npm", "lodash", "4.17.21"), feed="github", aliases=("CVE-2021-1",))
    second = advisory("OSV-2021-1", below("npm", "lodash", "4.17.20"), feed="osv", aliases=("CVE-2021-1",))

    result = findings(inventory(package("npm", "lodash", "4.17.20")), database_of(tmp_path, first, second))

    assert [("lodash", "CVE-2021-1")] == pairs(result)
    assert result.matches[0].reasons[0].notes == ("OSV-2021-1 says < 4.17.20, without this version",)


def test_packages_that_nobody_speaks_about_are_not_assessed(tmp_path: Path):
    found = inventory(package("conda", "numpy", "1.0"), package("npm", "a", "1"), package("deb", "x", "1"))

    result = findings(found, database_of(tmp_path, advisory("GHSA-1", every("npm", "b"))))

    assert not result.is_assessed
    assert [("debian 12", "not-assessed"), ("conda", "not-assessed"), ("npm", "assessed")] == [
        (found.subject, found.state.value) for found in result.assessments
    ]
    assert result.assessments[0].reason == "no feed in the database speaks about packages of debian"
    assert result.assessments[1].reason == "no feed in the database speaks about conda packages"


def test_one_matcher_gives_many_inventories_what_each_alone_would_get(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Also where it can remember next to nothing, and reads details after every finding."""
    rows = [advisory(f"CVE-2024-{n}", below("debian:12", f"p{n % 7}", f"{n}", name_kind=SOURCE)) for n in range(40)]
    database = database_of(tmp_path, *rows)
    inventories = [
        inventory(*(package("deb", f"b{n}", f"{version}", source_name=f"p{n}") for n in range(7)))
        for version in (3, 20, 3)
    ]
    expected = [findings(each, database) for each in inventories]
    monkeypatch.setattr(case, "_TOGETHER", 1)

    for capacity in (1, 10, 100_000):
        matcher = Matcher(database, MatchOptions(), now=NOW, capacity=capacity)

        assert expected == [matcher.findings(each) for each in inventories]
    assert [36, 19, 36] == [len(each.matches) for each in expected]
